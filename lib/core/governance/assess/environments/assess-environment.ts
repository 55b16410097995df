import type { Reason } from '../../../access/excess.ts';
import type { AccountState } from '../../../account/state.ts';
import type { Call } from '../../../activity/call.ts';
import { digestOf } from '../../../digest.ts';
import type { Instant } from '../../../instant.ts';
import { classOfActor } from '../../standards/classify.ts';
import { containSession } from '../../holds/sessions/contain-session.ts';
import { countsIn } from './changes-under.ts';
import { guessedEnvironment } from './guessed-environment.ts';
import type { Finding, FindingKind, Severity } from '../../finding.ts';
import { belongsTo, environmentsIn } from '../../standards/guarded.ts';
import type { EnvironmentCall } from '../kept-calls.ts';
import { draftOfAct, raise } from '../../raise.ts';
import { atOnce, type FindingDraft, respond } from '../../holds/respond.ts';
import { isSecondLife } from './second-life.ts';
import type { Governance, PrincipalClass } from '../../standards/standards.ts';
import { unprompted } from '../../holds/unprompted.ts';

const UNGUARDED = 'no guarded environment was touched';
const TAGS_UNKNOWN = 'the tags of what was destroyed are not known';

/** A call that destroys or creates resources, with what is needed to tell whether they are guarded. */
export interface EnvironmentAssessment {
  readonly call: Call;
  /** Other calls on environments that may be the other half of a second life, in any order. */
  readonly recent: readonly Call[];
  readonly governance: Governance;
  /** The account, as far as it is known: the actor's class is read from it. */
  readonly state: AccountState | undefined;
  readonly now: Instant;
  /** Ids of calls that permits made expected; absent: none. */
  readonly permitted?: ReadonlySet<string>;
  /** What keeps the permit that is nearest from covering the call, for people. */
  readonly lack?: string | undefined;
}

/** What is wrong with a call, before it is known who is to blame. */
interface Breach {
  readonly kind: FindingKind;
  readonly call: EnvironmentCall;
  readonly severity: Severity;
  /** The guarded environment; undefined: none. */
  readonly environment: string | undefined;
  readonly verdict: Finding['verdict'];
  readonly reason: Reason;
  /** Present where only the tags of what was touched would tell whether it is in an environment. */
  readonly isGuess?: true;
  /** Present where nothing speaks for the guess. */
  readonly isOnlyPossible?: true;
}

/**
 * What is wrong with a call that destroys or creates: the destruction of a guarded environment, the second life of what was
 * destroyed (whichever of the two calls arrives first). A destruction that names no resource is a finding wherever the
 * account has a guarded environment.
 */
export function assessEnvironment(input: EnvironmentAssessment): readonly Finding[] {
  const { call, recent } = input;
  if (!isEffective(call)) return [];
  const others = recent.filter((other) => other.id !== call.id && other.account === call.account).filter(isEffective);
  const breaches = [destruction(call, input), ...recreations(call, others, input)];
  return breaches.filter((breach) => breach !== undefined).map((breach) => findingOf(breach, input));
}

function isPermitted({ id }: Call, { permitted }: EnvironmentAssessment): boolean {
  return permitted?.has(id) === true;
}

function isEffective(call: Call): call is EnvironmentCall {
  return call.change.kind === 'environment' && call.error === undefined;
}

function destruction(call: EnvironmentCall, input: EnvironmentAssessment): Breach | undefined {
  if (call.change.effect !== 'destroy' || isPermitted(call, input)) return undefined;
  const touched = environmentOf(call, input);
  if (touched !== undefined) return { kind: 'unpermitted-destruction', call, severity: 'critical', ...touched };
  const guessed = guessedEnvironment(call, input.governance);
  if (guessed === undefined) return undefined;
  const severity = guessed.isOnlyPossible ? 'low' : 'medium';
  return { kind: 'unpermitted-destruction', call, severity, verdict: 'undetermined', isGuess: true, ...guessed };
}

/** Each creation is blamed once, however many destructions came before it. */
function recreations(
  call: EnvironmentCall,
  others: readonly EnvironmentCall[],
  input: EnvironmentAssessment,
): readonly Breach[] {
  const { effect } = call.change;
  if (effect === 'create') {
    const earlier = others.filter((other) => isSecondLife(other, call));
    const destroyed = earlier.find((other) => !isPermitted(other, input)) ?? earlier[0];
    return destroyed === undefined ? [] : [recreation(destroyed, call, input)];
  }
  return others.filter((other) => isSecondLife(call, other)).map((created) => recreation(call, created, input));
}

/** After a destruction that people agreed to, building anew is worth a note, not a hold. */
function recreation(destroyed: EnvironmentCall, created: EnvironmentCall, input: EnvironmentAssessment): Breach {
  const hasPermit = isPermitted(destroyed, input);
  const touched = hasPermit ? undefined : (environmentOf(destroyed, input) ?? environmentOf(created, input));
  const detail = `${listed(created)} was created ${ageOf(created.time - destroyed.time)} after ${destroyed.name} by ${destroyed.actor.name} (call ${destroyed.id}${hasPermit ? ', which had a permit' : ''})`;
  return {
    kind: 'environment-recreated',
    call: created,
    severity: touched === undefined ? 'low' : 'critical',
    environment: touched?.environment,
    verdict: 'exceeds',
    reason: { rule: 'recreated', detail },
  };
}

/** The guarded environment that a call touches, or may touch for all that is known. */
function environmentOf(
  one: EnvironmentCall,
  { governance: { environments }, call, lack }: EnvironmentAssessment,
): Pick<Breach, 'environment' | 'verdict' | 'reason'> | undefined {
  const { id, account, name, source, change } = one;
  const { resources, tags } = change;
  const here = environmentsIn(account, environments).filter(
    (each) => change.effect === 'create' || countsIn(each, one),
  );
  const touched = here.find((each) => resources.some((resource) => belongsTo({ resource, source, tags }, each)));
  if (touched !== undefined) {
    const why = lack === undefined || id !== call.id ? '' : `: ${lack}`;
    const detail = `${name} touched the guarded environment "${touched.name}" without a permit${why}`;
    return { environment: touched.name, verdict: 'exceeds', reason: { rule: 'no-permit', detail } };
  }
  const [first] = here;
  if (first === undefined || resources.length > 0) return undefined;
  const detail = `the record of ${name} names no resource: it may be one of ${here.map((each) => `"${each.name}"`).join(', ')}`;
  return { environment: first.name, verdict: 'undetermined', reason: { rule: 'resource-unknown', detail } };
}

function findingOf(breach: Breach, { governance, state, now }: EnvironmentAssessment): Finding {
  const { kind, call, severity, environment, verdict, reason } = breach;
  const principalClass = classOfActor(call.actor, state, governance);
  const draft = draftOfAct(call, principalClass.name, {
    cause: causeOf(breach),
    kind,
    severity,
    verdict,
    reasons: [reason],
    resources: [...(environment === undefined ? [] : [environment]), ...call.change.resources],
    raisedAt: now,
  });
  return raise(draft, responseTo(draft, breach, { principalClass, governance, state, now }));
}

/** Guesses about one environment by one session are told once an hour. */
const GUESSED_AGAIN_AFTER = 3_600_000;

function causeOf({ call, environment = '', isGuess, isOnlyPossible }: Breach): string {
  if (isGuess === undefined) return call.id;
  const { account, actor, time } = call;
  const hour = Math.floor(time / GUESSED_AGAIN_AFTER);
  // what nobody is told must not stand for what comes later in the hour
  return digestOf({ account, actor: actor.id, environment, hour, ...(isOnlyPossible && { isOnlyPossible }) });
}

interface Responding extends Pick<EnvironmentAssessment, 'governance' | 'state' | 'now'> {
  readonly principalClass: PrincipalClass;
}

function responseTo(
  finding: FindingDraft,
  { call, environment, isGuess, isOnlyPossible }: Breach,
  { principalClass, governance, state, now }: Responding,
): Finding['response'] {
  if (environment === undefined && finding.kind === 'environment-recreated') return { kind: 'observe', why: UNGUARDED };
  const isRoutine = principalClass.kind === 'pipeline' || unprompted(call) !== undefined;
  if (isOnlyPossible || (isGuess && isRoutine)) {
    return { kind: 'observe', why: TAGS_UNKNOWN };
  }
  const unguarded = environment === undefined ? UNGUARDED : undefined;
  const obstacle = isGuess === true ? TAGS_UNKNOWN : unguarded;
  const plan = obstacle === undefined ? containSession(call, state, governance) : { none: obstacle };
  return respond({ finding, plan, principalClass: atOnce(principalClass), governance, call, now });
}

function listed({ change }: EnvironmentCall): string {
  return change.resources.length === 0 ? 'a resource that the record does not name' : change.resources.join(', ');
}

function ageOf(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  return minutes < 60 ? `${minutes} minutes` : `${Math.floor(minutes / 60)} hours`;
}
