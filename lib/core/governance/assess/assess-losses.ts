import type { AccountState } from '../../account/state.ts';
import type { Call } from '../../activity/call.ts';
import type { Change, Lost, WatchedChange } from '../../activity/changes.ts';
import { isCloudFormation } from '../../activity/operation.ts';
import { digestOf } from '../../digest.ts';
import type { Instant } from '../../instant.ts';
import { jsonForm } from '../../json.ts';
import { assessWatched } from './assess-watched.ts';
import { classOfActor } from '../standards/classify.ts';
import { containSession } from '../holds/sessions/contain-session.ts';
import type { Finding, FindingKind, Response, Severity } from '../finding.ts';
import { belongsTo, environmentsIn } from '../standards/guarded.ts';
import { draftOfAct, raise } from '../raise.ts';
import { atOnce, respond } from '../holds/respond.ts';
import type { Governance, GuardedEnvironment, PrincipalClass } from '../standards/standards.ts';
import { wayBackFrom } from '../undo/ways-back.ts';
import { unprompted } from '../holds/unprompted.ts';

/** A call that takes away a guard, a gate, or what watches. */
export interface LossAssessment {
  readonly call: Call;
  /** A guard, or something of those who watch, or a gate. */
  readonly change: WatchedChange;
  readonly governance: Governance;
  /** What is known of who acted: the actor's class is read from it. */
  readonly state: AccountState | undefined;
  readonly now: Instant;
}

/** What is known of a loss, before it is decided what to do about it. */
interface Breach {
  readonly lost: readonly Lost[];
  /** The guarded environment to which something belongs that the call touched. */
  readonly environment: GuardedEnvironment | undefined;
  readonly isCertain: boolean;
  readonly isGrave: boolean;
}

/** Whether a change is of a guard, of those who watch, or of a gate. */
export function takesAway(change: Change): change is WatchedChange {
  return change.kind === 'guard' || change.kind === 'tamper' || change.kind === 'gate';
}

/** What is only written down is written down once in so many milliseconds for each service and kind. */
const OBSERVED_AGAIN_AFTER = 24 * 3_600_000;
/** The same change that is told, and may be none, is told again after so many. */
const TOLD_AGAIN_AFTER = 3_600_000;

/**
 * What a call took away from a guard, from those who watch, or from a gate. Critical, and the session is contained, where it
 * was of a guarded environment or where nobody sees any more what happens next; all else alerts. What may not have been there
 * before is undetermined. A call of which no loss is known is reported like any other watched call.
 */
export function assessLosses(input: LossAssessment): readonly Finding[] {
  const { call, change, governance, state } = input;
  if (call.error !== undefined) return [];
  if (change.losses === undefined) return assessWatched(input);
  const certain = change.losses.filter(({ isCertain }) => isCertain);
  const breach: Breach = {
    lost: certain.length > 0 ? certain : change.losses,
    environment: environmentOf(call, change, governance),
    isCertain: certain.length > 0,
    isGrave: certain.some(({ isGrave }) => isGrave),
  };
  return breach.lost.length === 0 ? [] : [findingOf(breach, classOfActor(call.actor, state, governance), input)];
}

function environmentOf(
  { account, source }: Call,
  { resources }: WatchedChange,
  { environments }: Governance,
): GuardedEnvironment | undefined {
  return environmentsIn(account, environments).find((each) =>
    resources.some((resource) => belongsTo({ resource, source }, each)),
  );
}

function findingOf(breach: Breach, principalClass: PrincipalClass, input: LossAssessment): Finding {
  const { call, change, now } = input;
  const kind = kindOf(change);
  const response = responseTo(breach, principalClass, input);
  const draft = draftOfAct(call, principalClass.name, {
    cause: causeOf(input, breach, response),
    kind,
    severity: severityOf(breach, kind),
    verdict: breach.isCertain ? 'exceeds' : 'undetermined',
    reasons: [{ rule: change.kind, detail: detailOf(call, change, breach) }],
    resources: [...(breach.environment === undefined ? [] : [breach.environment.name]), ...change.resources],
    raisedAt: now,
  });
  return raise(draft, response);
}

function kindOf({ kind }: WatchedChange): FindingKind {
  if (kind === 'tamper') return 'watch-tampered';
  return kind === 'gate' ? 'gate-bypassed' : 'guardrail-removed';
}

function severityOf({ environment, isCertain, isGrave }: Breach, kind: FindingKind): Severity {
  if (!isCertain) return environment === undefined ? 'medium' : 'high';
  if (isGrave || environment !== undefined) return 'critical';
  return kind === 'guardrail-removed' ? 'medium' : 'high';
}

function responseTo(
  breach: Breach,
  principalClass: PrincipalClass,
  { call, governance, state, now }: LossAssessment,
): Response {
  const { environment, isCertain, isGrave } = breach;
  const isOfMoment = isCertain && (isGrave || environment !== undefined);
  const itself = unprompted(call) ?? (isOfMoment ? undefined : madeAllDay(call, principalClass));
  if (itself !== undefined) return { kind: 'observe', why: itself };
  const finding = { principal: call.actor.principalArn ?? call.actor.id, account: call.account, resources: [] };
  const plan = isOfMoment ? containSession(call, state, governance) : { none: whyOnlyTold(breach) };
  return respond({ finding, plan, principalClass: atOnce(principalClass), governance, call, now });
}

/** Stacks and pipelines take away what they put up, and through them what people reviewed. */
function madeAllDay({ actor }: Call, { kind, name }: PrincipalClass): string | undefined {
  if (isCloudFormation(actor.invokedBy)) return 'CloudFormation did it for a stack';
  return kind === 'pipeline' ? `class "${name}" makes such changes` : undefined;
}

function whyOnlyTold({ isCertain }: Breach): string {
  return isCertain ? 'no guarded environment was touched' : 'what was there before is not known, so nothing is held';
}

/** A loss that is certain is a finding each time; what may be none, once an hour for the same change. */
function causeOf({ call, change }: LossAssessment, { isCertain }: Breach, response: Response): string {
  const { account, source, region, name, time } = call;
  if (response.kind === 'observe') {
    return digestOf({ account, source, region, kind: change.kind, day: Math.floor(time / OBSERVED_AGAIN_AFTER) });
  }
  if (isCertain) return call.id;
  return digestOf({
    account,
    source,
    name,
    region,
    change: jsonForm(change),
    hour: Math.floor(time / TOLD_AGAIN_AFTER),
  });
}

function detailOf(call: Call, { kind, resources }: WatchedChange, { lost, environment }: Breach): string {
  const what = lost.map((each) => each.what).join(', ');
  const touched = resources.length === 0 ? [] : [resources.slice(0, MOST_NAMED).join(', ')];
  const guarded = environment === undefined ? [] : [`of the guarded environment "${environment.name}"`];
  const about = `${call.name} ${what}: ${[...touched, ...guarded].join(' ') || 'of the whole account'}`;
  return [about, wayBackFrom(call, kind)].join('; ');
}

/** So many resources are named. */
const MOST_NAMED = 5;
