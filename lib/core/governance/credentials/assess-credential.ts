import { compareWithUnknown } from '../../access/compare.ts';
import { boxOfPart, type Reason } from '../../access/excess.ts';
import type { AccountState } from '../../account/state.ts';
import { policySetOf } from '../../account/effective.ts';
import { principalOf } from '../../account/slice.ts';
import type { Call } from '../../activity/call.ts';
import type { WatchedChange } from '../../activity/changes.ts';
import type { Instant } from '../../instant.ts';
import { standardSet } from '../standards/access-limits.ts';
import { assessWatched } from '../assess/assess-watched.ts';
import { classOf, classOfActor } from '../standards/classify.ts';
import type { Finding, FindingKind, Severity } from '../finding.ts';
import { isOfAws } from '../assess/giver.ts';
import { findingId, ofCall, raise } from '../raise.ts';
import { respond } from '../holds/respond.ts';
import { atLeast } from '../graver.ts';
import { severityOf } from '../severity.ts';
import type { Governance, PrincipalClass } from '../standards/standards.ts';
import { type CredentialRule, credentialRuleOf, weakensPasswords } from './credential-rules.ts';
import { type CredentialSubject, isTheirOwn, rootOf, subjectOf } from './credential-subject.ts';
import { whatAsksForSecondFactor } from './second-factor.ts';

/** A call that makes or changes a credential of a user. */
export interface CredentialAssessment {
  readonly call: Call;
  /** The change to look at: of one call there may be several. */
  readonly change: WatchedChange;
  readonly governance: Governance;
  /** What is known of who acted. */
  readonly state: AccountState | undefined;
  /** What is known of the user whom it is about: the whole account, or the user's slice. */
  readonly subject: AccountState | undefined;
  readonly now: Instant;
}

/** What is wrong with a call, before it is a finding. */
interface Trouble {
  readonly kind: FindingKind;
  readonly severity: Severity;
  readonly reasons: readonly Reason[];
  /** Whose credential it is; undefined: the one of who acted. */
  readonly whose?: CredentialSubject;
}

/**
 * What a call gives, or takes away, of what opens something: keys, passwords, second factors. What users do with their own is
 * nobody's business, unless something asks them for the factor that they give up. Calls that no rule is about are
 * `unassessed-change`s.
 */
export function assessCredential(input: CredentialAssessment): readonly Finding[] {
  const { call, change } = input;
  if (call.error !== undefined) return [];
  const rule = credentialRuleOf(call.source, call.name, change.asked);
  if (rule === undefined || isOfAws(call.actor)) return assessWatched(input);
  const trouble = troubleBy(rule, input);
  if (trouble === 'not told') return assessWatched(input);
  return trouble === undefined ? [] : [findingOf(trouble, input)];
}

function troubleBy(rule: CredentialRule, input: CredentialAssessment): Trouble | 'not told' | undefined {
  const { call, change, subject } = input;
  switch (rule.kind) {
    case 'gives-nothing':
      return undefined;
    case 'of-user': {
      const whose = subjectOf(call, change, subject);
      if (whose === undefined) return 'not told';
      if (isTheirOwn(call, whose)) return undefined;
      const detail = `${call.name} gives ${whose.arn} ${rule.what}, made by ${call.actor.name}`;
      const severity = whose.kind === 'root' ? 'critical' : 'medium';
      return { kind: 'credential-created', severity, reasons: [{ rule: 'credential-for-another', detail }], whose };
    }
    case 'second-factor':
      return secondFactorTaken(rule.what, input);
    case 'of-directory-user':
      return ofDirectoryUser(rule, input);
    case 'of-root': {
      const [arn = rootOf(call, call.actor.principalArn)] = change.resources.filter((each) => each.endsWith(':root'));
      const detail = `${call.name} gives the root user of ${call.account} ${rule.what}: nothing limits what it does`;
      const whose = { kind: 'root', arn } as const;
      return { kind: 'credential-created', severity: 'critical', reasons: [{ rule: 'credential', detail }], whose };
    }
    case 'opens': {
      const detail = `${call.name} gives ${call.actor.name} ${rule.what}`;
      return { kind: 'credential-created', severity: rule.severity, reasons: [{ rule: 'credential', detail }] };
    }
    case 'password-policy':
      return passwordsWeakened(call, change);
  }
}

function secondFactorTaken(what: string, { call, change, subject }: CredentialAssessment): Trouble | 'not told' {
  const whose = subjectOf(call, change, subject);
  if (whose === undefined) return 'not told';
  const asking = whatAsksForSecondFactor(subject, whose.arn);
  const isOwn = isTheirOwn(call, whose);
  if (isOwn && whose.kind === 'user' && asking.length === 0) return 'not told';
  const detail = `${call.name} ${what} of ${whose.arn}${isOwn ? '' : `, done by ${call.actor.name}`}`;
  const asked = asking.map((name) => ({ rule: 'second-factor-asked-for', detail: `${name} asks for it` }));
  const severity = whose.kind === 'root' ? 'critical' : 'high';
  return { kind: 'guardrail-removed', severity, reasons: [{ rule: 'second-factor', detail }, ...asked], whose };
}

function ofDirectoryUser(
  { what, effect }: Extract<CredentialRule, { readonly kind: 'of-directory-user' }>,
  { call, change }: CredentialAssessment,
): Trouble | undefined {
  const [userId = 'a user of Identity Center'] = change.resources;
  const { actor } = call;
  if (userId === actor.id || (actor.person?.by === 'onBehalfOf' && userId === actor.person.id)) return undefined;
  if (effect === 'gives') {
    const detail = `${call.name} gives the user ${userId} of Identity Center ${what}, made by ${actor.name}`;
    return { kind: 'credential-created', severity: 'high', reasons: [{ rule: 'credential-for-another', detail }] };
  }
  const detail = `${call.name} ${what} of the user ${userId} of Identity Center, done by ${actor.name}`;
  return { kind: 'guardrail-removed', severity: 'high', reasons: [{ rule: 'second-factor', detail }] };
}

function passwordsWeakened({ name }: Call, { asked }: WatchedChange): Trouble | undefined {
  const isGone = name === 'DeleteAccountPasswordPolicy';
  const weaker = isGone ? ['the usual policy of AWS counts again'] : weakensPasswords(asked);
  if (weaker.length === 0) return undefined;
  const detail = `${name} loosens what passwords of users must be: ${weaker.join('; ')}`;
  return { kind: 'guardrail-removed', severity: 'medium', reasons: [{ rule: 'password-policy', detail }] };
}

function findingOf({ kind, severity, reasons, whose }: Trouble, input: CredentialAssessment): Finding {
  const { call, change, governance, state, now } = input;
  const actorClass = classOfActor(call.actor, state, governance);
  const principal = whose?.arn ?? call.actor.principalArn ?? call.actor.id;
  const principalClass = whose === undefined ? actorClass : classOfSubject(whose, input);
  const held = whose === undefined ? undefined : heldBeyondStandard(whose, principalClass, input);
  const opened =
    held === undefined
      ? severity
      : atLeast(severity, severityOf({ ...held, classKind: principalClass.kind, openings: [] }));
  const draft = {
    id: findingId(call.id, principal, kind),
    kind,
    severity: opened,
    principal,
    class: principalClass.name,
    ...ofCall(call, actorClass.name),
    verdict: held?.verdict ?? ('undetermined' as const),
    excess: held?.excess.map(boxOfPart) ?? [],
    witness: held?.verdict === 'exceeds' ? held.witness : null,
    reasons: [...reasons, ...(held?.reasons ?? [])],
    resources: change.resources,
    raisedAt: now,
  };
  const plan = { none: 'a credential that is given to somebody is not held: ask the one it belongs to' };
  return raise(draft, respond({ finding: draft, plan, principalClass, governance, call, now }));
}

function classOfSubject({ arn }: CredentialSubject, { subject, governance }: CredentialAssessment): PrincipalClass {
  const principal = subject === undefined ? undefined : principalOf(subject, arn);
  if (principal !== undefined) return classOf(principal, governance);
  return classOfActor({ agentMarkers: [], principalArn: arn }, subject, governance);
}

/** Who comes in as a user has all that the user holds. */
function heldBeyondStandard(
  { arn }: CredentialSubject,
  { standard }: PrincipalClass,
  { subject }: CredentialAssessment,
) {
  const held = subject === undefined ? undefined : policySetOf(subject, arn);
  if (held === undefined) return undefined;
  const comparison = compareWithUnknown(held, [standardSet(standard, held)]);
  return comparison.verdict === 'within' ? undefined : comparison;
}
