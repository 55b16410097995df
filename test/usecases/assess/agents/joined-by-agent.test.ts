import { expect, test } from '@jest/globals';
import type { LedgerEntry } from '../../../../lib/core/governance/ledger/fact.ts';
import { joinedByAgent, UntoldSessions } from '../../../../lib/usecases/assess/agents/joined-by-agent.ts';
import { OpeningsCounted } from '../../../../lib/usecases/assess/agents/openings-counted.ts';
import { joinedOpening } from '../../../../lib/usecases/assess/agents/openings-kept.ts';
import { OPENED, READER, SIGN_IN, sessionRecord } from '../../agents.ts';
import { callOf, NOW } from '../../company.ts';

/** A ledger that has nothing to tell, and how often it was asked. */
function silentLedger(): { asked: number; about: () => Promise<readonly LedgerEntry[]> } {
  const ledger = {
    asked: 0,
    about: async () => {
      ledger.asked += 1;
      return [];
    },
  };
  return ledger;
}

test.each([
  ['of a session, of which nothing was told, is one in ten seconds', { identity: OPENED }, 2],
  ['of a sign-in is one for each call: an agent gets its grant in the middle of it', { signIn: SIGN_IN }, 4],
])('a question to the ledger %s', async (_, origin, expected) => {
  let now = NOW;
  const ledger = silentLedger();
  const untold = new UntoldSessions({ now: () => now });
  for (const passed of [0, 1, 9_999, 10_000]) {
    now = NOW + passed;
    const call = callOf(sessionRecord('DeleteRole', { roleName: 'old' }, { id: `call-${passed}`, ...origin }));
    expect(await joinedByAgent(call, { ledger, untold })).toBe(call);
  }
  expect(ledger.asked).toBe(expected);
});

test('of what one session opens in a loop twenty are kept for the record that tells whose it is', async () => {
  const kept: string[] = [];
  const recentCalls = { keep: async ({ id }: { readonly id: string }) => void kept.push(id), naming: nothing };
  const deps = { ledger: silentLedger(), recentCalls, openings: new OpeningsCounted() };
  const openWith = (accessKeyId: string, number: number) => {
    const origin = {
      source: 'sts.amazonaws.com',
      id: `${accessKeyId} ${number}`,
      identity: { ...OPENED, accessKeyId },
    };
    const asked = { roleArn: READER, roleSessionName: 'on' };
    return joinedOpening(callOf(sessionRecord('AssumeRole', asked, origin)), deps);
  };
  for (let number = 1; number <= 25; number += 1) await openWith('ASIALOOP', number);
  await openWith('ASIAOTHER', 1);
  expect(kept).toHaveLength(21);
  expect(kept.slice(19)).toEqual(['ASIALOOP 20', 'ASIAOTHER 1']);
});

async function* nothing(): AsyncIterable<never> {}
