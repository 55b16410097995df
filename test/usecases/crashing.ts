import type { Enforcer } from '../../lib/ports/enforcer.ts';
import type { HandleDeps } from '../../lib/usecases/calls/handle-call.ts';

/**
 * The same ports, of which the call with this number throws once its effect is done, and every later one, because the
 * process is dead. Only calls with an effect count, from 1: to die before or at a read is to die after the effect before.
 */
export function crashing(
  deps: HandleDeps,
  diesAt: number | undefined,
  onEffect: () => unknown = () => undefined,
): { deps: HandleDeps; count: () => number } {
  let calls = 0;

  function wrap<F extends (...args: never[]) => Promise<unknown>>(method: F): F;
  function wrap(method: (...args: unknown[]) => Promise<unknown>) {
    return async (...args: unknown[]) => {
      if (diesAt !== undefined && calls >= diesAt) throw new Error('crash');
      calls += 1;
      const answer = await method(...args);
      onEffect();
      if (calls === diesAt) throw new Error('crash');
      return answer;
    };
  }

  const makes = (of: Enforcer): Enforcer => ({
    enforce: wrap((account, call, finding) => of.enforce(account, call, finding)),
  });
  const { enforcer, restorer, ledger, snapshots, scheduler, recentCalls, destructions } = deps;
  const wrapped: HandleDeps = {
    ...deps,
    enforcer: makes(enforcer),
    restorer: 'decided' in restorer ? restorer : makes(restorer),
    ledger: {
      append: wrap((facts, ...expected) => ledger.append(facts, ...expected)),
      about: (subject) => ledger.about(subject),
      head: () => ledger.head(),
      findings: () => ledger.findings(),
      entries: (from) => ledger.entries(from),
    },
    snapshots: {
      last: (arn) => snapshots.last(arn),
      known: (account) => snapshots.known(account),
      keep: wrap((arn, slice) => snapshots.keep(arn, slice)),
      change: wrap((arn, next) => snapshots.change(arn, next)),
    },
    scheduler: {
      set: wrap((deadline) => scheduler.set(deadline)),
      due: (now) => scheduler.due(now),
      done: wrap((deadline) => scheduler.done(deadline)),
    },
    recentCalls: {
      keep: wrap((call) => recentCalls.keep(call)),
      naming: (wanted) => recentCalls.naming(wanted),
    },
    destructions: {
      keep: wrap((destruction) => destructions.keep(destruction)),
      around: (wanted) => destructions.around(wanted),
    },
    notifiers: deps.notifiers.map((notifier) => ({
      channel: notifier.channel,
      announce: wrap((finding, message) => notifier.announce(finding, message)),
    })),
  };
  return { deps: wrapped, count: () => calls };
}
