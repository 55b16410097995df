import { describe, expect, test } from '@jest/globals';
import { digestOf } from '../../../lib/core/digest.ts';
import type { PermitSubject } from '../../../lib/core/governance/permits/permit.ts';
import type { Governance } from '../../../lib/core/governance/standards/standards.ts';
import type { Organization } from '../../../lib/core/account/organization/organization.ts';
import type { JsonObject } from '../../../lib/core/json.ts';
import type { Ledger } from '../../../lib/ports/ledger.ts';
import { givenGuardrails } from '../../../lib/wiring/given-organization.ts';
import { COMPANY } from '../../core/governance/organizations.ts';
import { answerGate, answerHook } from '../../../lib/usecases/permits/answer-gate.ts';
import { ACCOUNT, governance, NOW } from '../company.ts';
import { factKinds, HOUR, openGate, permit, resourceEvent, stackArn, stackEvent, usesOf } from '../gate-world.ts';
import { QUARTER, TEMPLATE, DELETION, deleting, ledgerOf, DELETE } from './deletion-gate.ts';

describe('with a permit', () => {
  test('a deletion passes, and the ledger has the use before the answer', async () => {
    const gate = await deleting();
    const id = await permit(DELETION, gate);
    expect(await answerGate(DELETE, gate.deps)).toMatchObject({ verdict: 'allow', permitId: id });
    expect(await usesOf(id, gate)).toEqual(['token-1']);
    expect((await factKinds(gate)).slice(-2)).toEqual(['permit-used', 'gate-passed']);
  });

  test('the same request again passes again, another one for the same only for a quarter of an hour', async () => {
    const gate = await deleting();
    const id = await permit(DELETION, gate);
    await answerGate(DELETE, gate.deps);
    gate.world.at(NOW + QUARTER - 1);
    const again = { ...DELETE, clientRequestToken: 'token-2' };
    expect(await answerGate(again, gate.deps)).toMatchObject({ verdict: 'allow', permitId: id });
    gate.world.at(NOW + QUARTER);
    for (const same of [DELETE, again])
      expect(await answerGate(same, gate.deps)).toMatchObject({ verdict: 'allow', permitId: id });
    const late = await answerGate({ ...DELETE, clientRequestToken: 'token-3' }, gate.deps);
    expect(late).toMatchObject({ verdict: 'refuse' });
    expect(late.message).toContain('its permit was used at 2026-01-05T12:00:00.000Z, and is good once');
    expect(await usesOf(id, gate)).toEqual(['token-1']);
  });

  test('of many requests for the same at once all have one claim', async () => {
    const gate = await deleting();
    const id = await permit(DELETION, gate);
    const tokens = ['one', 'two', 'three'];
    const answers = await Promise.all(
      tokens.map((clientRequestToken) => answerGate({ ...DELETE, clientRequestToken }, gate.deps)),
    );
    expect(answers.map(({ permitId }) => permitId)).toEqual([id, id, id]);
    expect(await usesOf(id, gate)).toHaveLength(1);
  });

  test('a claim whose answer came too late is still good for the same operation', async () => {
    const gate = await deleting();
    const id = await permit(DELETION, gate);
    const { ledger } = gate.world.deps;
    // the ledger takes it, and says so when nobody waits any more
    const append: Ledger['append'] = async (facts, ...expected) => {
      const appended = await ledger.append(facts, ...expected);
      gate.world.at(NOW + 26_000);
      return appended;
    };
    const late = await answerGate(DELETE, { ...gate.deps, ledger: { ...ledgerOf(ledger), append } });
    expect(late).toMatchObject({ verdict: 'refuse' });
    expect(late.message).toContain('came too late; ask for the same within 15 minutes');
    expect(await usesOf(id, gate)).toEqual(['token-1']);
    const again = await answerGate({ ...DELETE, clientRequestToken: 'token-2' }, gate.deps);
    expect(again).toMatchObject({ verdict: 'allow', permitId: id });
  });

  test('a claim after which the gate died is still good for the same operation, and for nothing else', async () => {
    const gate = await deleting();
    const id = await permit(DELETION, gate);
    const { ledger } = gate.world.deps;
    const append: Ledger['append'] = async (facts, ...expected) => {
      await ledger.append(facts, ...expected);
      throw new Error('killed');
    };
    expect(await answerGate(DELETE, { ...gate.deps, ledger: { ...ledgerOf(ledger), append } })).toMatchObject({
      verdict: 'refuse',
    });
    expect(await usesOf(id, gate)).toEqual(['token-1']);
    const others = [
      { stackId: stackArn('cost-prod', '00000000-0000-4000-8000-000000000002') },
      { stackId: stackArn('cost-other') },
      { actionInvocationPoint: 'UPDATE_PRE_PROVISION' },
    ];
    gate.templates.payload = { template: { Resources: {} }, previousTemplate: TEMPLATE, changedResources: undefined };
    for (const other of others) {
      const asked = { ...stackEvent('delete', 'cost-prod'), clientRequestToken: 'token-2', ...other };
      expect(await answerGate(asked, gate.deps)).toMatchObject({ verdict: 'refuse' });
    }
    const again = await answerGate({ ...DELETE, clientRequestToken: 'token-3' }, gate.deps);
    expect(again).toMatchObject({ verdict: 'allow', permitId: id });
  });

  test.each<readonly [string, Partial<PermitSubject>]>([
    ['for another stack of that name', { target: stackArn('cost-prod', '00000000-0000-4000-8000-000000000002') }],
    ['for another template', { change: digestOf({ Resources: {} }) }],
    ['for an update', { operation: { kind: 'stack-update' } }],
  ])('%s it does not pass', async (_, parts) => {
    const gate = await deleting();
    const id = await permit({ ...DELETION, ...parts }, gate);
    const answer = await answerGate(DELETE, gate.deps);
    expect(answer.verdict).toBe('refuse');
    expect(answer.message).toContain('no permit covers it');
    expect(await usesOf(id, gate)).toEqual([undefined]);
  });

  test.each([
    ['that begins later', { from: NOW + HOUR }, 'its permit begins at 2026-01-05T13:00:00.000Z'],
    ['that is over', { until: NOW }, 'its permit ended at 2026-01-05T12:00:00.000Z'],
    ['that its own approver asked for', { requestedBy: 'sam' }, 'its permit lacks signatures: 1 of security'],
  ])('%s it does not pass', async (_, parts, message) => {
    const gate = await deleting();
    await permit(DELETION, gate, parts);
    expect((await answerGate(DELETE, gate.deps)).message).toContain(message);
  });

  test('of a deletion its resources and nested stacks pass, the stack itself only once', async () => {
    const gate = await deleting();
    const id = await permit(DELETION, gate);
    await answerGate(DELETE, gate.deps);
    const again = { clientRequestToken: 'token-2' };
    const bucket = resourceEvent('delete', 'AWS::S3::Bucket', { resourceProperties: {} }, again);
    const requestData = {
      targetName: 'AWS::S3::Bucket',
      targetType: 'RESOURCE',
      targetLogicalId: 'Data',
      targetModel: {},
    };
    expect(await answerGate({ ...bucket, requestData }, gate.deps)).toMatchObject({ verdict: 'allow', permitId: id });
    const inner = stackArn('cost-prod-Inner');
    gate.templates.stacks.set(inner, { role: undefined, root: stackArn('cost-prod') });
    expect(await answerGate({ ...DELETE, ...again, stackId: inner }, gate.deps)).toMatchObject({ permitId: id });
    gate.world.at(NOW + QUARTER);
    expect(await answerGate({ ...DELETE, clientRequestToken: 'token-3' }, gate.deps)).toMatchObject({
      verdict: 'refuse',
    });
  });

  test('of a deletion nothing else passes in the stack', async () => {
    const gate = await deleting();
    await permit(DELETION, gate);
    await answerGate(DELETE, gate.deps);
    const properties = {
      Path: '/agents/',
      AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] },
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'],
    };
    const model = { resourceProperties: properties };
    const role = resourceEvent('create', 'AWS::IAM::Role', model, { clientRequestToken: 'token-2' });
    expect(await answerGate(role, gate.deps)).toMatchObject({ verdict: 'refuse' });
    const replaced = { resourceProperties: { BucketName: 'b' }, previousResourceProperties: { BucketName: 'a' } };
    const bucket = resourceEvent('update', 'AWS::S3::Bucket', replaced, { clientRequestToken: 'token-3' });
    expect(await answerGate(bucket, gate.deps)).toMatchObject({ verdict: 'refuse' });
  });

  test('that is over, what is left of a deletion is refused', async () => {
    const gate = await deleting();
    await permit(DELETION, gate);
    await answerGate(DELETE, gate.deps);
    gate.world.at(NOW + 3 * HOUR);
    const requestData = {
      targetName: 'AWS::S3::Bucket',
      targetType: 'RESOURCE',
      targetLogicalId: 'Data',
      targetModel: {},
    };
    const bucket = { ...DELETE, clientRequestToken: 'token-2', requestData };
    expect(await answerGate(bucket, gate.deps)).toMatchObject({ verdict: 'refuse' });
  });
});

describe('a role that gives more than its standard', () => {
  const properties = (statement: JsonObject) => ({
    RoleName: 'kiro',
    Path: '/agents/',
    AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] },
    Policies: [{ PolicyName: 'p', PolicyDocument: { Version: '2012-10-17', Statement: [statement] } }],
  });
  const leaves = resourceEvent('create', 'AWS::IAM::Role', {
    resourceProperties: properties({ Effect: 'Allow', Action: ['organizations:LeaveOrganization'], Resource: '*' }),
  });
  const everything = resourceEvent('create', 'AWS::IAM::Role', {
    resourceProperties: properties({ Effect: 'Allow', Action: '*', Resource: '*' }),
  });
  const unseen = { ...COMPANY, policies: new Map([...COMPANY.policies].filter(([id]) => id !== 'p-leaving')) };
  const managing = { ...COMPANY, managementAccount: ACCOUNT };

  test.each<[string, Organization | undefined, JsonObject, 'allow' | 'refuse']>([
    ['passes where an SCP keeps all of it back', COMPANY, leaves, 'allow'],
    ['is refused where an SCP keeps a part of it back', COMPANY, everything, 'refuse'],
    ['is refused where nothing is known of the organization', undefined, leaves, 'refuse'],
    ['is refused where nobody has seen what the SCP says', unseen, leaves, 'refuse'],
    ['is refused in the account that no SCP limits', managing, leaves, 'refuse'],
  ])('%s', async (_, organization, event, verdict) => {
    const clock = { now: () => NOW };
    const known = organization === undefined ? {} : { guardrails: await givenGuardrails(organization, clock) };
    const gate = await openGate(known);
    expect(await answerGate(event, gate.deps)).toMatchObject({ verdict });
  });
});

describe('the gate is open', () => {
  const nothing: Governance = { ...governance(), environments: [] };
  const elsewhere: Governance = {
    ...governance(),
    environments: [{ name: 'cost', accounts: ['444455556666'], resources: ['*'] }],
  };
  test.each([
    ['where nothing is guarded', nothing],
    ['in an account without a guarded environment', elsewhere],
  ])('%s', async (_, wanted) => {
    const gate = await deleting({ governance: wanted });
    gate.templates.fault = new Error('not asked');
    expect(await answerGate(DELETE, gate.deps)).toMatchObject({ verdict: 'allow' });
    expect(await answerGate({ ...DELETE, actionInvocationPoint: 'x' }, gate.deps)).toMatchObject({ verdict: 'allow' });
  });

  test("to Ambit's own stacks, by their whole name", async () => {
    const own = stackArn('cost-prod').slice(0, -37);
    const gate = await deleting({ ownStacks: [own] });
    expect(await answerGate(DELETE, gate.deps)).toMatchObject({ verdict: 'allow' });
    const similar = stackEvent('delete', 'cost-prod-2');
    expect(await answerGate(similar, gate.deps)).toMatchObject({ verdict: 'refuse' });
  });
});

describe('break-glass', () => {
  const ROLE = `arn:aws:iam::${ACCOUNT}:role/break-glass`;
  function withBreakGlass(): Governance {
    const base = governance();
    const match = { names: ['break-glass'], paths: [], tags: [], trust: [], permissionSets: [] };
    return { ...base, classes: [{ ...base.unclassified, name: 'glass', kind: 'break-glass', match }, ...base.classes] };
  }

  test('lets a stack pass that CloudFormation works on with such a role, as a finding that is announced', async () => {
    const gate = await deleting({ governance: withBreakGlass() });
    gate.templates.stacks.set(stackArn('cost-prod'), { role: ROLE, root: undefined });
    const answer = await answerGate(DELETE, gate.deps);
    expect(answer).toMatchObject({ verdict: 'allow' });
    const [found] = await gate.world.deps.cases.cases();
    expect(found?.finding).toMatchObject({ kind: 'break-glass-used', severity: 'critical', principal: ROLE });
    expect(gate.world.announced).toEqual(['break-glass-used: break-glass-used (critical)']);
    await answerGate(DELETE, gate.deps);
    expect(await gate.world.deps.cases.cases()).toHaveLength(1);
  });

  test('passes also where nobody can be told, as long as it is in the ledger', async () => {
    const broken = { channel: 'broken', announce: () => Promise.reject(new Error('no line')) };
    const gate = await deleting({ governance: withBreakGlass(), notifiers: [broken] });
    gate.templates.stacks.set(stackArn('cost-prod'), { role: ROLE, root: undefined });
    expect(await answerGate(DELETE, gate.deps)).toMatchObject({ verdict: 'allow' });
    expect(gate.faults).toHaveLength(1);
    expect(await gate.world.deps.cases.cases()).toHaveLength(1);
  });

  test('is not any other role, nor the access of the caller', async () => {
    const gate = await deleting({ governance: withBreakGlass() });
    for (const role of [undefined, `${ROLE}-2`, `arn:aws:iam::${ACCOUNT}:role/agents/deployer`]) {
      gate.templates.stacks.set(stackArn('cost-prod'), { role, root: undefined });
      expect(await answerGate(DELETE, gate.deps)).toMatchObject({ verdict: 'refuse' });
    }
  });
});

test('the answer has the form that CloudFormation takes, and repeats the token', async () => {
  const gate = await deleting();
  const refused = await answerHook(DELETE, gate.deps);
  expect(refused).toMatchObject({ hookStatus: 'FAILED', errorCode: 'NonCompliant', clientRequestToken: 'token-1' });
  const passed = await answerHook(stackEvent('create', 'cost-new'), gate.deps);
  expect(passed).toEqual({
    hookStatus: 'SUCCESS',
    message: 'nothing that is guarded is touched',
    clientRequestToken: 'token-1',
    callbackDelaySeconds: 0,
  });
});

test('a message is never longer than CloudFormation takes, and its command is whole', async () => {
  const gate = await deleting();
  const many = Object.fromEntries(
    Array.from({ length: 200 }, (_, index) => [`Data${index}`, { Type: 'AWS::S3::Bucket' }]),
  );
  gate.templates.template = { Resources: many };
  const { message } = await answerGate(DELETE, gate.deps);
  expect(message.length).toBeLessThanOrEqual(1024);
  expect(message).toMatch(/--actor ARN --hours 4 --by PERSON --reason WHY$/);
});
