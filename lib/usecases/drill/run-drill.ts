import { DRILL_SUBJECT, isDrillFact } from '../../core/governance/ledger/drill.ts';
import type { DrillFact } from '../../core/governance/ledger/drill-fact.ts';
import type { Finding } from '../../core/governance/finding.ts';
import type { Canary } from '../../ports/canary.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Ledger } from '../../ports/ledger.ts';
import type { Pause } from '../../ports/pause.ts';
import { type CaseBook, casesOf } from '../case-book.ts';

/** The canary, and the deployment that has to find it. */
export interface DrillDeps {
  readonly canary: Canary;
  /** Of the deployment that is to find the canary. */
  readonly ledger: Pick<Ledger, 'about'>;
  readonly cases: CaseBook;
  readonly clock: Clock;
  readonly pause: Pause;
  /** How long the finding is waited for, in milliseconds. */
  readonly patience: number;
  readonly interrupted: AbortSignal;
  /** Is told between two looks how long it has been waiting, in milliseconds. */
  readonly waiting: (milliseconds: number) => void;
}

/** What a drill came to. */
export type DrillResult =
  | { readonly kind: 'passed'; readonly drill: DrillFact }
  /** Nothing was found in time; `otherwise`: the canary's finding all the same, which does not count. */
  | { readonly kind: 'missed'; readonly otherwise: Finding | undefined }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'failed'; readonly fault: unknown };

/** How a drill went. */
export interface Drilled {
  readonly result: DrillResult;
  /** Why the canary is still there; undefined: it is gone. */
  readonly left: { readonly fault: unknown } | undefined;
}

/** Milliseconds between two looks into the ledger. */
const LOOK_AGAIN_AFTER = 2000;

/** Makes a canary, waits until the ledger says that it was found, and removes it, whatever happened. */
export async function runDrill(deps: DrillDeps): Promise<Drilled> {
  const result = await drill(deps).catch((fault: unknown) => ({ kind: 'failed', fault }) as const);
  try {
    await deps.canary.remove();
    return { result, left: undefined };
  } catch (fault) {
    return { result, left: { fault } };
  }
}

async function drill(deps: DrillDeps): Promise<DrillResult> {
  const { canary, ledger, clock, interrupted } = deps;
  await canary.make();
  const start = clock.now();
  while (!interrupted.aborted) {
    const passed = drillOfCanary(await ledger.about(DRILL_SUBJECT), canary);
    if (passed !== undefined) return { kind: 'passed', drill: passed };
    const waited = clock.now() - start;
    if (waited >= deps.patience) return { kind: 'missed', otherwise: await findingOf(deps) };
    deps.waiting(waited);
    await deps.pause(LOOK_AGAIN_AFTER);
  }
  return { kind: 'interrupted' };
}

function drillOfCanary(entries: Awaited<ReturnType<Ledger['about']>>, { arn }: Canary): DrillFact | undefined {
  for (const { fact } of entries) if (isDrillFact(fact) && fact.principal === arn) return fact;
  return undefined;
}

async function findingOf({ cases, canary }: DrillDeps): Promise<Finding | undefined> {
  const [found] = await casesOf(cases, canary.arn);
  return found?.finding;
}
