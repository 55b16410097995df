import { type Call, changesOf } from '../../core/activity/call.ts';
import type { Digest } from '../../core/digest.ts';
import type { Finding } from '../../core/governance/finding.ts';
import type { CallAssessed } from '../../core/governance/ledger/fact.ts';
import type { NothingFound } from '../../core/governance/ledger/nothing-found.ts';
import { findingId } from '../../core/governance/raise.ts';
import type { Expectation, Ledger } from '../../ports/ledger.ts';
import { assess, type Assessed, type AssessDeps } from './assess.ts';
import { digestOfSlices, dropAside, keepAssessed, putAside } from './snapshots/assessed-snapshots.ts';
import { assessmentIn } from './assessment-in.ts';
import { keepHeld } from './snapshots/keep-held.ts';
import { type LookLaterDeps, lookLater } from './look-later.ts';
import { takeUp } from './take-up.ts';
import { withoutTold } from './without-told.ts';

/** What an assessment needs, and the ledger in which it must be the only one of its call. */
export type AssessOnceDeps = AssessDeps & LookLaterDeps & { readonly ledger: Ledger };

/**
 * Assesses a call and writes down what was found, once: findings and the note that the call is assessed are appended together,
 * there is no half of it. Where another call led to a finding of the same kind about the same principal meanwhile, both saw the
 * same change; this one is then assessed anew, on what the other one left. Answers with the ids of the findings.
 */
export async function assessOnce(call: Call, deps: AssessOnceDeps): Promise<readonly string[]> {
  for (let attempt = 0; attempt < MOST_ASSESSMENTS; attempt += 1) {
    const since = await deps.ledger.head();
    const assessed = await assess(call, { ...deps, since });
    if (await takeUp(call, assessed, { ...deps, since })) continue;
    const { slices } = assessed;
    const own = { callId: call.id, assessedOn: digestOfSlices(slices) };
    await putAside(own, slices, deps.snapshots);
    // before it counts as assessed: a crash in between costs a look, and loses none
    await lookLater(assessed.unshown ?? [], call, deps);
    const written = await writeDown(call, assessed, { ...deps, since, assessedOn: own.assessedOn });
    if (written !== 'overtaken' && written.kind === 'written') {
      await keepAssessed(own, slices, deps);
      await keepHeld(slices, written.findings, deps);
    } else {
      await dropAside(own, slices, deps.snapshots);
    }
    if (written !== 'overtaken') return written.findings;
  }
  throw new Error(
    `other calls led to findings about the principals of "${call.id}" ${MOST_ASSESSMENTS} times in a row`,
  );
}

/** To be overtaken once takes a turn that has lapsed; this often it takes a fault. */
const MOST_ASSESSMENTS = 10;

/** What came of it. `overtaken`: another call led to a finding meanwhile that may say the same. */
type Written = { readonly kind: 'written' | 'by-another'; readonly findings: readonly string[] } | 'overtaken';

/** What an assessment is written down with; `since`: the last entry when it began. */
type WriteDeps = AssessOnceDeps & { readonly since: number; readonly assessedOn: Digest };

async function writeDown(call: Call, assessed: Assessed, deps: WriteDeps): Promise<Written> {
  const { permits = [], measured = [], slices } = assessed;
  const assessedOn = slices.size === 0 ? {} : { assessedOn: deps.assessedOn };
  const at = deps.clock.now();
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const { ids, news } = await withoutTold(assessed.findings, deps);
    const raised = news.map((finding) => ({ kind: 'finding-raised', finding, ...assessedOn, at }) as const);
    const fact = assessedFact(call, { at, findings: ids, permits, measured, ...assessedOn });
    const appended = await deps.ledger.append([...raised, fact], ...expectationsOf(news, call, deps.since));
    if (appended.ok) return { kind: 'written', findings: ids };
    if (appended.error.subject === call.id) {
      return { kind: 'by-another', findings: await assessedByAnother(call, deps.ledger) };
    }
    const { subject } = appended.error;
    if (news.some(({ principal }) => principal === subject)) return 'overtaken';
    // another call led to the same finding meanwhile: it is told already
  }
  throw new Error(`findings of call "${call.id}" were raised by other calls ${MOST_ATTEMPTS} times in a row`);
}

/** Each attempt fails by a finding that another call has raised in that moment. */
const MOST_ATTEMPTS = 50;

function expectationsOf(news: readonly Finding[], call: Call, since: number): readonly Expectation[] {
  const shared = news.filter((finding) => !isOwn(finding, call));
  const unwritten = [call.id, ...shared.map(({ id }) => id)].map((subject) => ({ subject, entries: 0 }));
  return [...unwritten, ...news.flatMap((finding) => nothingElse(finding, since))];
}

/** What was read of a principal's access is what every call shows that is not assessed yet. */
function nothingElse({ principal, kind, frozen }: Finding, since: number): readonly NothingFound[] {
  return frozen === undefined ? [] : [{ principal, kind, since }];
}

/** Whether no other call leads to a finding. */
function isOwn({ id, principal, kind }: Finding, call: Call): boolean {
  // the second life of an environment is found by either of its two calls, under the id of one
  return kind !== 'environment-recreated' && id === findingId(call.id, principal, kind);
}

/** What the ledger keeps of it: of a policy that many share, some of those whose access was measured. */
function assessedFact(
  call: Call,
  {
    at,
    findings,
    permits,
    measured,
    ...on
  }: Pick<CallAssessed, 'at' | 'findings' | 'assessedOn'> & Required<Pick<Assessed, 'permits' | 'measured'>>,
): CallAssessed {
  const touched = changesOf(call).flatMap((change) => (change.kind === 'access' ? [] : change.resources));
  return {
    kind: 'call-assessed',
    callId: call.id,
    name: call.name,
    at,
    findings,
    source: call.source,
    made: call.time,
    by: call.actor.principalArn ?? call.actor.id,
    ...(permits.length === 0 ? {} : { permits }),
    ...(measured.length === 0 ? {} : { measured: measured.slice(0, MOST_KEPT) }),
    ...(touched.length === 0 ? {} : { touched: [...new Set(touched)].slice(0, MOST_KEPT) }),
    ...on,
  };
}

/** An entry of the ledger stays small, whatever a call names. */
const MOST_KEPT = 20;

/** Two workers had the same call; the other one's assessment counts. */
async function assessedByAnother(call: Call, ledger: Ledger): Promise<readonly string[]> {
  const assessed = assessmentIn(await ledger.about(call.id));
  if (assessed === undefined) throw new Error(`call "${call.id}" has ledger entries but no assessment`);
  return assessed.findings;
}
