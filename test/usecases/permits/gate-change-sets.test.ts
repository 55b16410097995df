import { describe, expect, test } from '@jest/globals';
import { digestOf } from '../../../lib/core/digest.ts';
import { answerGate } from '../../../lib/usecases/permits/answer-gate.ts';
import { ACCOUNT, NOW } from '../company.ts';
import { type GateWorld, PAYLOAD, permit, stackArn, stackEvent, usesOf } from '../gate-world.ts';
import { QUARTER, DELETION, deleting } from './deletion-gate.ts';

describe('a change set', () => {
  const BEFORE = {
    Parameters: { Name: {} },
    Resources: { Data: { Type: 'AWS::S3::Bucket', Properties: { BucketName: { Ref: 'Name' } } } },
  };
  const AFTER = { ...BEFORE, Description: 'new words' };
  const change = (name: string) => [
    {
      logicalResourceId: 'Data',
      resourceType: 'AWS::S3::Bucket',
      action: 'UPDATE',
      lineNumber: 7,
      beforeContext: JSON.stringify({ Properties: { BucketName: 'b' } }),
      afterContext: JSON.stringify({ Properties: { BucketName: name } }),
    },
  ];
  const changeSetId = `arn:aws:cloudformation:us-east-1:${ACCOUNT}:changeSet/one/1`;
  const made = stackEvent('create', 'cost-prod', {
    changeSetId,
    requestData: { targetName: 'CHANGE_SET', targetType: 'CHANGE_SET', targetLogicalId: 'x', payload: PAYLOAD },
  });
  const carriedOut = { ...stackEvent('update', 'cost-prod'), changeSetId, clientRequestToken: 'token-2' };

  async function withChange(name: string): Promise<GateWorld> {
    const gate = await deleting();
    gate.templates.payload = { template: AFTER, previousTemplate: BEFORE, changedResources: change(name) };
    return gate;
  }

  test('that replaces nothing is carried out, where the templates alone would not tell', async () => {
    const gate = await withChange('b');
    expect(await answerGate(made, gate.deps)).toMatchObject({ verdict: 'allow' });
    expect(await answerGate(carriedOut, gate.deps)).toMatchObject({ verdict: 'allow' });
    expect(await answerGate({ ...carriedOut, changeSetId: null }, gate.deps)).toMatchObject({ verdict: 'refuse' });
  });

  test('is what is left where templates do not tell what is done: no permit is for that', async () => {
    const gate = await withChange('b');
    const direct = { ...carriedOut, changeSetId: null };
    const { change, ...rest } = DELETION;
    const digest = digestOf({ template: AFTER, previousTemplate: BEFORE });
    const id = await permit({ ...rest, operation: { kind: 'stack-update' }, change: digest }, gate);
    expect(change).not.toBe(digest);
    const answer = await answerGate(direct, gate.deps);
    expect(answer).toMatchObject({ verdict: 'refuse' });
    expect(answer.message).toContain('Make a change set instead');
    expect(await usesOf(id, gate)).toEqual([undefined]);
  });

  test('of another stack says nothing of this one', async () => {
    const gate = await withChange('b');
    await answerGate(made, gate.deps);
    const other = { ...carriedOut, stackId: stackArn('cost-other') };
    expect(await answerGate(other, gate.deps)).toMatchObject({ verdict: 'refuse' });
  });

  test('that is carried out with other templates than it was made with is judged anew', async () => {
    const gate = await withChange('b');
    await answerGate(made, gate.deps);
    gate.templates.payload = { ...gate.templates.payload, template: { ...AFTER, Description: 'yet other words' } };
    expect(await answerGate(carriedOut, gate.deps)).toMatchObject({ verdict: 'refuse' });
  });

  test('that replaces a bucket needs a permit when it is made, and uses it when it is carried out', async () => {
    const gate = await withChange('c');
    const refused = await answerGate(made, gate.deps);
    expect(refused.verdict).toBe('refuse');
    const [, digest = ''] = /--change (sha256:[0-9a-f]{64})/.exec(refused.message) ?? [];
    const subject = { ...DELETION, operation: { kind: 'stack-update' }, change: `sha256:${digest.slice(7)}` } as const;
    const id = await permit(subject, gate);
    // made again, its changes come in other lines
    gate.templates.payload = {
      ...gate.templates.payload,
      changedResources: change('c').map((each) => ({ ...each, lineNumber: 9 })),
    };
    expect(await answerGate({ ...made, clientRequestToken: 'token-3' }, gate.deps)).toMatchObject({ permitId: id });
    expect(await usesOf(id, gate)).toEqual([undefined]);
    expect(await answerGate(carriedOut, gate.deps)).toMatchObject({ verdict: 'allow', permitId: id });
    expect(await usesOf(id, gate)).toEqual(['token-2']);
    gate.world.at(NOW + QUARTER);
    expect(await answerGate({ ...carriedOut, clientRequestToken: 'token-4' }, gate.deps)).toMatchObject({
      verdict: 'refuse',
    });
  });
});
