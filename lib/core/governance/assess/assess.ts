import { compareWithUnknown } from '../../access/compare.ts';
import { boxOfPart, type Comparison, type Reason } from '../../access/excess.ts';
import type { PolicySet } from '../../access/policy-set.ts';
import type { IamCall } from '../../account/call.ts';
import { policySetOf } from '../../account/effective.ts';
import type { AccountGuardrails } from '../../account/organization/account-guardrails.ts';
import { principalOf, sliceOf } from '../../account/slice.ts';
import { stateToJson } from '../../account/state-json.ts';
import type { Call } from '../../activity/call.ts';
import { digestOf } from '../../digest.ts';
import type { Instant } from '../../instant.ts';
import { type JsonObject, jsonForm } from '../../json.ts';
import { standardSet, trustBeyond, trustSetOf } from '../standards/access-limits.ts';
import { classOf } from '../standards/classify.ts';
import { credentialReason, isBoundaryChange } from './change-kind.ts';
import { escalationReasons } from '../escalation/escalation-reasons.ts';
import { pathsOpenedBy } from '../escalation/opened-paths.ts';
import type { Finding, FindingKind, HoldPlan, Severity, StatePair } from '../finding.ts';
import { gainedBy, limitsOf, sameFooting } from './gained.ts';
import { holdPlanFor } from '../holds/hold-plan.ts';
import { fixInCode, keeperOf } from '../holds/in-code/kept-in-code.ts';
import { howToDelete } from '../holds/in-code/delete-while-held.ts';
import { type Reclassification, reclassified } from './reclassified.ts';
import { findingActorOf, findingId, raise } from '../raise.ts';
import { type NoPlan, respond } from '../holds/respond.ts';
import { severityOf, severityOfTrust } from '../severity.ts';
import type { Governance, PrincipalClass } from '../standards/standards.ts';
import { strangersIn } from '../roles/strangers.ts';
import { type Usable, usableOf } from './organization/usable.ts';

/** What one principal could do before and after, and everything that decides whether that is in excess. */
export interface AccessAssessment {
  readonly pair: StatePair;
  /** ARN of the role or user whose access may have moved. */
  readonly principalArn: string;
  /** Undefined in a sweep: all excess counts, whatever explains it. */
  readonly call: Call | undefined;
  readonly governance: Governance;
  /** Why the sweep was made, where the same excess found on another occasion is news: it was gone in between. */
  readonly occasion?: string | undefined;
  /** What was allowed when it was signed. A set with a `resource` waives trust, any other waives access. */
  readonly waivers: readonly PolicySet[];
  readonly now: Instant;
  /** The class of who acted; undefined in a sweep. */
  readonly actorClass: PrincipalClass | undefined;
  /** What the organization limits the account to; absent: not known, or by nothing. */
  readonly guardrails?: AccountGuardrails | undefined;
}

/** An excess with what kind of finding it is. */
interface Excess {
  readonly kind: FindingKind;
  readonly comparison: Exceeding;
  readonly severity: Severity;
  /** Absent: whatever undoes the call, or contains the principal. */
  readonly plan?: NoPlan;
  /** What the access is to be within; undefined: it is not the principal's own policies that are in excess. */
  readonly limits: readonly PolicySet[] | undefined;
}

type Exceeding = Exclude<Comparison, { readonly verdict: 'within' }>;

interface Subject extends AccessAssessment {
  /** The class whose standard counts: after a move into a laxer class the stricter one. */
  readonly principalClass: PrincipalClass;
  readonly moved: Reclassification | undefined;
  readonly after: PolicySet;
  readonly iam: IamCall | undefined;
}

/**
 * What a call, or a sweep, shows to be wrong with one principal's access; nothing where all is within its standard, the
 * waivers and what it held before. Verdicts `undetermined` are findings. A refused call changed nothing. A call that moves
 * the principal into a laxer class is one by itself. Excess that only actions could use which the catalogue does not know and
 * nobody names raises nothing.
 */
export function assessAccess(input: AccessAssessment): readonly Finding[] {
  const { call, pair, principalArn, governance } = input;
  if (call !== undefined && (call.error !== undefined || call.change.kind !== 'access')) return [];
  const principal = principalOf(pair.after, principalArn);
  const after = policySetOf(pair.after, principalArn);
  if (principal === undefined || after === undefined) return [];
  const iam = call?.change.kind === 'access' ? call.change.iam : undefined;
  const moved = call && reclassified({ pair, principalArn, iam }, governance);
  const principalClass = moved?.from ?? classOf(principal, governance);
  const subject = { ...input, principalClass, after, iam, moved };
  return [credentialExcess(subject), accessExcess(subject), trustExcess(subject)]
    .filter((excess) => excess !== undefined)
    .map((excess) => findingOf(subject, excess));
}

function accessExcess(subject: Subject): Excess | undefined {
  const { pair, principalArn, after, iam, call, moved } = subject;
  const limits = accessLimits(subject);
  const beyond = (held: PolicySet) => compareWithUnknown(held, limits);
  if (call === undefined) return excessOf('standing-excess', { usable: usableOf(subject, beyond), limits }, subject);
  if (moved !== undefined) {
    const held = beyond(after);
    const comparison = held.verdict === 'within' ? moved.latitude : held;
    const explained = { ...comparison, reasons: [moved.reason, ...comparison.reasons] };
    return excessOf('excess-access', { usable: { comparison: explained, held: after }, limits }, subject);
  }
  const before = policySetOf(pair.before, principalArn);
  const kind = isBoundaryChange(iam, after) ? 'guardrail-removed' : 'excess-access';
  const known = limitsOf({ before, after, limits, iam });
  const usable = usableOf(subject, (held) => gainedBy({ before, after: held, limits, iam }));
  return excessOf(kind, { usable, limits: known }, subject);
}

/** A credential opens all that its user holds: it is a finding where that is an excess, or where another made it. */
function credentialExcess(subject: Subject): Excess | undefined {
  const { call, iam, principalArn, after } = subject;
  const credential = call && iam && credentialReason(iam, call.actor, principalArn);
  if (credential === undefined) return undefined;
  const { reason, byAnother } = credential;
  const limits = accessLimits(subject);
  const beyond = (held: PolicySet) => compareWithUnknown(held, limits);
  // in the wrong hands it is wrong whatever keeps its use back
  const usable = byAnother === undefined ? usableOf(subject, beyond) : { comparison: beyond(after), held: after };
  const reasons = byAnother === undefined ? [reason] : [reason, byAnother];
  if (usable.comparison.verdict !== 'within') {
    const comparison = { ...usable.comparison, reasons: [...reasons, ...usable.comparison.reasons] };
    const found = excessOf('credential-created', { usable: { ...usable, comparison }, limits }, subject);
    // what is within is in the wrong hands as well
    return found && byAnother !== undefined ? { ...found, limits: undefined } : found;
  }
  if (byAnother === undefined) return undefined;
  const comparison = { verdict: 'undetermined', excess: [], reasons } as const;
  return { kind: 'credential-created', comparison, severity: 'medium', limits: undefined };
}

function accessLimits({ principalClass, after, waivers }: Subject): readonly PolicySet[] {
  const granted = waivers.filter((waiver) => waiver.resource === undefined && sameFooting(waiver, after));
  return [standardSet(principalClass.standard, after), ...granted];
}

function trustExcess(subject: Subject): Excess | undefined {
  const { pair, principalArn, principalClass, waivers, iam, call, moved, governance } = subject;
  const after = trustSetOf(pair.after, principalArn);
  if (after === undefined) return undefined;
  const waived = waivers.filter(({ resource }) => resource !== undefined);
  const before = trustSetOf(pair.before, principalArn);
  const isStanding = call === undefined || moved !== undefined;
  const measure = { standard: principalClass.standard, trustedTokens: governance.trustedTokens };
  const comparison = trustBeyond(after, measure, (ceiling) => {
    const limits = [ceiling, ...waived];
    return isStanding ? compareWithUnknown(after, limits) : gainedBy({ before, after, limits, iam });
  });
  if (comparison === undefined || comparison.verdict === 'within') return undefined;
  const { reasons, reach } = strangersIn(after, comparison.excess);
  const severity = reach === 'anybody' ? 'critical' : severityOfTrust(after);
  return {
    kind: 'excess-trust',
    comparison: { ...comparison, reasons: [...reasons, ...comparison.reasons] },
    severity,
    limits: undefined,
  };
}

/** A comparison, and what was compared with. */
interface Compared {
  readonly usable: Usable;
  readonly limits: readonly PolicySet[];
}

function excessOf(kind: FindingKind, { usable, limits }: Compared, subject: Subject): Excess | undefined {
  const { comparison, held, keptBack } = usable;
  if (comparison.verdict === 'within') return undefined;
  const { verdict, excess } = comparison;
  const openings = pathsOpenedBy({ excess, held, limits });
  const reasons = [...comparison.reasons, ...escalationReasons(excess, openings)];
  const severity = severityOf({ verdict, excess, classKind: subject.principalClass.kind, openings });
  return { kind, comparison: { ...comparison, reasons }, severity, limits, ...keptBack };
}

function findingOf(subject: Subject, found: Excess): Finding {
  const { kind, comparison, severity } = found;
  const { pair, principalArn, call, governance, now, principalClass, occasion } = subject;
  const { verdict } = comparison;
  const excess = comparison.excess.map(boxOfPart);
  const draft = {
    id: findingId(call?.id ?? sweepMarker(comparison, occasion), principalArn, kind),
    kind,
    severity,
    principal: principalArn,
    account: pair.after.account,
    class: principalClass.name,
    actor: actorOf(subject),
    call: call === undefined ? null : { id: call.id, source: call.source, name: call.name, time: call.time },
    verdict,
    excess,
    witness: comparison.verdict === 'exceeds' ? comparison.witness : null,
    reasons: [...comparison.reasons, ...coverageReasons(subject)],
    resources: [],
    raisedAt: now,
    frozen: frozenSlice(subject),
  };
  const plan = found.plan ?? planFor(subject, found);
  const response = respond({ finding: draft, plan, principalClass, governance, call, now });
  return raise({ ...draft, reasons: [...draft.reasons, ...codeReasons(call, { ...draft, response })] }, response);
}

function planFor({ call, pair, principalArn, now }: Subject, { kind, limits }: Excess): HoldPlan | NoPlan {
  if (call === undefined) return { none: 'found by a sweep: there is no call to undo, people decide' };
  return holdPlanFor({ call, pair, principalArn, kind, limits, now });
}

/** The same standing excess has the same id in every sweep of one occasion; a different one has another. */
function sweepMarker({ verdict, excess, reasons }: Exceeding, occasion: string | undefined): string {
  const known = { verdict, excess, reasons };
  return `sweep:${digestOf(jsonForm(occasion === undefined ? known : { ...known, occasion }))}`;
}

function actorOf({ call, actorClass, governance }: Subject): Finding['actor'] {
  if (call === undefined) return { id: 'sweep', name: 'sweep', class: 'none', via: 'sweep', agentHints: [] };
  return findingActorOf(call.actor, (actorClass ?? governance.unclassified).name);
}

function coverageReasons({ call, pair, principalArn }: Subject): readonly Reason[] {
  if (call === undefined || pair.before.coverage === 'whole') return [];
  if (principalOf(pair.before, principalArn) !== undefined) return [];
  return [
    { rule: 'before-unknown', detail: 'the principal was not read before the call: all it holds counts as gained' },
  ];
}

function codeReasons(call: Call | undefined, finding: Pick<Finding, 'id' | 'excess' | 'response'>): readonly Reason[] {
  const keeper = call && keeperOf(call);
  if (keeper === undefined) return [];
  return [...fixInCode(keeper, call?.name ?? '', finding.excess), ...howToDelete(keeper, finding)];
}

function frozenSlice({ pair, principalArn }: Subject): JsonObject {
  return stateToJson(sliceOf(pair.after, principalArn) ?? pair.after);
}
