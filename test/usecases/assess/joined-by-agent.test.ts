import { expect, test } from '@jest/globals';
import type { LedgerEntry } from '../../../lib/core/governance/ledger/fact.ts';
import { joinedByAgent, UntoldSessions } from '../../../lib/usecases/assess/joined-by-agent.ts';
import { OPENED, SIGN_IN, sessionRecord } from '../agents.ts';
import { callOf, NOW } from '../company.ts';

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
