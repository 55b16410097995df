import type { HandleDeps } from '../../lib/usecases/calls/handle-call.ts';

/**
 * The same ports, each question to which waits for `turn` before it is asked: what a process is that is starved, and stands
 * still between what it read and what it writes while others go on.
 */
export function paused(deps: HandleDeps, turn: () => Promise<unknown>): HandleDeps {
  const { accounts, snapshots, ledger, cases, enforcer, restorer } = deps;
  return {
    ...deps,
    accounts: pausing(accounts, turn),
    snapshots: pausing(snapshots, turn),
    cases: pausing(cases, turn),
    ledger: pausing(ledger, turn),
    enforcer: pausing(enforcer, turn),
    restorer: 'decided' in restorer ? restorer : pausing(restorer, turn),
  };
}

/** What happens before the n-th question, from 1, and how many were asked. */
export function before(ordinal: number, meanwhile: () => Promise<unknown>) {
  let asked = 0;
  return {
    turn: async (): Promise<void> => {
      asked += 1;
      if (asked === ordinal) await meanwhile();
    },
    asked: () => asked,
  };
}

/** A port whose methods wait before they are called; what answers with a stream does not. */
function pausing<T extends object>(port: T, turn: () => Promise<unknown>): T {
  return new Proxy(port, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      const call = (args: readonly unknown[]): unknown => Reflect.apply(member, target, args);
      if (name === 'entries') return (...args: readonly unknown[]) => call(args);
      return async (...args: readonly unknown[]): Promise<unknown> => {
        await turn();
        return await call(args);
      };
    },
  });
}
