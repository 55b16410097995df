import type { Turns } from '../../lib/ports/turns.ts';

/** Turns within one process; nobody's patience ends. */
export function turnsInMemory(): Turns {
  const last = new Map<string, Promise<void>>();
  return {
    inTurn: async (subject, work) => {
      const mine = (last.get(subject) ?? Promise.resolve()).then(work);
      last.set(
        subject,
        mine.catch(() => undefined),
      );
      await mine;
      return 'in-turn';
    },
  };
}
