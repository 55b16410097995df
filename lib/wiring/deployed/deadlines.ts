import type { Table } from '../../adapters/aws/table.ts';
import type { Scheduler } from '../../ports/scheduler.ts';
import type { Base } from './base.ts';
import { whenFirstUsed } from './when-first-used.ts';

/** Deadlines in the table, each with a schedule that wakes on-deadline; most invocations set none. */
export function openDeadlines(base: Base, table: Table): Scheduler {
  const scheduler = whenFirstUsed(async () => (await import('./schedules.ts')).openSchedules(base, table));
  return {
    set: async (deadline) => (await scheduler()).set(deadline),
    due: async (now) => (await scheduler()).due(now),
    done: async (deadline) => (await scheduler()).done(deadline),
  };
}
