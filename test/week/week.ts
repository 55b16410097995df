import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AccountState } from '../../lib/core/account/state.ts';
import type { Call } from '../../lib/core/activity/call.ts';
import { readCall } from '../../lib/core/activity/read-call.ts';
import type { Fact } from '../../lib/core/governance/ledger/fact.ts';
import type { JsonObject } from '../../lib/core/json.ts';
import { meetDueDeadlines } from '../../lib/usecases/approval/meet-due-deadlines.ts';
import { handleCall } from '../../lib/usecases/calls/handle-call.ts';
import { sweepPage } from '../../lib/usecases/sweep/sweep-page.ts';
import { type Embedded, openEmbedded } from '../../lib/wiring/embedded.ts';
import { sealAndVerify } from '../../lib/wiring/seal-and-verify.ts';
import { accountFileOf } from './account-file.ts';
import { Chance } from './chance.ts';
import { ACCOUNT, DAY, HOUR, MINUTE, STANDARDS, START } from './company.ts';
import { deliver, type Deliveries, type Faults, isIn, type Outage } from './deliveries.ts';
import { Estate } from './estate.ts';
import { everySoOften, happenInTurn, type Happening, RunClock } from './timeline.ts';
import { type Made, traffic, type TrafficPlan } from './traffic.ts';

/** What is otherwise in a week. */
export interface WeekPlan extends TrafficPlan {
  readonly principals: number;
  readonly faults: Faults;
  readonly seed: number;
}

/** What is true of a run, whatever Ambit makes of it. */
export interface Drawn {
  readonly estate: Estate;
  readonly account: JsonObject;
  readonly calls: readonly Made[];
  readonly deliveries: Deliveries;
  readonly outage: Outage;
  /** When the account is swept. */
  readonly sweeps: readonly number[];
  readonly until: number;
}

/** What Ambit made of a run. */
export interface Outcome {
  readonly facts: readonly Fact[];
  /** The account at the end. */
  readonly account: AccountState;
  /** What is wrong with the ledger; undefined: nothing, and all of it is signed. */
  readonly ledgerFault: string | undefined;
  /** What failed, and when. */
  readonly faults: readonly string[];
}

/** As where Ambit is deployed. */
const SWEPT_EVERY = 6 * HOUR;
const LOOKED_EVERY = MINUTE;
/** Deadlines of the last grants are over, and the last sweep is made, so long after the last call. */
const AFTERWARDS = 12 * HOUR;

/** Draws what happens: who is there, who calls what, what arrives when. */
export function draw(plan: WeekPlan): Drawn {
  const chance = new Chance(plan.seed);
  const estate = new Estate(plan.principals, chance);
  const account = accountFileOf(estate);
  const calls = traffic(plan, estate, chance);
  // at work, when something happens; over a sweep
  const noon = START + chance.whole(0, Math.min(plan.days, 5) - 1) * DAY + 12 * HOUR;
  const from = noon - chance.whole(0, 59) * MINUTE;
  const outage = { from, until: from + HOUR };
  const until = START + plan.days * DAY + AFTERWARDS;
  const sweeps = everySoOften(SWEPT_EVERY, { from: START, until }).filter((at) => !isIn(outage, at));
  return {
    estate,
    account,
    calls,
    deliveries: deliver(calls, { faults: plan.faults, outage }, chance),
    outage,
    sweeps,
    until,
  };
}

/** Plays it on Ambit as it runs by default: the embedded account, the local ledger, and the use cases. */
export async function play(drawn: Drawn): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'ambit-week-'));
  const clock = new RunClock(START);
  const ambit = await open(folder, drawn.account, clock);
  try {
    const faults = await happenInTurn(happeningsOf(drawn, ambit, clock), clock);
    const facts: Fact[] = [];
    for await (const { fact } of ambit.deps.ledger.entries()) facts.push(fact);
    const account = await ambit.account.accountOf(ACCOUNT);
    if (account === undefined) throw new Error('the account is gone');
    return { facts, account, faults, ledgerFault: await ledgerFaultIn(ambit) };
  } finally {
    ambit.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function open(folder: string, account: JsonObject, clock: RunClock): Promise<Embedded> {
  const write = (name: string, content: JsonObject): string => {
    writeFileSync(join(folder, name), JSON.stringify(content));
    return join(folder, name);
  };
  const opened = await openEmbedded({
    dir: join(folder, 'state'),
    accountFile: write('account.json', account),
    standardsFile: write('ambit.yaml', STANDARDS),
    announceTo: { write: (_, done) => done() },
    clock,
  });
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  return { ...opened.value, deps: { ...opened.value.deps, pause: clock.pause } };
}

/** What changes the account comes before what looks at it. */
const RANK = { happens: 0, arrives: 1, looks: 2, sweeps: 3 } as const;

function happeningsOf(
  { calls, deliveries, outage, sweeps, until }: Drawn,
  { deps, account }: Embedded,
  clock: RunClock,
): readonly Happening[] {
  let isSwept = false;
  const sweep = async () => {
    await sweepPage({ account: ACCOUNT, after: undefined }, { ...deps, wasMeasured: async () => isSwept }, () => true);
    isSwept = true;
  };
  const happens = async (call: Call) => {
    const { kind } = await account.play(call);
    if (kind !== 'played') throw new Error(`call ${call.id} (${call.name}) cannot happen: ${kind}`);
  };
  const looks = everySoOften(LOOKED_EVERY, { from: START, until }).filter((at) => !isIn(outage, at));
  return [
    ...calls.map(({ at, record }) => ({ at, rank: RANK.happens, work: () => happens(callIn(record)) })),
    ...deliveries.all.map(({ at, made }) => ({
      at,
      rank: RANK.arrives,
      work: () => handleCall(callIn(made.record), deps),
    })),
    ...looks.map((at) => ({ at, rank: RANK.looks, work: () => lookAtDeadlines(deps, clock) })),
    ...sweeps.map((at) => ({ at, rank: RANK.sweeps, work: sweep })),
  ];
}

async function lookAtDeadlines(deps: Embedded['deps'], clock: RunClock): Promise<void> {
  const due = await deps.scheduler.due(clock.now());
  if (due.length > 0) await meetDueDeadlines(deps);
}

function callIn(record: JsonObject): Call {
  const reading = readCall(record);
  if (reading.kind !== 'call') throw new Error(`no call: ${JSON.stringify(reading)}`);
  return reading.call;
}

async function ledgerFaultIn(ambit: Embedded): Promise<string | undefined> {
  const { fault, until, signedUntil } = await sealAndVerify(ambit);
  if (fault !== undefined) return JSON.stringify(fault);
  return signedUntil === until ? undefined : `${until - signedUntil} entries are not signed`;
}
