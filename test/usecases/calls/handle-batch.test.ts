import { describe, expect, test } from '@jest/globals';
import type { Reading } from '../../../lib/core/activity/call.ts';
import { readCall } from '../../../lib/core/activity/read-call.ts';
import type { JsonValue } from '../../../lib/core/json.ts';
import { type BatchDeps, handleBatch } from '../../../lib/usecases/calls/handle-batch.ts';
import { isPlainSession } from '../../../lib/usecases/calls/handle-call.ts';
import { agentRecord, OPENED, sessionRecord, SIGN_IN } from '../agents.ts';
import { ACCOUNT, NOW, allow, callOf, record } from '../company.ts';

const put = (roleName: string, id: string, time = NOW) =>
  record('PutRolePolicy', { roleName, policyName: id, policyDocument: JSON.stringify(allow('s3:*')) }, { id, time });

const message = (id: string, body: JsonValue) => ({ id, body: JSON.stringify(body) });

function nameOf(reading: Reading): string {
  return reading.kind === 'call' ? reading.call.id : reading.kind;
}

/** Handles like the real one, but that it fails for the calls named, and that each takes a moment. */
function recording(failing: readonly string[] = []) {
  const handled: string[] = [];
  const turns: string[] = [];
  const readied: string[] = [];
  const faults: string[] = [];
  let running = 0;
  let most = 0;
  const deps: BatchDeps = {
    turns: {
      inTurn: async (subject, work) => {
        turns.push(subject);
        await work();
        return 'in-turn';
      },
    },
    ready: async (reading) => {
      readied.push(nameOf(reading));
    },
    handle: async (reading) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise(setImmediate);
      running -= 1;
      if (failing.includes(nameOf(reading))) throw new Error('AWS is slow today');
      return { kind: 'handled', findings: [] };
    },
    handled: ({ reading }) => handled.push(nameOf(reading)),
    failed: ({ message }) => faults.push(message.id),
  };
  return { deps, handled, turns, readied, faults, atOnce: () => most };
}

test('calls on one role are handled one after the other, in the order of their times', async () => {
  const { deps, handled, turns, atOnce } = recording();
  const messages = [
    message('m1', put('Deployer', 'third', NOW + 3000)),
    message('m2', put('deployer', 'first', NOW + 1000)),
    message('m3', { Records: [put('deployer', 'second', NOW + 2000)] }),
  ];
  expect(await handleBatch(messages, deps)).toEqual([]);
  expect(handled).toEqual(['first', 'second', 'third']);
  expect(turns).toEqual(['111122223333/role/deployer']);
  expect(atOnce()).toBe(1);
});

test('what records have to wait for, they wait for side by side, and nobody waits for it in their turn', async () => {
  const { deps, readied, turns } = recording();
  let readiedBefore: readonly string[] = [];
  const inTurn: BatchDeps['turns']['inTurn'] = async (subject, work) => {
    readiedBefore = [...readied];
    return deps.turns.inTurn(subject, work);
  };
  const messages = ['one', 'two', 'three'].map((id) => message(id, put('deployer', id)));
  expect(await handleBatch(messages, { ...deps, turns: { inTurn } })).toEqual([]);
  expect(readiedBefore).toEqual(['one', 'two', 'three']);
  expect(turns).toHaveLength(1);
});

test('records that do not say what they changed are handled side by side', async () => {
  const { deps, turns, atOnce } = recording();
  const silent = ['one', 'two', 'three'].map((id) => message(id, record('PutRolePolicy', null, { id })));
  expect(await handleBatch(silent, deps)).toEqual([]);
  expect([atOnce(), turns]).toEqual([3, []]);
});

test('a record for which it cannot be waited has its message delivered again', async () => {
  const { deps, handled } = recording();
  const ready = () => Promise.reject(new Error('no table'));
  expect(await handleBatch([message('m1', put('a', 'one'))], { ...deps, ready })).toEqual(['m1']);
  expect(handled).toEqual([]);
});

test('calls on different roles are handled side by side', async () => {
  const { deps, turns, atOnce } = recording();
  await handleBatch(
    ['a', 'b', 'c'].map((role) => message(role, put(role, role))),
    deps,
  );
  expect(turns).toHaveLength(3);
  expect(atOnce()).toBe(3);
});

test.each([
  ['of another service', 'cloudformation.amazonaws.com', 'DeleteStack', { stackName: 'cost' }],
  ['of IAM that the model does not know', 'iam.amazonaws.com', 'DeactivateMFADevice', { userName: 'ana' }],
  ['of IAM in no row', 'iam.amazonaws.com', 'AcquireRole', { roleName: 'admin' }],
  ['that nobody watches', 'ec2.amazonaws.com', 'DescribeInstances', {}],
])('a call %s is read in a batch as it is read alone', async (_, eventSource, name, asked) => {
  const body = { ...record(name, asked), eventSource };
  const readings: Reading[] = [];
  const { deps } = recording();
  await handleBatch([message('m1', body), message('m2', put('deployer', 'iam'))], {
    ...deps,
    handled: ({ reading }) => readings.push(reading),
  });
  expect(readings).toContainEqual(readCall(body));
});

test('a record that fails has its message delivered again, and no other', async () => {
  const { deps, handled, faults } = recording(['bad']);
  const messages = [message('m1', put('deployer', 'bad')), message('m2', put('deployer', 'good', NOW + 1000))];
  expect(await handleBatch(messages, deps)).toEqual(['m1']);
  expect(handled).toEqual(['good']);
  expect(faults).toEqual(['m1']);
});

test.each(['', 'no json', '{"a":', 'null', '7', '"text"', '{"detail":{"eventName":7}}'])(
  'a body that is no record, %j, is handled as one that cannot be read, and ends as a dead letter',
  async (body) => {
    const { deps, handled } = recording();
    expect(await handleBatch([{ id: 'm1', body }], deps)).toEqual(['m1']);
    expect(handled).toEqual(['unreadable']);
  },
);

test('where turns cannot be had, every message that waits for one is delivered again', async () => {
  const { deps, handled } = recording();
  const turns = { inTurn: async () => Promise.reject(new Error('no table')) };
  const messages = [message('m1', put('a', 'one')), message('m2', put('b', 'two'))];
  expect((await handleBatch(messages, { ...deps, turns })).toSorted()).toEqual(['m1', 'm2']);
  expect(handled).toEqual([]);
});

describe('a session that begins is looked at no further', () => {
  const assume = { roleArn: `arn:aws:iam::${ACCOUNT}:role/deployer`, roleSessionName: 'rita' };
  const sts = { source: 'sts.amazonaws.com' };

  test.each([
    ['where nothing says that an agent began it', sessionRecord('AssumeRole', assume, sts), true],
    ['where it was refused', { ...sessionRecord('AssumeRole', assume, sts), errorCode: 'AccessDenied' }, true],
    [
      'where a service began it, also one that agents use',
      agentRecord('AssumeRole', assume, { ...sts, identity: { type: 'AWSService' } }),
      true,
    ],
    [
      'where it is none of a role, whoever opened the one before',
      sessionRecord('GetSessionToken', null, { ...sts, identity: OPENED }),
      true,
    ],
    ['unless an agent began it', agentRecord('AssumeRole', assume, sts), false],
    [
      'unless an agent may have a grant of its sign-in',
      sessionRecord('AssumeRole', assume, { ...sts, signIn: SIGN_IN }),
      false,
    ],
    [
      'unless an agent may have opened the session that it is begun in',
      sessionRecord('AssumeRole', assume, { ...sts, identity: OPENED }),
      false,
    ],
    ['unless it is a change', put('deployer', 'change'), false],
  ])('%s', (_, begun, isPlain) => {
    expect(isPlainSession(callOf(begun))).toBe(isPlain);
  });
});
