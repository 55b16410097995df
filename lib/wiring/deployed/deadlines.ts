import type { Wake } from '../../adapters/aws/event-scheduler.ts';
import type { Table } from '../../adapters/aws/table.ts';
import type { Deadline } from '../../ports/deadline.ts';
import type { Scheduler } from '../../ports/scheduler.ts';
import type { Base } from './base.ts';
import { whenFirstUsed } from './when-first-used.ts';

/** Deadlines that schedules wake for. */
export interface Deadlines extends Scheduler {
  /** Those that a schedule is for and that are not done, the earliest first. */
  wokenFor(wake: Wake): Promise<readonly Deadline[]>;
}

/** Deadlines in the table, with schedules that wake on-deadline; most invocations set none. */
export function openDeadlines(base: Base, table: Table): Deadlines {
  const scheduler = whenFirstUsed(async () => (await import('./schedules.ts')).openSchedules(base, table));
  return {
    set: async (deadline) => (await scheduler()).set(deadline),
    due: async (now) => (await scheduler()).due(now),
    wokenFor: async (wake) => (await scheduler()).wokenFor(wake),
    done: async (deadline) => (await scheduler()).done(deadline),
  };
}
