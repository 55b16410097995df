import type { JsonObject } from '../../lib/core/json.ts';
import { badChange } from './bad-changes.ts';
import type { Chance } from './chance.ts';
import type { Change } from './change.ts';
import { DAY, HOUR, type Principal, SECOND, START } from './company.ts';
import type { Estate } from './estate.ts';
import { goodChange } from './good-changes.ts';
import { recordOf, type Tool } from './record.ts';

/** A call that is made in the account. */
export interface Made {
  readonly id: string;
  readonly at: number;
  readonly record: JsonObject;
}

/** How much happens, and when. */
export interface TrafficPlan {
  readonly days: number;
  /** How many calls are made. */
  readonly calls: number;
  /** The share of them that give what nobody may have. */
  readonly bad: number;
}

/** When a call is made, and with what. */
interface Slot {
  readonly at: number;
  readonly tool: Tool;
  readonly by: Principal;
}

/** Terraform makes so much of all. */
const BY_TERRAFORM = 0.6;
/** A run of Terraform makes so many calls, so far apart. */
const RUN = { least: 3, most: 12, apart: 4 * SECOND } as const;
/** People work from 8 to 18 UTC, Monday to Friday. */
const WORK = { from: 8 * HOUR, hours: 10, days: 5 } as const;

/** All calls of a run in the order of their times; the estate knows afterwards who was given what. */
export function traffic(plan: TrafficPlan, estate: Estate, chance: Chance): readonly Made[] {
  return slots(plan, estate, chance).map(({ at, tool, by }, index) => {
    const id = `call-${String(index + 1).padStart(6, '0')}`;
    const change = drawn(id, at, plan.bad, { estate, chance });
    return { id, at, record: recordOf({ id, at, change, tool, by }) };
  });
}

function drawn(id: string, at: number, bad: number, { estate, chance }: { estate: Estate; chance: Chance }): Change {
  const moment = { estate, chance, id, at };
  const subject = somebody(estate.principals, chance);
  const isClean = estate.badOf(subject.arn) === undefined;
  if (!chance.hits(bad) || !isClean) return goodChange(subject, moment);
  const { change, given } = badChange(subject, moment);
  estate.giveBad({ ...given, callId: id, at });
  return change;
}

function slots({ days, calls }: TrafficPlan, { principals }: Estate, chance: Chance): readonly Slot[] {
  const all: Slot[] = [];
  const pipelines = principals.filter(({ kind }) => kind === 'pipeline');
  const engineers = principals.filter(({ kind }) => kind === 'engineer');
  while (all.length < calls * BY_TERRAFORM)
    all.push(...run(START + seconds(chance, days * DAY), somebody(pipelines, chance), chance));
  while (all.length < calls) all.push({ at: atWork(days, chance), tool: 'console', by: somebody(engineers, chance) });
  return all.toSorted((one, other) => one.at - other.at);
}

function run(from: number, by: Principal, chance: Chance): readonly Slot[] {
  const count = chance.whole(RUN.least, RUN.most);
  let at = from;
  return Array.from({ length: count }, () => {
    at += SECOND + seconds(chance, RUN.apart);
    return { at, tool: 'terraform', by } as const;
  });
}

function atWork(days: number, chance: Chance): number {
  const day = chance.whole(0, Math.min(days, WORK.days) - 1);
  return START + day * DAY + WORK.from + seconds(chance, WORK.hours * HOUR);
}

/** Records have whole seconds. */
function seconds(chance: Chance, most: number): number {
  return Math.floor((chance.draw() * most) / SECOND) * SECOND;
}

function somebody(all: readonly Principal[], chance: Chance): Principal {
  const [first] = all;
  if (first === undefined) throw new Error('nobody is there: more principals are needed');
  return chance.oneOf(all) ?? first;
}
