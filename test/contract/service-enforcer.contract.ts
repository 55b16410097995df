import { describe, expect, test } from '@jest/globals';
import type { ServiceCall } from '../../lib/core/account/plan-call.ts';
import type { ServiceEnforcer } from '../../lib/ports/enforcer.ts';

/** Services in which a call is to be made. */
export interface ServicesOfTests {
  readonly enforcer: ServiceEnforcer;
  /** What a call did shows from now on, where that takes more than the call. */
  readonly settle: () => void;
  /** How much was changed in the services so far: it stays where nothing was. */
  readonly changes: () => unknown;
}

/** Gives work services that are as a call expects them, or in which something else is in its place. */
export type WithServices = (
  call: ServiceCall,
  stage: 'as expected' | 'changed since',
  work: (services: ServicesOfTests) => Promise<void>,
) => Promise<void>;

const ACCOUNT = '111122223333';

/** What every enforcer of calls of other services than IAM does, with each of these calls. */
export function serviceEnforcerContract(name: string, calls: readonly ServiceCall[], withServices: WithServices): void {
  const named = calls.map((call) => [`${call.service}:${call.name}`, call] as const);

  describe(`${name}, as an enforcer of other services than IAM`, () => {
    test.each(named)('makes %s once, however often it is asked, and shows it then', (_, call) =>
      withServices(call, 'as expected', async ({ enforcer, settle, changes }) => {
        const before = changes();
        expect(await enforcer.shows(ACCOUNT, call)).toBe(false);
        expect(await enforcer.enforce(ACCOUNT, call, 'F-1')).toEqual({ kind: 'done' });
        const after = changes();
        expect(after).not.toEqual(before);
        settle();
        expect(await enforcer.shows(ACCOUNT, call)).toBe(true);
        expect(await enforcer.enforce(ACCOUNT, call, 'F-1')).toEqual({ kind: 'already' });
        expect(changes()).toEqual(after);
      }),
    );

    test.each(named.filter(([, call]) => isOnCondition(call)))(
      'by %s overwrites nothing that nobody expected',
      (_, call) =>
        withServices(call, 'changed since', async ({ enforcer, changes }) => {
          const before = changes();
          expect(await enforcer.shows(ACCOUNT, call)).toBe(false);
          expect(await enforcer.enforce(ACCOUNT, call, 'F-1')).toMatchObject({ kind: 'refused', code: 'ChangedSince' });
          expect(changes()).toEqual(before);
        }),
    );
  });
}

/** Whether a call is made only where something certain is there. */
function isOnCondition(call: ServiceCall): boolean {
  return 'expects' in call || 'statement' in call || call.name === 'MoveAccount';
}
