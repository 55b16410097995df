import type { AccountState } from '../../account/state.ts';
import type { Call } from '../../activity/call.ts';
import { digestOf } from '../../digest.ts';
import type { Instant } from '../../instant.ts';
import { jsonForm, type JsonObject } from '../../json.ts';
import type { Finding, Response } from '../finding.ts';
import { respond } from '../holds/respond.ts';
import { unprompted } from '../holds/unprompted.ts';
import { draftOfAct, raise } from '../raise.ts';
import { classOfActor } from '../standards/classify.ts';
import type { Governance, PrincipalClass } from '../standards/standards.ts';
import type { Widening } from './widening.ts';

/** A call that widens something, and what is known of who made it. */
export interface WideningCall {
  readonly call: Call;
  readonly resources: readonly string[];
  readonly asked: JsonObject;
  readonly governance: Governance;
  readonly state: AccountState | undefined;
  readonly now: Instant;
}

/** The finding of what a call widens: people are told what it opens and how it is taken back; nothing is held. */
export function findingOfWidening(widening: Widening, made: WideningCall): Finding {
  const { kind, verdict, severity, opens, undo } = widening;
  const { call, resources, governance, state, now } = made;
  const principalClass = classOfActor(call.actor, state, governance);
  const draft = draftOfAct(call, principalClass.name, {
    cause: causeOf(widening, made),
    kind,
    severity,
    verdict,
    reasons: [
      { rule: 'widened', detail: `${call.name} ${opens}` },
      { rule: 'undo', detail: undo },
    ],
    resources,
    raisedAt: now,
  });
  const itself = unprompted(call) ?? madeAllDay(widening, principalClass);
  const response: Response =
    itself === undefined
      ? respond({ finding: draft, plan: { none: `nothing is held: ${undo}` }, principalClass, governance, call, now })
      : { kind: 'observe', why: itself };
  return raise(draft, response);
}

/** Pipelines make such changes all day, and through them what people reviewed; what is of little weight is announced only if an agent did it. */
function madeAllDay({ verdict, severity }: Widening, { kind, name }: PrincipalClass): string | undefined {
  const isGrave = verdict === 'exceeds' || severity === 'high' || severity === 'critical';
  if (isGrave || kind === 'agent' || (severity !== 'low' && kind !== 'pipeline')) return undefined;
  return `class "${name}" makes such changes`;
}

/** What is not grave is told again after so many milliseconds. */
const TOLD_AGAIN_AFTER = 3_600_000;

/** Each call that is grave counts: somebody may have taken back what the one before gave. */
function causeOf({ severity }: Widening, { call, resources, asked }: WideningCall): string {
  const { id, account, source, name, region, time } = call;
  if (severity === 'high' || severity === 'critical') return digestOf({ call: id });
  const said = jsonForm({ resources, asked });
  return digestOf({ account, source, name, region, said, hour: Math.floor(time / TOLD_AGAIN_AFTER) });
}
