import type { Reason } from '../../core/access/excess.ts';
import type { PolicySet } from '../../core/access/policy-set.ts';
import { policySetOf } from '../../core/account/effective.ts';
import { principalOf } from '../../core/account/slice.ts';
import type { AccountState } from '../../core/account/state.ts';
import { formText } from '../../core/digest.ts';
import { sameFooting } from '../../core/governance/assess/gained.ts';
import { isKeptBack } from '../../core/governance/assess/organization/kept-back.ts';
import type { Case } from '../../core/governance/cases/case.ts';
import type { Finding } from '../../core/governance/finding.ts';
import { standingPlanFor } from '../../core/governance/holds/standing-plan.ts';
import { atOnce, respond } from '../../core/governance/holds/respond.ts';
import { raise } from '../../core/governance/raise.ts';
import { standardSet } from '../../core/governance/standards/access-limits.ts';
import { classOf } from '../../core/governance/standards/classify.ts';
import type { Instant } from '../../core/instant.ts';
import { tellsOfAccess } from '../../core/governance/tells-of-access.ts';
import { waiversOf } from '../assess/waivers-of.ts';
import { casesOf } from '../case-book.ts';
import { isHoldDue } from '../../core/governance/holds/hold-due.ts';
import { raiseFindings } from '../raise-findings.ts';
import type { RestoreDeps } from '../approval/restore-access.ts';
import { standingExcess } from '../sweep/standing-excess.ts';

/** A principal as it was just read. */
export interface Seen {
  /** Its ARN. */
  readonly principal: string;
  readonly state: AccountState;
  /** What it had before that is looked at, whatever its standard says: no news, and not held. */
  readonly had?: readonly PolicySet[];
  /** Whether people may approve it first, where its class says so; absent: they were to know, and it is held at once. */
  readonly waits?: 'as-its-class';
  /** What a sweep has told of since then waits for nobody; absent: it does. */
  readonly due?: Instant;
}

/**
 * Holds what a principal has beyond its standard and the waivers that run: at once what came under the cover of a waiver that
 * has ended, by calls that were no findings then. Where all of it is told by findings that wait for people, it waits as well. The
 * same excess on one `occasion` is one finding.
 */
export async function holdStandingExcess(seen: Seen, occasion: string, deps: RestoreDeps): Promise<void> {
  const { principal, had = [] } = seen;
  const standing = await standingExcess(seen, { ...deps, had }, occasion);
  if (standing.length === 0) return;
  const cases = await casesOf(deps.cases, principal);
  const found = untoldOf(
    standing,
    cases.filter((each) => !isSweptSince(each, seen.due)),
    deps,
  );
  await raiseFindings(
    found.map((finding) => heldAsDue(finding, seen, { ...deps, cases })),
    deps,
  );
}

/** Tells what a principal has beyond its standard and the waivers that run, as a sweep would, and why it is told now. */
export async function tellStandingExcess(
  { principal, state, reason }: Seen & { readonly reason: Reason },
  deps: RestoreDeps,
): Promise<void> {
  const standing = await standingExcess({ principal, state }, deps);
  const found = untoldOf(standing, await casesOf(deps.cases, principal), deps);
  await raiseFindings(
    found.map((finding) => ({ ...finding, reasons: [...finding.reasons, reason] })),
    deps,
  );
}

/** A sweep may come between the end of a waiver and who holds at that what it has covered. */
function isSweptSince({ finding: { call, kind, raisedAt } }: Case, due: Instant | undefined): boolean {
  return due !== undefined && call === null && kind === 'standing-excess' && raisedAt >= due;
}

/** What no finding tells of that people have yet to decide about. */
function untoldOf(
  standing: readonly Finding[],
  cases: readonly Case[],
  { clock }: Pick<RestoreDeps, 'clock'>,
): readonly Finding[] {
  const waiting = cases.filter((each) => waitsForPeople(each, clock.now()));
  return standing.filter((finding) => !isTold(finding, waiting));
}

/** Whether people have yet to decide about a finding, and nothing is to be held before; or another worker is holding it. */
function waitsForPeople(found: Case, now: Instant): boolean {
  const { status, finding } = found;
  if (!tellsOfAccess(finding)) return false;
  if (status === 'alerted' || status === 'observed' || status === 'hold-pending') return true;
  return status === 'open' && !isHoldDue(found, now);
}

/** Whether each part of an excess is, to the letter, one of a finding that waits. */
function isTold({ excess }: Finding, waiting: readonly Case[]): boolean {
  const told = new Set(waiting.flatMap(({ finding }) => finding.excess.map((box) => formText(box))));
  return excess.length > 0 && excess.every((box) => told.has(formText(box)));
}

interface Measure extends Pick<RestoreDeps, 'governance' | 'clock'> {
  readonly cases: readonly Case[];
}

function heldAsDue(
  finding: Finding,
  { principal, state, had = [], waits }: Seen,
  { governance, clock, cases }: Measure,
): Finding {
  const holder = principalOf(state, principal);
  const held = policySetOf(state, principal);
  if (finding.kind !== 'standing-excess' || holder === undefined || held === undefined || isKeptBack(finding))
    return finding;
  const now = clock.now();
  const principalClass = classOf(holder, governance);
  const known = [...waiversOf({ principal, current: state }, cases, now), ...had].filter(
    (limit) => limit.resource === undefined && sameFooting(limit, held),
  );
  const limits = [standardSet(principalClass.standard, held), ...known];
  const plan = standingPlanFor(holder, state, { limits, cause: finding.id });
  const { digest: _digest, response: _response, ...draft } = finding;
  const responding = waits === undefined ? atOnce(principalClass) : principalClass;
  const situation = { finding: draft, plan, principalClass: responding, governance, call: undefined, now };
  return raise(draft, respond(situation));
}
