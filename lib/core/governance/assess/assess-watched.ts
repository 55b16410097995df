import type { Call } from '../../activity/call.ts';
import type { ResourcePolicyChange, RoleChange, WatchedChange } from '../../activity/changes.ts';
import type { AccountState } from '../../account/state.ts';
import { digestOf } from '../../digest.ts';
import type { Instant } from '../../instant.ts';
import { jsonForm } from '../../json.ts';
import { classOfActor } from '../standards/classify.ts';
import type { Finding, Response, Severity } from '../finding.ts';
import { draftOfAct, raise } from '../raise.ts';
import type { ClassKind, Governance, PrincipalClass } from '../standards/standards.ts';
import { unprompted } from '../holds/unprompted.ts';
import { wayBackFrom } from '../undo/ways-back.ts';
import { findingOfWidening } from '../widenings/finding-of-widening.ts';
import { wideningOf } from '../widenings/widening-of.ts';

/** A change that no precise assessment looks at. */
export type UnassessedChange = ResourcePolicyChange | RoleChange | WatchedChange;

/** A watched change that no other assessment measures. */
export interface WatchedAssessment {
  readonly call: Call;
  /** The change to look at: of one call there may be several. */
  readonly change: UnassessedChange;
  readonly governance: Governance;
  /** What is known of who acted: the actor's class is read from it. */
  readonly state: AccountState | undefined;
  readonly now: Instant;
}

/** What is done about a kind of change. */
interface Rule {
  readonly severity: Severity;
  /** Kinds of classes whose changes are announced; those of others are observed. Undefined: everybody's are announced. */
  readonly tellsOf: readonly ClassKind[] | undefined;
  /** What such a call does, after its name. */
  readonly does: string;
}

/** Pipelines make such changes all day, and through them what people reviewed. */
const NOT_PIPELINES: readonly ClassKind[] = ['agent', 'engineer', 'workload', 'break-glass', 'unclassified'];

const RULES: Readonly<Record<Exclude<UnassessedChange['kind'], 'session'>, Rule>> = {
  'resource-policy': { severity: 'medium', tellsOf: NOT_PIPELINES, does: 'changed who may use' },
  'role-handed': { severity: 'medium', tellsOf: NOT_PIPELINES, does: 'handed a role to' },
  'role-used': { severity: 'low', tellsOf: ['agent'], does: 'ran, or changed, what acts with a role of its own:' },
  trust: { severity: 'high', tellsOf: NOT_PIPELINES, does: 'changed who can become whom by' },
  credential: { severity: 'medium', tellsOf: NOT_PIPELINES, does: 'made, changed or showed what opens' },
  guard: { severity: 'medium', tellsOf: NOT_PIPELINES, does: 'may have loosened the guard' },
  'identity-center': { severity: 'high', tellsOf: undefined, does: 'changed what people of Identity Center may do by' },
  organization: { severity: 'high', tellsOf: undefined, does: 'changed the organization by' },
  tamper: { severity: 'high', tellsOf: undefined, does: 'may have blinded those who watch by' },
  gate: { severity: 'high', tellsOf: undefined, does: 'opened or passed' },
  deployment: { severity: 'low', tellsOf: [], does: 'brought out a change of' },
  unknown: { severity: 'high', tellsOf: undefined, does: 'changed IAM in a way that no record tells:' },
};

/** Calls that say the same within so many milliseconds are one finding: what is told and not grave, and what is only observed. */
const TOLD_AGAIN_AFTER = 3_600_000;
const OBSERVED_AGAIN_AFTER = 24 * 3_600_000;

/**
 * What to say about a change that is seen and not assessed: what it opens, where the record tells that; else that it was made.
 * People are told, or it is written down, by the kind of change and the class of who made it. Never a hold: what it gave is
 * not known. Sessions change nothing, so nothing is said of them.
 */
export function assessWatched(input: WatchedAssessment): readonly Finding[] {
  const { call, change, governance } = input;
  if (call.error !== undefined || change.kind === 'session') return [];
  const { asked, kind, resources } = change;
  // what a role that is handed over gives is another matter
  const isOfRole = kind === 'role-handed' || kind === 'role-used';
  const widening = isOfRole ? undefined : wideningOf({ call, asked, resources, sharing: governance.sharing });
  if (widening === undefined) return unassessed(input);
  return widening === 'nothing' ? [] : [findingOfWidening(widening, { ...input, asked, resources })];
}

function unassessed(input: WatchedAssessment): readonly Finding[] {
  const { call, change, governance, state, now } = input;
  if (change.kind === 'session') return [];
  const rule = RULES[change.kind];
  const principalClass = classOfActor(call.actor, state, governance);
  const response = responseTo(call, rule, principalClass);
  const finding = raise(
    draftOfAct(call, principalClass.name, {
      cause: causeOf(call, change, response),
      kind: 'unassessed-change',
      severity: rule.severity,
      verdict: 'undetermined',
      reasons: [{ rule: change.kind, detail: detailOf(call, change, rule) }],
      resources: change.resources,
      raisedAt: now,
    }),
    response,
  );
  return [finding];
}

function responseTo(call: Call, rule: Rule, principalClass: PrincipalClass): Response {
  const { name, source } = call;
  const { kind, mode, name: className } = principalClass;
  if (mode === 'observe') return { kind: 'observe', why: `class "${className}" is in observe mode` };
  const itself = unprompted(call);
  if (itself !== undefined) return { kind: 'observe', why: itself };
  if (rule.tellsOf !== undefined && !rule.tellsOf.includes(kind)) {
    return { kind: 'observe', why: `class "${className}" makes such changes` };
  }
  return { kind: 'alert', why: `what ${name} of ${source} gives is not assessed, so nothing is held: look at it` };
}

/**
 * Of what is told and grave, each call counts: it may undo a repair. Of the rest that is told, each other change; of what is
 * only observed, one a day for each service, Region and kind of change.
 */
function causeOf(call: Call, change: UnassessedChange, { kind }: Response): string {
  const { account, source, name, region, time } = call;
  if (kind === 'observe') {
    return digestOf({ account, source, region, kind: change.kind, day: Math.floor(time / OBSERVED_AGAIN_AFTER) });
  }
  if (change.kind !== 'session' && RULES[change.kind].severity === 'high') return digestOf({ call: call.id });
  const said = jsonForm(change);
  return digestOf({ account, source, name, region, change: said, hour: Math.floor(time / TOLD_AGAIN_AFTER) });
}

function detailOf(call: Call, change: UnassessedChange, { does }: Rule): string {
  const touched = change.resources.length === 0 ? 'what the record does not name' : listed(change.resources);
  return [`${call.name} ${does} ${touched}`, ...namedBy(change), wayBackFrom(call, change.kind)].join('; ');
}

function namedBy(change: UnassessedChange): readonly string[] {
  const roles = 'roles' in change && change.roles.length > 0 ? [`it names the roles ${listed(change.roles)}`] : [];
  const grantees = 'grantees' in change && change.grantees.length > 0 ? [`for ${listed(change.grantees)}`] : [];
  return [...roles, ...grantees];
}

/** So many are named. */
const MOST_NAMED = 5;

function listed(texts: readonly string[]): string {
  const more = texts.length > MOST_NAMED ? ` and ${texts.length - MOST_NAMED} more` : '';
  return `${texts.slice(0, MOST_NAMED).join(', ')}${more}`;
}
