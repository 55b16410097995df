import { ConflictException, CreateScheduleCommand, type SchedulerClient } from '@aws-sdk/client-scheduler';
import { digestOf } from '../../core/digest.ts';
import { type Instant, toIso } from '../../core/instant.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Deadline, Scheduler } from '../../ports/scheduler.ts';
import { sortableTime } from './sort-keys.ts';
import { StoreFault } from './store-fault.ts';
import { type Item, type Key, keyAttributes, keyOf, numberOf, numeral, type Table, textOf } from './table.ts';

/** Deadlines lie in so many partitions: a burst of them is spread, and all are asked for one that is due. */
const PARTITIONS = 4;
/** A schedule in the past, or all but, is made for a moment that is still to come when it arrives. */
const SOONEST = 30_000;
/** When waking fails: for an hour, then whoever asks for what is due finds the deadline. */
const RETRY = { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 60 } as const;

/** What a scheduler of AWS works with. */
export interface EventSchedulerDeps {
  readonly table: Table;
  readonly client: SchedulerClient;
  /** Name of the schedule group. */
  readonly group: string;
  /** The function that meets deadlines, and the role by which EventBridge Scheduler may invoke it. */
  readonly target: { readonly arn: string; readonly roleArn: string };
  readonly clock: Clock;
  /** Is told of a deadline that is kept but will not wake anybody: who asks for what is due has to find it. */
  readonly reportUnscheduled: (deadline: Deadline, fault: unknown) => void;
}

/**
 * Deadlines in the table (partitions `DEADLINES#0` to `#3`), each with a one-time schedule of EventBridge Scheduler that
 * wakes the function that meets them. What is in the table counts: a schedule that was lost, or came too early, is made up
 * for by whoever asks for what is due.
 */
export class EventScheduler implements Scheduler {
  readonly #deps: EventSchedulerDeps;

  constructor(deps: EventSchedulerDeps) {
    this.#deps = deps;
  }

  async set(deadline: Deadline): Promise<void> {
    const { at, kind, findingId } = deadline;
    const item = { at: numeral(at), kind: { S: kind }, finding: { S: findingId } };
    await this.#deps.table.put({ ...keyAttributes(keyOfDeadline(deadline)), ...item });
    try {
      await this.#schedule(deadline);
    } catch (fault) {
      // the same deadline has the same name: it was set before
      if (!(fault instanceof ConflictException)) this.#deps.reportUnscheduled(deadline, fault);
    }
  }

  async due(now: Instant): Promise<readonly Deadline[]> {
    const partitions = Array.from({ length: PARTITIONS }, (_, index) => partitionOf(index));
    const items = await Promise.all(partitions.map((pk) => this.#deps.table.list({ pk, to: `${sortableTime(now)}~` })));
    return items
      .flat()
      .map(deadlineOf)
      .filter(({ at }) => at <= now)
      .sort(byTime);
  }

  /** Its schedule, if there still is one, wakes the function in vain: it may then find nothing due. */
  async done(deadline: Deadline): Promise<void> {
    await this.#deps.table.delete(keyOfDeadline(deadline));
  }

  async #schedule({ at, kind, findingId }: Deadline): Promise<void> {
    const { client, group, target, clock } = this.#deps;
    const moment = Math.max(at, clock.now() + SOONEST);
    await client.send(
      new CreateScheduleCommand({
        Name: scheduleName({ at, kind, findingId }),
        GroupName: group,
        ScheduleExpression: `at(${toIso(Math.ceil(moment / 1000) * 1000).slice(0, 'yyyy-mm-ddThh:mm:ss'.length)})`,
        ScheduleExpressionTimezone: 'UTC',
        FlexibleTimeWindow: { Mode: 'OFF' },
        ActionAfterCompletion: 'DELETE',
        Target: {
          Arn: target.arn,
          RoleArn: target.roleArn,
          Input: JSON.stringify({ kind: 'deadline', findingId, deadline: kind, at }),
          RetryPolicy: RETRY,
        },
      }),
    );
  }
}

/** A name for each deadline, the same each time: 64 characters at most, none of the timetable's (which begin with `ambit-`). */
function scheduleName(deadline: Deadline): string {
  return `deadline-${hexOf(deadline).slice(0, 40)}`;
}

function keyOfDeadline(deadline: Deadline): Key {
  const digest = hexOf(deadline);
  const partition = Number.parseInt(digest.slice(0, 2), 16) % PARTITIONS;
  return { pk: partitionOf(partition), sk: `${sortableTime(deadline.at)}#${digest}` };
}

function hexOf({ at, kind, findingId }: Deadline): string {
  return digestOf({ at, kind, findingId: findingId.toWellFormed() }).slice('sha256:'.length);
}

function partitionOf(index: number): string {
  return `DEADLINES#${index}`;
}

function byTime(one: Deadline, other: Deadline): number {
  if (one.at !== other.at) return one.at - other.at;
  return one.kind + one.findingId < other.kind + other.findingId ? -1 : 1;
}

function deadlineOf(item: Item): Deadline {
  const [at, kind, findingId] = [numberOf(item, 'at'), textOf(item, 'kind'), textOf(item, 'finding')];
  const isKnown = kind === 'waiver-end' || kind === 'hold-deadline' || kind === 'second-look';
  if (isKnown && at !== undefined && findingId !== undefined) return { kind, findingId, at };
  const { pk, sk } = keyOf(item);
  throw new StoreFault('CORRUPT', `the deadline at "${pk}", "${sk}" is damaged; restore the table to a point in time`);
}
