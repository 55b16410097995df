import { randomUUID } from 'node:crypto';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { ConflictException, CreateScheduleCommand, type SchedulerClient } from '@aws-sdk/client-scheduler';
import { BoundedMap } from './bounded-map.ts';
import { digestOf } from '../../core/digest.ts';
import { type Instant, toIso } from '../../core/instant.ts';
import type { Clock } from '../../ports/clock.ts';
import { type Deadline, deadlineFrom, deadlineSubject } from '../../ports/deadline.ts';
import type { Scheduler } from '../../ports/scheduler.ts';
import { sortableTime } from './sort-keys.ts';
import { StoreFault } from '../../ports/store-fault.ts';
import { type Item, type Key, keyAttributes, keyOf, numberOf, numeral, type Table, textOf } from './table.ts';

/** Deadlines lie in so many partitions: a burst of them is spread, and all are asked for one that is due. */
const PARTITIONS = 4;
/** Deadlines within so many milliseconds share a schedule: those of a burst are met together, not one by one. */
const TOGETHER = 10_000;
/** Names of schedules that this process made; it makes them once. */
const MOST_KNOWN = 10_000;
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

/** What a schedule wakes the function with: which deadlines it is to meet. */
export interface Wake {
  readonly kind: 'deadlines';
  /** The moment that the schedule is for, milliseconds since 1970. */
  readonly at: Instant;
}

/**
 * Deadlines in the table (partitions `DEADLINES#0` to `#3`), with one-time schedules of EventBridge Scheduler that wake the
 * function that meets them, up to ten seconds late. What is in the table counts: a schedule that was lost is made up for by
 * whoever asks for what is due.
 */
export class EventScheduler implements Scheduler {
  readonly #deps: EventSchedulerDeps;
  readonly #made = new BoundedMap<true>(MOST_KNOWN);
  /** The tokens that deadlines had when they were given out; none: an older version set them. */
  readonly #givenOut = new WeakMap<Deadline, string | undefined>();

  constructor(deps: EventSchedulerDeps) {
    this.#deps = deps;
  }

  async set(deadline: Deadline): Promise<void> {
    const { at, kind } = deadline;
    const wake = this.#wakeFor(deadline);
    const item = {
      at: numeral(at),
      kind: { S: kind },
      finding: { S: deadlineSubject(deadline) },
      token: { S: randomUUID() },
      ...(await this.#wakesOf(deadline, wake)),
    };
    await this.#deps.table.put({ ...keyAttributes(keyOfDeadline(deadline)), ...item });
    const name = scheduleName(wake);
    if (this.#made.get(name) === true) return;
    try {
      await this.#schedule(wake);
      this.#made.set(name, true);
    } catch (fault) {
      // others had a deadline for the same moment
      if (fault instanceof ConflictException) this.#made.set(name, true);
      else this.#deps.reportUnscheduled(deadline, fault);
    }
  }

  /** The deadlines that a schedule is for and that are not done, the earliest first. */
  async wokenFor({ at }: Wake): Promise<readonly Deadline[]> {
    return (await this.#until(at))
      .filter((item) => numberOf(item, 'wake') === at || numberOf(item, 'again') === at)
      .map((item) => this.#giveOut(item))
      .sort(byTime);
  }

  async due(now: Instant): Promise<readonly Deadline[]> {
    return (await this.#until(now))
      .map((item) => this.#giveOut(item))
      .filter(({ at }) => at <= now)
      .sort(byTime);
  }

  /** Its schedule, if there still is one, wakes the function in vain: it may then find nothing due. */
  async done(deadline: Deadline): Promise<void> {
    const token = this.#givenOut.get(deadline);
    try {
      await this.#deps.table.delete(
        keyOfDeadline(deadline),
        token === undefined ? undefined : { kind: 'token', token },
      );
    } catch (fault) {
      // another has met it, or it was set again and is still to be met
      if (!(fault instanceof ConditionalCheckFailedException)) throw fault;
    }
  }

  #giveOut(item: Item): Deadline {
    const deadline = deadlineOf(item);
    this.#givenOut.set(deadline, textOf(item, 'token'));
    return deadline;
  }

  async #until(moment: Instant): Promise<readonly Item[]> {
    const partitions = Array.from({ length: PARTITIONS }, (_, index) => partitionOf(index));
    const to = `${sortableTime(moment)}~`;
    return (await Promise.all(partitions.map((pk) => this.#deps.table.list({ pk, to })))).flat();
  }

  #wakeFor({ at }: Deadline): Wake {
    return wakeAfter(Math.max(at, this.#deps.clock.now() + SOONEST));
  }

  /** A deadline that is set again near its time is found by the schedule that it has, too: the new one is later. */
  async #wakesOf(deadline: Deadline, wake: Wake): Promise<Item> {
    if (wake.at === wakeAfter(deadline.at).at) return { wake: numeral(wake.at) };
    const { pk, sk } = keyOfDeadline(deadline);
    const [known] = await this.#deps.table.list({ pk, from: sk, to: sk });
    const first = known === undefined ? undefined : numberOf(known, 'wake');
    if (first === undefined || first === wake.at) return { wake: numeral(wake.at) };
    return { wake: numeral(first), again: numeral(wake.at) };
  }

  async #schedule(wake: Wake): Promise<void> {
    const { client, group, target } = this.#deps;
    await client.send(
      new CreateScheduleCommand({
        Name: scheduleName(wake),
        GroupName: group,
        ScheduleExpression: `at(${toIso(wake.at).slice(0, 'yyyy-mm-ddThh:mm:ss'.length)})`,
        ScheduleExpressionTimezone: 'UTC',
        FlexibleTimeWindow: { Mode: 'OFF' },
        ActionAfterCompletion: 'DELETE',
        Target: {
          Arn: target.arn,
          RoleArn: target.roleArn,
          Input: JSON.stringify(wake),
          RetryPolicy: RETRY,
        },
      }),
    );
  }
}

function wakeAfter(moment: Instant): Wake {
  return { kind: 'deadlines', at: Math.ceil(moment / TOGETHER) * TOGETHER };
}

/** One name for each moment: 64 characters at most, none of the timetable's, which begin with Ambit's prefix. */
function scheduleName({ at }: Wake): string {
  return `deadline-${at}`;
}

function keyOfDeadline(deadline: Deadline): Key {
  const digest = hexOf(deadline);
  const partition = Number.parseInt(digest.slice(0, 2), 16) % PARTITIONS;
  return { pk: partitionOf(partition), sk: `${sortableTime(deadline.at)}#${digest}` };
}

function hexOf(deadline: Deadline): string {
  const { at, kind } = deadline;
  return digestOf({ at, kind, findingId: deadlineSubject(deadline).toWellFormed() }).slice('sha256:'.length);
}

function partitionOf(index: number): string {
  return `DEADLINES#${index}`;
}

function byTime(one: Deadline, other: Deadline): number {
  if (one.at !== other.at) return one.at - other.at;
  return one.kind + deadlineSubject(one) < other.kind + deadlineSubject(other) ? -1 : 1;
}

function deadlineOf(item: Item): Deadline {
  const [at, kind, subject] = [numberOf(item, 'at'), textOf(item, 'kind'), textOf(item, 'finding')];
  const isWhole = at !== undefined && subject !== undefined;
  const deadline = isWhole ? deadlineFrom({ kind, subject, at }) : undefined;
  if (deadline !== undefined) return deadline;
  const { pk, sk } = keyOf(item);
  throw new StoreFault('CORRUPT', `the deadline at "${pk}", "${sk}" is damaged; restore the table to a point in time`);
}
