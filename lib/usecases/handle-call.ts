import { mayBeAgent } from '../core/activity/agent-markers.ts';
import { type Call, changesOf, isSession } from '../core/activity/call.ts';
import type { CallAssessed, LedgerEntry } from '../core/governance/ledger/fact.ts';
import type { Finding } from '../core/governance/finding.ts';
import { findingId } from '../core/governance/raise.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Assessed, AssessDeps } from './assess/assess.ts';
import { keepAssessed, putAside } from './assess/assessed-snapshots.ts';
import { eachOf } from './each-of.ts';
import type { FollowUpDeps } from './follow-up.ts';
import { withoutTold } from './assess/without-told.ts';

export type HandleDeps = FollowUpDeps & AssessDeps;

/** What came of a call. `denied`: AWS refused it, so it changed nothing. `repeated`: it was assessed before. */
export interface Handled {
  readonly kind: 'denied' | 'handled' | 'repeated';
  readonly findings: readonly string[];
}

/**
 * Handles one call: assesses whose access it moved, or what it destroyed, writes the findings down, then does what they
 * ask for. The ledger has each call's assessment once; delivered again, only what is missing is done. A session changes
 * nothing and leaves nothing in the ledger. A fault leaves the call to be delivered again.
 */
export async function handleCall(given: Call, deps: HandleDeps): Promise<Handled> {
  const { call, agents } = await withAgents(given, deps);
  if (call.error !== undefined) return { kind: 'denied', findings: agents };
  if (isSession(call)) return { kind: 'handled', findings: agents };
  const earlier = assessmentIn(await deps.ledger.about(call.id));
  if (earlier !== undefined) {
    // most calls come once
    const { finishSnapshots } = await import('./assess/finish-snapshots.ts');
    await finishSnapshots(call, earlier, deps);
  }
  const findings = earlier ?? (await assessOnce(call, deps));
  await followUpAll(findings, deps);
  return { kind: earlier === undefined ? 'handled' : 'repeated', findings: [...agents, ...findings] };
}

/** The call as far as it is known who made it, and the findings that an agent did. */
async function withAgents(given: Call, deps: HandleDeps): Promise<{ call: Call; agents: readonly string[] }> {
  // hardly any call needs it
  if (given.actor.signIn === undefined && !mayBeAgent(given.actor)) return { call: given, agents: [] };
  const { joinedBySignIn, raiseAgent } = await import('./assess/raise-agent.ts');
  const call = await joinedBySignIn(given, deps.ledger);
  return { call, agents: await raiseAgent(call, deps) };
}

async function followUpAll(findings: readonly string[], deps: HandleDeps): Promise<void> {
  // most calls lead to no finding
  if (findings.length === 0) return;
  const { followUp } = await import('./follow-up.ts');
  await eachOf(findings, (findingId) => followUp(findingId, deps));
}

/** Ids of the findings of a call that was assessed before; undefined: it was not. */
function assessmentIn(entries: readonly LedgerEntry[]): readonly string[] | undefined {
  for (const { fact } of entries) if (fact.kind === 'call-assessed') return fact.findings;
  return undefined;
}

/** Findings and the note that the call is assessed are appended together: there is no half of it. */
async function assessOnce(call: Call, deps: HandleDeps): Promise<readonly string[]> {
  // a call that comes again needs none of it: it is most of what a function has to load
  const { assess } = await import('./assess/assess.ts');
  const { findings, slices, permits = [], measured = [] } = await assess(call, deps);
  await putAside(call.id, slices, deps.snapshots);
  const at = deps.clock.now();
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const { ids, news } = await withoutTold(findings, deps);
    const raised = news.map((finding) => ({ kind: 'finding-raised', finding, at }) as const);
    const assessed = assessedFact(call, { at, findings: ids, permits, measured });
    const shared = news.filter((finding) => !isOwn(finding, call)).slice(0, MOST_CONDITIONS);
    const unwritten = [call.id, ...shared.map(({ id }) => id)].map((subject) => ({ subject, entries: 0 }));
    const appended = await deps.ledger.append([...raised, assessed], ...unwritten);
    if (appended.ok) {
      await keepAssessed(call.id, slices, deps);
      return ids;
    }
    if (appended.error.subject === call.id) return assessedByAnother(call, deps.ledger);
    // another call led to the same finding meanwhile: it is told already
  }
  throw new Error(`findings of call "${call.id}" were raised by other calls ${MOST_ATTEMPTS} times in a row`);
}

/** Each attempt fails by a finding that another call has raised in that moment. */
const MOST_ATTEMPTS = 50;

/**
 * A policy may be that of a thousand roles, and a transaction of DynamoDB takes a hundred items. Of what several calls lead to
 * a call has few.
 */
const MOST_CONDITIONS = 50;

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
  }: Pick<CallAssessed, 'at' | 'findings'> & Required<Pick<Assessed, 'permits' | 'measured'>>,
): CallAssessed {
  const touched = changesOf(call).flatMap((change) => (change.kind === 'access' ? [] : change.resources));
  return {
    kind: 'call-assessed',
    callId: call.id,
    name: call.name,
    at,
    findings,
    source: call.source,
    by: call.actor.principalArn ?? call.actor.id,
    ...(permits.length === 0 ? {} : { permits }),
    ...(measured.length === 0 ? {} : { measured: measured.slice(0, MOST_KEPT) }),
    ...(touched.length === 0 ? {} : { touched: [...new Set(touched)].slice(0, MOST_KEPT) }),
  };
}

/** An entry of the ledger stays small, whatever a call names. */
const MOST_KEPT = 20;

/** Two workers had the same call; the other one's assessment counts. */
async function assessedByAnother(call: Call, ledger: Ledger): Promise<readonly string[]> {
  const findings = assessmentIn(await ledger.about(call.id));
  if (findings === undefined) throw new Error(`call "${call.id}" has ledger entries but no assessment`);
  return findings;
}
