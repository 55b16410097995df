import { describe, expect, test } from '@jest/globals';
import type { Actor } from '../../../../lib/core/activity/actor.ts';
import type { Call } from '../../../../lib/core/activity/call.ts';
import type { EnvironmentChange } from '../../../../lib/core/activity/changes.ts';
import type { Permit } from '../../../../lib/core/governance/permits/fold-permit.ts';
import { isPartOf, roleInPass, subjectsOfCall } from '../../../../lib/core/governance/permits/gate-pass.ts';
import { changeOfCall, type PermitTerms, type PermitUse } from '../../../../lib/core/governance/permits/permit.ts';
import { PLATO, SASHA } from '../approval-fixtures.ts';
import { DEPLOYER, permitFacts, permitOf, STACK, termsWith } from '../permit-fixtures.ts';

const CLOUDFORMATION = 'cloudformation.amazonaws.com';
const STACK_ROLE = 'arn:aws:iam::111122223333:role/cloudformation';
const DATABASE = { type: 'AWS::RDS::DBInstance', physicalId: 'cost-db' } as const;
const QUEUE = { type: 'AWS::SQS::Queue', physicalId: 'https://sqs.eu-central-1.amazonaws.com/111122223333/jobs' };
const PARAMETER = { type: 'AWS::SSM::Parameter', physicalId: '/cost/db' };
const LOG = { type: 'AWS::Logs::LogGroup', physicalId: '/of/arn:1' };
const DESTROYS = [DATABASE, QUEUE, PARAMETER, LOG];

/** A permit by which the deletion of a stack, or what the terms say, passed the gate. */
function passed(parts: Partial<PermitTerms> = {}, use: Partial<PermitUse> = {}): Permit {
  const facts = permitFacts(termsWith(parts));
  const by = { destroys: DESTROYS, role: STACK_ROLE, stack: STACK, ...use };
  return permitOf([facts.requested(), facts.signed(SASHA), facts.signed(PLATO), facts.used(by)]);
}

const { from, until } = termsWith();
const pass = (permit = passed()) => ({ permit, stack: STACK });

function actorWith(parts: Partial<Actor> = {}): Actor {
  return {
    id: 'AROAX:run-7',
    name: 'run-7',
    kind: 'role-session',
    principalArn: DEPLOYER,
    via: 'cli',
    agentMarkers: [],
    ...parts,
  };
}

const NOBODY: Actor = { id: 'x', name: 'x', kind: 'unknown', via: CLOUDFORMATION, agentMarkers: [] };

function callOn(resources: readonly string[], parts: Partial<Call> = {}): Call {
  const change: EnvironmentChange = { kind: 'environment', effect: 'destroy', resources };
  return {
    id: 'call-1',
    source: CLOUDFORMATION,
    name: 'DeleteStack',
    time: from,
    account: '111122223333',
    region: 'eu-central-1',
    actor: actorWith(),
    change,
    replayed: false,
    ...parts,
  };
}

const deleteStack = (parts: Partial<Call> = {}) => callOn([STACK], parts);
const inside = (resource: string, parts: Partial<Call> = {}) =>
  callOn([resource], {
    source: 'rds.amazonaws.com',
    name: 'DeleteDBInstance',
    actor: actorWith({ via: CLOUDFORMATION }),
    ...parts,
  });

describe('the call that began an operation which passed', () => {
  test.each([
    ['names the stack', STACK],
    ['names the stack without its id', `${STACK.slice(0, STACK.lastIndexOf('/'))}/*`],
  ])('is known where it %s', (_, resource) => {
    expect(roleInPass(callOn([resource]), pass())).toBe('call');
  });

  test.each<readonly [string, Call]>([
    ['of another stack', callOn([`${STACK}0`])],
    ['of another stack of that name', callOn([STACK.replace(/1$/, '2')])],
    ['of that stack and another one', callOn([STACK, `${STACK}0`])],
    ['that names nothing', callOn([])],
    ['of another operation', deleteStack({ name: 'UpdateStack' })],
    ['of another service', deleteStack({ source: 'rds.amazonaws.com' })],
    ['in another account', deleteStack({ account: '444455556666' })],
    ['before the window', deleteStack({ time: from - 1 })],
    ['when the window ends', deleteStack({ time: until })],
    ['by another actor', deleteStack({ actor: actorWith({ principalArn: STACK_ROLE }) })],
    ['that AWS refused', deleteStack({ error: { code: 'AccessDenied', message: '' } })],
    ['that creates', deleteStack({ change: { kind: 'environment', effect: 'create', resources: [STACK] } })],
    ['that changes access', deleteStack({ change: { kind: 'access', iam: undefined } })],
  ])('is not one %s', (_, call) => {
    expect(roleInPass(call, pass())).toBeUndefined();
  });

  test('is known to the last moment of the window', () => {
    expect(roleInPass(deleteStack({ time: until - 1 }), pass())).toBe('call');
  });

  test('is one for each request, and the same again', () => {
    const terms = termsWith();
    const facts = permitFacts(terms);
    const begun = permitOf([
      facts.requested(),
      facts.signed(SASHA),
      facts.signed(PLATO),
      facts.used({ stack: STACK, destroys: DESTROYS }),
      facts.used({ by: 'call', key: 'call-1' }),
    ]);
    expect(roleInPass(deleteStack(), pass(begun))).toBe('call');
    expect(roleInPass(deleteStack({ id: 'call-2' }), pass(begun))).toBeUndefined();
  });

  test('is a part of it also where the operation failed half way and passed once more', () => {
    const facts = permitFacts(termsWith());
    const again = permitOf([
      facts.requested(),
      facts.signed(SASHA),
      facts.signed(PLATO),
      facts.used({ stack: STACK, role: STACK_ROLE, destroys: DESTROYS }),
      facts.used({ stack: STACK, key: 'token-2', destroys: [QUEUE], at: from + 1 }),
    ]);
    expect(again.use).toMatchObject({ role: STACK_ROLE, destroys: DESTROYS });
  });

  test('is none where nothing passed', () => {
    const facts = permitFacts(termsWith());
    const signed = permitOf([facts.requested(), facts.signed(SASHA), facts.signed(PLATO)]);
    expect(roleInPass(deleteStack(), pass(signed))).toBeUndefined();
  });

  test('of an update has no call that destroys by itself', () => {
    expect(roleInPass(deleteStack(), pass(passed({ operation: { kind: 'stack-update' } })))).toBeUndefined();
    expect(roleInPass(deleteStack(), pass(passed({ operation: { kind: 'iam-resource' } })))).toBeUndefined();
  });

  test('by Cloud Control is the very call on the very resource', () => {
    const operation = { kind: 'destroying-call', source: CLOUDFORMATION, name: 'DeleteResource' } as const;
    const permit = passed({ operation, target: 'cost-db' });
    const deleted = callOn(['cost-db'], { name: 'DeleteResource' });
    expect(roleInPass(deleted, { permit, stack: '' })).toBe('call');
    expect(roleInPass({ ...deleted, name: 'DeleteStack' }, { permit, stack: '' })).toBeUndefined();
    expect(roleInPass({ ...deleted, source: 'rds.amazonaws.com' }, { permit, stack: '' })).toBeUndefined();
    expect(roleInPass(callOn(['other'], { name: 'DeleteResource' }), { permit, stack: '' })).toBeUndefined();
  });
});

describe('what CloudFormation deletes', () => {
  test.each<readonly [string, Call]>([
    ['by its name', inside('cost-db')],
    ['by its ARN', inside('arn:aws:rds:eu-central-1:111122223333:db:cost-db')],
    [
      "with the stack's role",
      inside('cost-db', { actor: actorWith({ principalArn: STACK_ROLE, via: CLOUDFORMATION }) }),
    ],
    ['in China', inside('cost-db', { actor: actorWith({ via: `${CLOUDFORMATION}.cn` }) })],
    ['by a name with slashes', inside('/cost/db', { source: 'ssm.amazonaws.com', name: 'DeleteParameter' })],
    ['by its URL', inside(QUEUE.physicalId, { source: 'sqs.amazonaws.com', name: 'DeleteQueue' })],
    [
      'by the name in its URL',
      inside('arn:aws:sqs:eu-central-1:111122223333:jobs', { source: 'sqs.amazonaws.com', name: 'DeleteQueue' }),
    ],
  ])('of the operation is a part of it: %s', (_, call) => {
    expect(roleInPass(call, pass())).toBe('part');
  });

  test.each<readonly [string, Call]>([
    ['that the operation does not destroy', inside('other-db')],
    ['of that name in another service', inside('cost-db', { source: 'dynamodb.amazonaws.com' })],
    ['of such a name with a sign of an ARN in it', inside('/of/arn:1', { source: 'ssm.amazonaws.com' })],
    ['of another ARN', inside('arn:aws:dynamodb:eu-central-1:111122223333:table/jobs')],
    ['of the last part of a name', inside('db', { source: 'ssm.amazonaws.com' })],
    [
      'for another actor',
      inside('cost-db', { actor: actorWith({ principalArn: `${STACK_ROLE}-2`, via: CLOUDFORMATION }) }),
    ],
    ['without an actor', inside('cost-db', { actor: NOBODY })],
    ['after the window', inside('cost-db', { time: until })],
  ])('is no part of it: %s', (_, call) => {
    expect(roleInPass(call, pass())).toBeUndefined();
  });

  test('is no part of it where one of two resources is not', () => {
    const both = inside('', { change: { kind: 'environment', effect: 'destroy', resources: ['cost-db', 'other-db'] } });
    expect(roleInPass(both, pass())).toBeUndefined();
  });

  test('and who permitted deletes by hand is no part of it', () => {
    expect(roleInPass(inside('cost-db', { actor: actorWith() }), pass())).toBeUndefined();
  });

  test('with a role that the stack does not have is no part of it', () => {
    const use = { by: 'gate', key: 'token-1', destroys: DESTROYS, at: from } as const;
    const permit = { ...passed(), use };
    const byRole = inside('cost-db', { actor: actorWith({ principalArn: STACK_ROLE, via: CLOUDFORMATION }) });
    expect(roleInPass(byRole, pass(permit))).toBeUndefined();
  });
});

describe('what the gate is asked within an operation that passed', () => {
  const other = { type: 'AWS::RDS::DBInstance', physicalId: 'other-db' };

  test.each([
    ['a deletion', 'delete', [], true],
    ['a deletion of something else', 'delete', [other], true],
    ['an update', 'update', [DATABASE], false],
    ['a creation', 'create', [], false],
  ] as const)('of a deletion: %s', (_, action, destroys, isPart) => {
    expect(isPartOf({ action, destroys }, pass())).toBe(isPart);
  });

  test.each([
    ['what it destroys', 'delete', [DATABASE], true],
    ['all that it destroys', 'update', DESTROYS, true],
    ['what it does not destroy', 'delete', [other], false],
    ['that and something else', 'delete', [DATABASE, other], false],
    ['that name of another type', 'delete', [{ ...DATABASE, type: 'AWS::DynamoDB::Table' }], false],
    ['nothing that is known', 'delete', [], false],
  ] as const)('of an update: %s', (_, action, destroys, isPart) => {
    expect(isPartOf({ action, destroys }, pass(passed({ operation: { kind: 'stack-update' } })))).toBe(isPart);
  });

  test('is no part where nothing passed', () => {
    const facts = permitFacts(termsWith());
    const signed = permitOf([facts.requested(), facts.signed(SASHA), facts.signed(PLATO)]);
    expect(isPartOf({ action: 'delete', destroys: [] }, pass(signed))).toBe(false);
  });
});

describe('the permits of a call by itself', () => {
  const operation = { kind: 'destroying-call', source: 'rds.amazonaws.com', name: 'DeleteDBInstance' } as const;

  test('are one for each resource that it destroys', () => {
    const both = inside('', { change: { kind: 'environment', effect: 'destroy', resources: ['a', 'b'] } });
    const subjects = ['a', 'b'].map((target) => ({ account: '111122223333', operation, target }));
    expect(subjectsOfCall(both)).toEqual(subjects.map((each) => ({ ...each, change: changeOfCall(each) })));
  });

  test.each<readonly [string, Call]>([
    ['that AWS refused', inside('a', { error: { code: 'AccessDenied', message: '' } })],
    ['that creates', inside('a', { change: { kind: 'environment', effect: 'create', resources: ['a'] } })],
    ['that takes away a guard', inside('a', { change: { kind: 'guard', resources: ['a'], asked: {} } })],
    ['that changes access', inside('a', { change: { kind: 'access', iam: undefined } })],
    ['that names nothing', callOn([])],
  ])('are none of one %s', (_, call) => {
    expect(subjectsOfCall(call)).toEqual([]);
  });
});
