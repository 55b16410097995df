import type { AccountState } from '../../../account/state.ts';
import { type Call, changesOf } from '../../../activity/call.ts';
import { digestOf } from '../../../digest.ts';
import type { Instant } from '../../../instant.ts';
import { classOfActor } from '../../standards/classify.ts';
import { containSession } from '../../holds/sessions/contain-session.ts';
import type { Destruction } from './destruction.ts';
import type { Finding, Response } from '../../finding.ts';
import { draftOfAct, raise } from '../../raise.ts';
import { atOnce, type FindingDraft, respond } from '../../holds/respond.ts';
import type { Governance, PrincipalClass } from '../../standards/standards.ts';

/** A destruction, with the others of its session. */
export interface BurstAssessment {
  readonly call: Call;
  /** What its session destroyed around it, the call too. */
  readonly destructions: readonly Destruction[];
  readonly governance: Governance;
  /** What is known of who acted: the actor's class is read from it. */
  readonly state: AccountState | undefined;
  readonly now: Instant;
}

/** A burst that goes on is told again after so many milliseconds: a session that was released may begin anew. */
const TOLD_AGAIN_AFTER = 3_600_000;

/**
 * Whether a call takes its session beyond its budget, or a later call of the session that came to be known before it. A finding
 * for each stretch of time in which the budget was passed, whatever the order in which its calls come: the stretch of the last
 * call of a window that holds too much.
 */
export function assessBurst(input: BurstAssessment): readonly Finding[] {
  const { call, destructions, governance } = input;
  const { resources, withinMinutes } = governance.burst;
  const window = withinMinutes * 60_000;
  const stretch = Math.max(TOLD_AGAIN_AFTER, window);
  const found = new Map<number, Finding>();
  for (const { time } of destructions) {
    if (time < call.time || time >= call.time + window) continue;
    const within = destructions.filter((each) => each.time > time - window && each.time <= time);
    const number = Math.floor(time / stretch);
    if (countOf(within) > resources && !found.has(number)) found.set(number, findingOf(within, number, input));
  }
  return [...found.values()];
}

function findingOf(within: readonly Destruction[], stretch: number, input: BurstAssessment): Finding {
  const { call, governance, state, now } = input;
  const principalClass = classOfActor(call.actor, state, governance);
  const draft = draftOfAct(call, principalClass.name, {
    cause: digestOf({ account: call.account, actor: call.actor.id, stretch }),
    kind: 'destructive-burst',
    severity: principalClass.kind === 'agent' ? 'critical' : 'high',
    verdict: 'exceeds',
    reasons: [{ rule: 'budget-exceeded', detail: detailOf(within, governance) }],
    resources: changesOf(call).flatMap((change) => (change.kind === 'environment' ? change.resources : [])),
    raisedAt: now,
  });
  return raise(draft, responseTo(draft, principalClass, input));
}

/** Pipelines and workloads take apart what they built by design, and nobody is there to be stopped. */
function responseTo(
  finding: FindingDraft,
  principalClass: PrincipalClass,
  { call, governance, state, now }: BurstAssessment,
): Response {
  const { kind, name } = principalClass;
  if (kind === 'pipeline') return { kind: 'observe', why: `class "${name}" takes apart what it built` };
  const plan =
    kind === 'workload' ? { none: `class "${name}" acts on its own` } : containSession(call, state, governance);
  return respond({ finding, plan, principalClass: atOnce(principalClass), governance, call, now });
}

function detailOf(within: readonly Destruction[], { burst: { resources, withinMinutes } }: Governance): string {
  const byCall = Map.groupBy(within, ({ source, name }) => `${name} of ${source.split('.')[0] ?? source}`);
  const parts = [...byCall].map(([name, each]) => `${countOf(each)} by ${name}`);
  const budget = `its budget is ${resources} within ${withinMinutes} minutes`;
  return `the session destroyed ${countOf(within)} or more: ${parts.sort().join(', ')}; ${budget}`;
}

function countOf(destructions: readonly Destruction[]): number {
  return destructions.reduce((sum, { count }) => sum + count, 0);
}
