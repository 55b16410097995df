import { afterEach, describe, expect, test } from '@jest/globals';
import { readCall } from '../../../lib/core/activity/read-call.ts';
import type { JsonObject, JsonValue } from '../../../lib/core/json.ts';
import { feedMissed } from '../../../lib/usecases/calls/feed-missed.ts';
import { handleReading } from '../../../lib/usecases/calls/handle-reading.ts';
import { agentRecord, SIGN_IN, withAdministrators } from '../agents.ts';
import { allow, NOW, record } from '../company.ts';
import { openWorld, type World } from '../world.ts';

let world: World | undefined;

afterEach(() => {
  world?.close();
  world = undefined;
});

const put = (id: string): JsonObject =>
  record(
    'PutRolePolicy',
    { roleName: 'deployer', policyName: id, policyDocument: JSON.stringify(allow('s3:GetObject')) },
    { id },
  );

async function fed(records: readonly JsonValue[]) {
  world ??= await openWorld();
  const given: JsonValue[] = [];
  const count = await feedMissed(records, {
    ledger: world.deps.ledger,
    feed: async (batch) => void given.push(...batch),
    now: NOW,
  });
  return { count, given };
}

test('what was delivered is left alone, and what was not is fed in', async () => {
  world = await openWorld();
  const [told, lost] = [put('told'), put('lost')];
  const reading = readCall(told);
  if (reading.kind === 'call' && reading.call.change.kind === 'access' && reading.call.change.iam !== undefined) {
    world.account.change(reading.call.change.iam);
  }
  await handleReading(reading, world.deps);
  expect(await fed([told, lost])).toEqual({ count: { watched: 2, missed: 1 }, given: [lost] });
});

test('what changed nothing, and what is not watched, is no loss', async () => {
  const denied = { ...put('denied'), errorCode: 'AccessDenied' };
  const unrelated = { ...put('read'), eventName: 'GetRole', readOnly: true };
  const session = { ...put('session'), eventSource: 'sts.amazonaws.com', eventName: 'GetSessionToken' };
  expect(await fed([denied, unrelated, session])).toEqual({ count: { watched: 0, missed: 0 }, given: [] });
});

test('a record that cannot be read is fed in until it is a finding', async () => {
  const broken = { ...put('broken'), recipientAccountId: 7, userIdentity: 'x' };
  const first = await fed([broken]);
  expect(first.given).toEqual([broken]);
  if (world === undefined) throw new Error('no world');
  await handleReading(readCall(broken), world.deps);
  expect((await fed([broken])).given).toEqual([]);
});

test('many missed records are fed in batches, none left out', async () => {
  const records = Array.from({ length: 23 }, (_, index) => put(`lost-${index}`));
  expect((await fed(records)).given).toEqual(records);
});

describe('of what an agent does that changes nothing', () => {
  const reads = [1, 2, 3].map((id) => agentRecord('ListUsers', null, { id: `reads-${id}`, signIn: SIGN_IN }));
  const refused = agentRecord('PutRolePolicy', null, { id: 'refused', errorCode: 'AccessDenied' });

  test('one record of each session is fed in, and counts as no loss', async () => {
    const { count, given } = await fed([...reads, refused]);
    expect(given).toEqual([reads[0], refused]);
    expect(count).toEqual({ watched: 0, missed: 0 });
  });

  test('none is once the agent was found', async () => {
    world = await openWorld({ state: withAdministrators() });
    await handleReading(readCall(reads[1] ?? null), world.deps);
    expect((await fed(reads)).given).toEqual([]);
  });
});
