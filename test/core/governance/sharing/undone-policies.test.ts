import { describe, expect, test } from '@jest/globals';
import { type Call, changesOf } from '../../../../lib/core/activity/call.ts';
import { CALLS, waysBack } from '../../../../lib/core/activity/calls/table.ts';
import type { ResourcePolicyChange } from '../../../../lib/core/activity/changes.ts';
import { readCall } from '../../../../lib/core/activity/read-call.ts';
import { KnownPolicies, type KnownPolicy } from '../../../../lib/core/governance/sharing/known-policies.ts';
import type { JsonObject } from '../../../../lib/core/json.ts';
import { recordOf } from '../../activity/records.ts';
import { OWN, policy, STRANGER } from './shared-resources.ts';
import { WHOLE_POLICIES } from './whole-policies.ts';

type Made = readonly [service: string, eventName: string, asked: JsonObject];

interface PolicyCall {
  readonly call: Call;
  readonly change: ResourcePolicyChange;
}

function read([service, eventName, requestParameters]: Made): PolicyCall {
  const reading = readCall(recordOf({ eventSource: `${service}.amazonaws.com`, eventName, requestParameters }));
  if (reading.kind !== 'call') throw new Error(`${eventName} was read as ${reading.kind}`);
  const change = changesOf(reading.call).find(({ kind }) => kind === 'resource-policy');
  if (change?.kind !== 'resource-policy') throw new Error(`${eventName} changes no policy`);
  return { call: reading.call, change };
}

/** The policy of what the first call names, after all of them. */
function after(...made: readonly [Made, ...Made[]]): KnownPolicy | undefined {
  const known = new KnownPolicies();
  const calls = made.map(read);
  for (const { call, change } of calls) known.follow(call, change);
  return known.of(OWN, calls[0]?.change.resources[0] ?? '');
}

const one = policy({ principal: '*', action: 's3:GetObject' });
const other = policy({ principal: { AWS: `arn:aws:iam::${STRANGER}:root` }, action: 's3:PutObject' });

describe.each(WHOLE_POLICIES.map((each) => [`${each.service} ${each.name}`, each] as const))(
  'the policy that %s sets',
  (_, { service, name, asked }) => {
    const { undo, advice } = waysBack(`${service}.amazonaws.com`, name, 'resource-policy');
    const way = undo ?? advice;
    const put = (document: JsonObject): Made => [service, name, asked(document)];
    const writesOver = !name.startsWith('Create');

    test('is undone as its row says: by the same where something is written over, else by something else', () => {
      expect(way?.by.includes(name)).toBe(writesOver);
      expect(way?.needs === 'record' && writesOver).toBe(false);
    });

    test('is what it was once the one before is put back', () => {
      expect(after(put(one), put(other), put(one))).toEqual(after(put(one)));
      expect(after(put(one), put(other))).not.toEqual(after(put(one)));
    });
  },
);

const REMOVED = WHOLE_POLICIES.flatMap(({ service, name, asked }) => {
  const { undo } = waysBack(`${service}.amazonaws.com`, name, 'resource-policy');
  const removal = undo?.by.find((each) => each.startsWith('Delete'));
  return removal === undefined ? [] : [[`${service} ${removal}`, service, name, removal, asked] as const];
});

test.each(REMOVED)(
  'a policy that %s took away is none that somebody held before it is put again',
  (_, service, name, removal, asked) => {
    const put: Made = [service, name, asked(one)];
    const removed = after(put, [service, removal, asked(one)]);
    expect(removed).toEqual({ policy: { Version: '2012-10-17', Statement: [] }, extent: 'whole' });
    expect(after(put, [service, removal, asked(one)], put)).toEqual(after(put));
  },
);

const topic = `arn:aws:sns:us-east-1:${OWN}:alarms`;
const queueUrl = `https://sqs.us-east-1.amazonaws.com/${OWN}/jobs`;
const ADDED: readonly (readonly [Made, Made, Made])[] = [
  [
    ['lambda', 'AddPermission20150331v2', { functionName: 'f', statementId: 'a', action: 'lambda:*', principal: OWN }],
    [
      'lambda',
      'AddPermission20150331v2',
      { functionName: 'f', statementId: 'b', action: 'lambda:*', principal: STRANGER },
    ],
    ['lambda', 'RemovePermission20150331v2', { functionName: 'f', statementId: 'b' }],
  ],
  [
    ['sns', 'AddPermission', { topicArn: topic, label: 'a', aWSAccountId: [OWN], actionName: ['Publish'] }],
    ['sns', 'AddPermission', { topicArn: topic, label: 'b', aWSAccountId: [STRANGER], actionName: ['Publish'] }],
    ['sns', 'RemovePermission', { topicArn: topic, label: 'b' }],
  ],
  [
    ['sqs', 'AddPermission', { queueUrl, label: 'a', aWSAccountIds: [OWN], actions: ['SendMessage'] }],
    ['sqs', 'AddPermission', { queueUrl, label: 'b', aWSAccountIds: [STRANGER], actions: ['SendMessage'] }],
    ['sqs', 'RemovePermission', { queueUrl, label: 'b' }],
  ],
];

test.each(ADDED)(
  'a statement that %s added is taken away by its name, and the others stay',
  (before, added, undone) => {
    const { call } = read(added);
    expect(waysBack(call.source, call.name, 'resource-policy').undo).toEqual({
      by: ['RemovePermission'],
      needs: 'record',
    });
    expect(after(before, added, undone)).toEqual(after(before));
  },
);

test('no row that writes a policy over another claims to be undone without the one before', () => {
  const rows = CALLS.filter(
    (row) => row.kind === 'resource-policy' && row.effect === 'put' && row.document !== undefined,
  );
  const writingOver = rows.filter(({ name }) => !/^(?:Create|Add|Attach|Replicate)/.test(name));
  expect(writingOver.length).toBeGreaterThan(60);
  const wrong = writingOver.filter(({ name, undo, advice }) => {
    const way = undo ?? advice;
    return way?.needs !== 'state-before' || !way.by.includes(name);
  });
  expect(wrong.map(({ source, name }) => `${source}:${name}`)).toEqual([]);
});

test('no row that takes a policy away claims to be undone without it', () => {
  const rows = CALLS.filter(
    (row) => row.kind === 'resource-policy' && row.effect === 'remove' && row.name.endsWith('Policy'),
  );
  expect(rows.map(({ undo, advice }) => (undo ?? advice)?.needs)).toEqual(rows.map(() => 'state-before'));
});
