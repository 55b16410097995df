import { describe, expect, test } from '@jest/globals';
import { partsOf } from '../../../../lib/adapters/local/service-parts.ts';
import { type ServiceCall, serviceCallsIn } from '../../../../lib/core/account/plan-call.ts';
import { makeServiceCall } from '../../../../lib/core/account/services/make-service-call.ts';
import type { Services } from '../../../../lib/core/account/services/services.ts';
import type { Finding, HoldPlan } from '../../../../lib/core/governance/finding.ts';
import type { Offer } from '../../../../lib/core/activity/offers/offer.ts';
import { assignmentPlan, membershipPlan } from '../../../../lib/core/governance/holds/beyond/assignment-plan.ts';
import { putBack } from '../../../../lib/core/governance/holds/beyond/put-back.ts';
import { resourcePlan } from '../../../../lib/core/governance/holds/beyond/resource-plan.ts';
import type { NoPlan } from '../../../../lib/core/governance/holds/respond.ts';
import type { KnownPolicy } from '../../../../lib/core/governance/sharing/known-policies.ts';
import { givenIn, whyNotSigned } from '../../../../lib/core/governance/holds/beyond/what-sets-give.ts';
import type { JsonObject, JsonValue } from '../../../../lib/core/json.ts';
import { allow } from '../accounts.ts';
import { governanceWith } from '../approval-fixtures.ts';
import { call } from '../cases.ts';
import { GIVEN, type Given } from './held-beyond-iam.ts';

const held = ({ findings }: Given): readonly Finding[] => findings.filter(({ response }) => 'plan' in response);

function planOf(given: Given): HoldPlan {
  const [finding] = held(given);
  if (finding === undefined || !('plan' in finding.response)) throw new Error(`${given.name} is not held`);
  return finding.response.plan;
}

/** The services after these calls, and what came of each. */
function made(before: Services, calls: readonly ServiceCall[]) {
  const outcomes: string[] = [];
  let services = before;
  for (const call of calls) {
    const outcome = makeServiceCall(services, call);
    outcomes.push(outcome.kind === 'refused' ? outcome.code : outcome.kind);
    if (outcome.kind === 'done') services = outcome.services;
  }
  return { services, outcomes };
}

/** As it is stored: nobody minds its order. */
function asJson(services: Services) {
  return new Map(partsOf(services).map(({ kind, name, part }) => [`${kind} ${name}`, part]));
}

describe.each(GIVEN.map((given) => [given.name, given] as const))('%s', (_, given) => {
  test('is held by one plan, whatever it gives', () => {
    expect(given.findings.length).toBeGreaterThan(0);
    expect(held(given)).toHaveLength(1);
  });

  test('held, is as it was before, also when it is held twice', () => {
    const { calls } = planOf(given);
    const once = made(given.after, serviceCallsIn(calls));
    expect(asJson(once.services)).toEqual(asJson(given.before));
    const twice = made(once.services, serviceCallsIn(calls));
    expect(twice.outcomes).toEqual(calls.map(() => 'already'));
  });

  test('restored, is as it was given', () => {
    const { calls, restore } = planOf(given);
    const holding = made(given.after, serviceCallsIn(calls)).services;
    const restored = made(holding, serviceCallsIn(restore));
    expect(restored.outcomes).not.toContain('already');
    expect(asJson(restored.services)).toEqual(asJson(given.after));
  });
});

describe('what is put in the place of a policy', () => {
  const before = allow('s3:GetObject');
  const fence = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' };

  test.each<[string, JsonValue, JsonValue, JsonValue]>([
    ['is what was there', before, allow('s3:*'), before],
    ['is nothing where nothing was', null, allow('s3:*'), null],
    ['denies what the other denies besides', before, withStatement(allow('s3:*'), fence), withStatement(before, fence)],
    ['denies it also where nothing was', null, withStatement(allow('s3:*'), fence), { ...before, Statement: [fence] }],
    [
      'says once what both deny',
      withStatement(before, fence),
      withStatement(before, fence),
      withStatement(before, fence),
    ],
    [
      'denies what cannot be compared',
      before,
      withStatement(before, { Effect: 'Deny', Action: 's3:*', Resource: '*', Condition: { Odd: { a: 'b' } } }),
      withStatement(before, { Effect: 'Deny', Action: 's3:*', Resource: '*', Condition: { Odd: { a: 'b' } } }),
    ],
    [
      'denies services what the other denies them, though access is not compared of them',
      before,
      withStatement(allow('s3:*'), ofService('*')),
      withStatement(before, ofService('*')),
    ],
    [
      'denies services once what both deny',
      withStatement(before, ofService('*')),
      withStatement(allow('s3:*'), { Sid: 'Same', ...ofService('*') }),
      withStatement(before, ofService('*')),
    ],
    [
      'means by a variable what the other meant, also where what was there is of the old version',
      { Version: '2008-10-17', Statement: [ofVariable('Allow')] },
      withStatement(allow('s3:*'), ofVariable('Deny')),
      {
        Version: '2012-10-17',
        Statement: [{ ...ofVariable('Allow'), Resource: '${$}{aws:username}' }, ofVariable('Deny')],
      },
    ],
  ])('%s', (_, was, is, wanted) => {
    expect(putBack(was, is)).toEqual(wanted);
  });
});

describe('there is no plan', () => {
  const asking = (source: string, name: string, asked: JsonObject) =>
    call({ source: `${source}.amazonaws.com`, name, change: { kind: 'identity-center', resources: [], asked } });
  const assignee = { kind: 'user', id: 'u-sam' } as const;
  const assignment = { permissionSetArn: 'arn:aws:sso:::permissionSet/ssoins-1/ps-1', account: '1', assignee };
  const member = { name: 'CreateGroupMembership', groupId: 'g', userId: 'u' } as const;
  const sso = asking('sso', 'CreateAccountAssignment', {});
  const store = asking('identitystore', 'CreateGroupMembership', { identityStoreId: 'd-1' });

  const topic = 'arn:aws:sns:us-east-1:111122223333:alarms';
  const whole = { policy: allow('sns:*'), extent: 'whole' } as const;
  const offer: Offer = { resource: topic, ...whole };
  const ofResource = (source: string, change: Partial<Offer>, before?: KnownPolicy, name = 'PutPolicy') =>
    resourcePlan({ call: asking(source, name, {}), offer: { ...offer, ...change }, before });
  const none = { policy: { ...allow('*'), Statement: [] }, extent: 'whole' } as const;

  const fn = 'arn:aws:lambda:us-east-1:111122223333:function:run';
  const asked = { statementId: 's', action: 'lambda:InvokeFunction', principal: '*' };
  const statement = (given: JsonObject, change: Partial<Offer> = {}) =>
    resourcePlan({
      call: asking('lambda', 'AddPermission', given),
      offer: { ...offer, resource: fn, extent: 'statement', ...change },
      before: undefined,
    });

  test.each<[string, HoldPlan | NoPlan, string]>([
    [
      'of an assignment in an instance that nobody names',
      assignmentPlan({ name: 'CreateAccountAssignment', assignment }, sso),
      'the request does not name the instance of Identity Center',
    ],
    [
      'of a member of a store that nobody names',
      membershipPlan(member, sso),
      'the request does not name the identity store',
    ],
    [
      'of a membership that nobody knows',
      membershipPlan({ name: 'DeleteGroupMembership' }, store),
      'the request does not say of whom',
    ],
    ['of a service that is not held', ofResource('ses', {}, whole), 'PutPolicy is not held'],
    ['of what counts beside a policy', ofResource('sns', { extent: 'beside' }, whole), 'PutPolicy is not held'],
    [
      'of a permission of another service',
      ofResource('sns', { extent: 'statement' }, whole, 'AddPermission'),
      'AddPermission is not held',
    ],
    [
      'of a resource that has only a name',
      ofResource('sns', { resource: 'alarms' }, whole),
      'the record does not name the resource by its ARN',
    ],
    [
      'where nobody knows what was before',
      ofResource('sns', {}),
      `what the policy of ${topic} said before is not known`,
    ],
    [
      'where only a part of that is known',
      ofResource('sns', {}, { ...whole, extent: 'part' }),
      `what the policy of ${topic} said before is not known`,
    ],
    ['where a policy cannot be taken away', ofResource('sns', {}, none), `the policy of ${topic} cannot be taken away`],
    ['where none can be put back', ofResource('sns', none, whole), `the policy of ${topic} cannot be taken away`],
    [
      'of a function that has only a name',
      statement(asked, { resource: 'run' }),
      'the record does not name the function by its ARN',
    ],
    [
      'of a statement that nobody names',
      statement({ action: 'lambda:InvokeFunction' }),
      'the record does not say which statement was added',
    ],
    [
      'of several statements',
      statement(asked, { policy: withStatement(allow('a:b'), { Effect: 'Allow', Action: 'c:d', Resource: '*' }) }),
      'the record does not say which statement was added',
    ],
    ['of no statement', statement(asked, none), 'the record does not say which statement was added'],
    ['of what nobody here knows', statement({ ...asked, odd: 'x' }), 'what odd makes of the statement is not known'],
  ])('%s', (_, plan, why) => {
    expect(plan).toEqual({ none: why });
  });

  test('but for all else: a policy that can be taken away is, and a statement with what its request said', () => {
    expect(ofResource('sqs', {}, none)).toMatchObject({
      kind: 'exact-inverse',
      account: '111122223333',
      calls: [
        { service: 'sqs', name: 'SetQueueAttributes', region: 'us-east-1', document: null, expects: whole.policy },
      ],
      restore: [{ document: whole.policy, expects: null }],
      summary: `puts back what the policy of ${topic} said before PutPolicy`,
    });
    expect(ofResource('s3', {}, none)).toMatchObject({
      calls: [{ name: 'DeleteBucketPolicy' }],
      restore: [{ name: 'PutBucketPolicy' }],
    });
    const given = statement({ ...asked, odd: null, functionName: 'run', revisionId: '7', qualifier: 'live' });
    const about = { service: 'lambda', region: 'us-east-1', resource: fn, qualifier: 'live', statementId: 's' };
    const { statementId: _id, ...kept } = asked;
    expect(given).toMatchObject({
      account: '111122223333',
      calls: [{ ...about, name: 'RemovePermission', asked: kept }],
      restore: [{ ...about, name: 'AddPermission', asked: kept }],
      summary: `takes the statement s away from the policy of ${fn}`,
    });
    expect(statement(asked, { resource: `${fn}:7` })).toMatchObject({ calls: [{ resource: fn, qualifier: '7' }] });
    expect(statement(asked)).not.toHaveProperty('calls.0.qualifier');
  });
});

describe('what a set gives by policies of which each account has its own', () => {
  const arn = 'arn:aws:sso:::permissionSet/ssoins-1/ps-1';
  const inline = allow('s3:GetObject');
  const set = { arn, name: 'Engineer', inline, managed: [], customerManaged: [{ name: 'team', path: '/' }] };
  const versions = new Map([['v1', allow('sqs:*')]]);
  const policyOf = (policy: string) => ({
    arn: policy,
    name: 'team',
    path: '/',
    tags: [],
    defaultVersion: 'v1',
    versions,
  });
  const whyNot = (count: number) => {
    const accounts = Array.from({ length: count }, (_, index) => String(111122220000 + index));
    const given = givenIn(set, accounts, { policyOf });
    return given.map((each) => whyNotSigned(each, given, governanceWith())).find((why) => why !== undefined);
  };

  test('is signed where all accounts were asked, and not known where there are too many', () => {
    expect(whyNot(50)).toBeUndefined();
    expect(whyNot(51)).toMatch(/policy\/team says is not known/);
  });
});

describe('what was changed since is left as it is', () => {
  test.each(GIVEN.filter(overwrites).map((given) => [given.name, given] as const))('%s', (_, given) => {
    const { calls } = planOf(given);
    const [call] = serviceCallsIn(calls).filter((each) => 'expects' in each);
    if (call === undefined) throw new Error('nothing is overwritten');
    const changed = made(given.after, [newer(call)]).services;
    const outcome = made(changed, [call]);
    expect(outcome).toEqual({ services: changed, outcomes: ['ChangedSince'] });
  });
});

function ofService(resource: string): JsonObject {
  return { Effect: 'Deny', Principal: { Service: 'lambda.amazonaws.com' }, Action: 's3:*', Resource: resource };
}

function ofVariable(effect: string): JsonObject {
  return { Effect: effect, Principal: '*', Action: 's3:GetObject', Resource: '${aws:username}' };
}

function withStatement(policy: JsonObject, statement: JsonObject): JsonObject {
  return { ...policy, Statement: [policy['Statement'] ?? [], statement].flat() };
}

function overwrites(given: Given): boolean {
  return planOf(given).calls.some((call) => 'expects' in call);
}

/** A call that writes something else over what the same call would overwrite. */
function newer(call: ServiceCall): ServiceCall {
  const document = allow('sqs:*');
  if ('targetId' in call) {
    const { service, policyId, expects = null } = call;
    return { service, name: 'UpdatePolicy', policyId, document, expects };
  }
  if ('statement' in call) throw new Error('a statement overwrites nothing');
  if ('resource' in call || call.name === 'UpdatePolicy') return { ...call, document };
  if (call.name === 'PutInlinePolicyToPermissionSet') return { ...call, document };
  if (call.name === 'DeleteInlinePolicyFromPermissionSet') {
    return { ...call, name: 'PutInlinePolicyToPermissionSet', document };
  }
  if (call.name !== 'PutPermissionsBoundaryToPermissionSet') throw new Error(`${call.name} overwrites nothing`);
  return { ...call, boundary: { managed: 'arn:aws:iam::aws:policy/Newer' } };
}
