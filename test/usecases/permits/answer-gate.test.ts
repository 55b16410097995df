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
import {
  factKinds,
  type GateWorld,
  HOUR,
  openGate,
  PAYLOAD,
  permit,
  resourceEvent,
  stackArn,
  stackEvent,
  usesOf,
} from '../gate-world.ts';

const QUARTER = 15 * 60_000;
const TEMPLATE = { Resources: { Data: { Type: 'AWS::S3::Bucket' } } };
const RESOURCES = [{ logicalId: 'Data', physicalId: 'cost-prod-data-1abc', type: 'AWS::S3::Bucket' }];
const DELETION: PermitSubject = {
  account: ACCOUNT,
  operation: { kind: 'stack-delete' },
  target: stackArn('cost-prod'),
  change: digestOf(TEMPLATE),
};

/** A gate before which the stack cost-prod is deleted. */
async function deleting(parts: Parameters<typeof openGate>[0] = {}): Promise<GateWorld> {
  const gate = await openGate(parts);
  gate.templates.template = TEMPLATE;
  gate.templates.resources = RESOURCES;
  return gate;
}

/** A ledger as an object of its own, so that a part of it can be another. */
function ledgerOf(ledger: Ledger): Ledger {
  return {
    append: (facts, ...expected) => ledger.append(facts, ...expected),
    about: (subject) => ledger.about(subject),
    findings: async () => [],
    head: () => ledger.head(),
    entries: () => ledger.entries(),
  };
}

const DELETE = stackEvent('delete', 'cost-prod', {
  requestData: { targetName: 'STACK', targetType: 'STACK', targetLogicalId: 'STACK' },
});

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
    const data = { clientRequestToken: 'token-2' };
    const bucket = resourceEvent('delete', 'AWS::S3::Bucket', { resourceProperties: {} }, data);
    const requestData = {
      targetName: 'AWS::S3::Bucket',
      targetType: 'RESOURCE',
      targetLogicalId: 'Data',
      targetModel: {},
    };
    expect(await answerGate({ ...bucket, requestData }, gate.deps)).toMatchObject({ verdict: 'allow', permitId: id });
    const inner = stackArn('cost-prod-Inner');
    gate.templates.stacks.set(inner, { role: undefined, root: stackArn('cost-prod') });
    expect(await answerGate({ ...DELETE, ...data, stackId: inner }, gate.deps)).toMatchObject({ permitId: id });
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

describe('fail-closed: where an environment is guarded', () => {
  test('a request that cannot be read is refused, and written down', async () => {
    const gate = await deleting();
    const answer = await answerGate({ ...DELETE, actionInvocationPoint: 'MOVE_PRE_PROVISION' }, gate.deps);
    expect(answer).toMatchObject({ verdict: 'refuse' });
    expect(answer.message).toContain('actionInvocationPoint');
    expect(await factKinds(gate)).toEqual(['gate-refused']);
  });

  test.each<readonly [string, JsonObject | string | number]>([
    ['nothing', {}],
    ['a text', 'x'],
    ['a number', 7],
    ['a request without an account', { ...DELETE, awsAccountId: null }],
    ['a stack of another account', { ...DELETE, stackId: stackArn('cost-prod').replace(ACCOUNT, '444455556666') }],
    ['a target that is not known', { ...DELETE, requestData: { targetType: 'GALAXY', targetName: 'GALAXY' } }],
  ])('%s is refused', async (_, event) => {
    expect(await answerGate(event, (await deleting()).deps)).toMatchObject({ verdict: 'refuse' });
  });

  test('a template that cannot be fetched refuses, and says why', async () => {
    const gate = await deleting();
    gate.templates.fault = new Error('S3 answered 503');
    const answer = await answerGate(stackEvent('update', 'cost-prod'), gate.deps);
    expect(answer).toMatchObject({ verdict: 'refuse' });
    expect(answer.message).toContain('S3 answered 503');
    expect(gate.faults).toHaveLength(1);
  });

  test('a request without the place of its templates is refused', async () => {
    const gate = await deleting();
    const { payload: _, ...requestData } = { targetName: 'STACK', targetType: 'STACK', payload: '' };
    expect(await answerGate(stackEvent('update', 'cost-prod', { requestData }), gate.deps)).toMatchObject({
      verdict: 'refuse',
    });
  });

  test('a ledger that cannot be read refuses, also where a permit is there', async () => {
    const gate = await deleting();
    await permit(DELETION, gate);
    const about: Ledger['about'] = () => Promise.reject(new Error('the table is throttled'));
    const ledger: Ledger = { ...ledgerOf(gate.world.deps.ledger), about };
    const answer = await answerGate(DELETE, { ...gate.deps, ledger });
    expect(answer).toMatchObject({ verdict: 'refuse' });
    expect(answer.message).toContain('the table is throttled');
  });

  test('a ledger that takes nothing refuses: no permit is used unwritten', async () => {
    const gate = await deleting();
    const id = await permit(DELETION, gate);
    const append: Ledger['append'] = () => Promise.reject(new Error('the disk is full'));
    const { ledger } = gate.world.deps;
    const broken: Ledger = { ...ledgerOf(ledger), append };
    expect(await answerGate(DELETE, { ...gate.deps, ledger: broken })).toMatchObject({ verdict: 'refuse' });
    expect(await usesOf(id, gate)).toEqual([undefined]);
  });

  test('what takes longer than the budget is refused, and uses no permit afterwards', async () => {
    const gate = await deleting();
    const id = await permit(DELETION, gate);
    let goOn: () => void = () => {};
    const slow = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const { templates } = gate;
    const templateOf = templates.templateOf.bind(templates);
    templates.templateOf = async (stack) => {
      await slow;
      return templateOf(stack);
    };
    const answer = await answerGate(DELETE, { ...gate.deps, pause: async () => {} });
    expect(answer).toMatchObject({ verdict: 'refuse' });
    expect(answer.message).toContain('within 15 seconds');
    gate.world.at(NOW + 16_000);
    goOn();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await usesOf(id, gate)).toEqual([undefined]);
  });

  test('the refusal is written down once for each request', async () => {
    const gate = await deleting();
    await answerGate(DELETE, gate.deps);
    await answerGate(DELETE, gate.deps);
    expect(await factKinds(gate)).toEqual(['gate-refused']);
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
