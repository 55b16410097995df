import { setTimeout } from 'node:timers/promises';
import type { Call } from '../../lib/core/activity/call.ts';
import { meetDueDeadlines } from '../../lib/usecases/approval/meet-due-deadlines.ts';
import { type Played, playRecords } from '../../lib/usecases/calls/play-records.ts';
import { resumeAlone } from '../../lib/usecases/resume.ts';
import type { Embedded } from '../../lib/wiring/embedded.ts';
import { readRecords } from '../../lib/wiring/read-records.ts';
import type { Context } from '../context.ts';
import { fileProblemLine } from '../text/file-problem-line.ts';
import { noteBefore, noteHeld } from './equals-before.ts';
import type { LiveLog } from './live-log.ts';
import type { PlayCounts } from './summary.ts';

/** How often deadlines and the decisions of people are looked at, in milliseconds. */
const TICK = 250;

/** The user interrupted: the play ends where it is, and goes on from there when it is started again. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** Which records `ambit up` plays, and how fast. */
export interface PlayOptions {
  /** Files and folders of CloudTrail records. */
  readonly events: readonly string[];
  /** Milliseconds between two calls; 0: at once. */
  readonly pace: number;
  readonly interrupted: AbortSignal;
}

/** What came of a play; `problems`: files or lines that could not be read. */
export interface PlayOutcome {
  readonly counts: PlayCounts;
  readonly problems: number;
}

/** Finishes what an earlier run left, then plays the records as live traffic. Throws `Interrupted` where the user ends it. */
export async function play(
  embedded: Embedded,
  { events, pace, interrupted }: PlayOptions,
  { log, context }: { readonly log: LiveLog; readonly context: Context },
): Promise<PlayOutcome> {
  const counts = { read: 0, handled: 0, repeated: 0, denied: 0, unrelated: 0, unreadable: 0 };
  let problems = 0;

  async function* records() {
    for await (const each of readRecords(events, context.stdin)) {
      if (each.kind === 'record') {
        yield each.record;
        continue;
      }
      problems += 1;
      context.output.note(`ambit: ${fileProblemLine(each.problem)}`);
    }
  }

  const next = async (call: Call): Promise<void> => {
    if (interrupted.aborted) throw new Interrupted();
    const isKnown = (await embedded.deps.ledger.about(call.id)).length > 0;
    // refused calls leave no entry; they are told again at once
    if (pace > 0 && !isKnown) await waitFor(pace, embedded, { log, interrupted });
    await noteBefore(call, embedded);
  };

  await resumeAlone(embedded.deps);
  await noteAllHeld(embedded);
  for await (const played of playRecords({ records: records(), next }, embedded.deps)) {
    counts.read += 1;
    counts[played.outcome.kind] += 1;
    if (findsSomething(played)) await noteAllHeld(embedded);
    await log.played(played);
  }
  return { counts, problems };
}

/** Waits, and meanwhile meets deadlines and tells what people decided. Throws `Interrupted` where the user ends it. */
export async function waitFor(
  milliseconds: number,
  embedded: Embedded,
  { log, interrupted }: { readonly log: LiveLog; readonly interrupted: AbortSignal },
): Promise<void> {
  for (let left = milliseconds; left > 0; left -= TICK) {
    await setTimeout(Math.min(TICK, left));
    if (interrupted.aborted) throw new Interrupted();
    await meetDueDeadlines(embedded.deps);
    await log.newEntries();
  }
}

function findsSomething({ outcome }: Played): boolean {
  return 'findings' in outcome && outcome.findings.length > 0;
}

async function noteAllHeld(embedded: Embedded): Promise<void> {
  for (const current of await embedded.deps.cases.cases()) await noteHeld(current, embedded);
}
