import { POLICY_OPERATIONS, type PolicyOrder, type PolicyService } from '../../../account/plan-call.ts';
import type { Call } from '../../../activity/call.ts';
import type { Offer } from '../../../activity/offers/offer.ts';
import { isJsonObject, type JsonValue } from '../../../json.ts';
import type { HoldPlan } from '../../finding.ts';
import type { KnownPolicy } from '../../sharing/known-policies.ts';
import type { NoPlan } from '../respond.ts';
import { statementPlan } from './statement-plan.ts';
import { putBack } from './put-back.ts';

/** An offer of a resource, and what is known of the policy before it. */
export interface ResourceQuestion {
  readonly call: Call;
  readonly offer: Offer;
  /** The resource's policy before the call; undefined: not known. */
  readonly before: KnownPolicy | undefined;
}

/**
 * How an offer of a resource is taken back: the policy of before is put in its place, with what the new one denies besides; of
 * Lambda, where it is a statement of its own, that statement. No plan where not all of the policy of before is known, and for
 * services and calls of which nobody here takes anything back.
 */
export function resourcePlan(question: ResourceQuestion): HoldPlan | NoPlan {
  const { call, offer } = question;
  const service = policyServiceOf(call.source);
  if (call.source.startsWith('lambda.') && call.name === 'AddPermission') return statementPlan(call, offer);
  if (service === undefined || offer.extent !== 'whole') return { none: `${call.name} is not held` };
  return policyPlan(question, service);
}

function policyServiceOf(source: string): PolicyService | undefined {
  const [name = ''] = source.split('.');
  return isPolicyService(name) ? name : undefined;
}

function isPolicyService(name: string): name is PolicyService {
  return Object.hasOwn(POLICY_OPERATIONS, name);
}

function policyPlan({ call, offer, before }: ResourceQuestion, service: PolicyService): HoldPlan | NoPlan {
  const { resource } = offer;
  if (!resource.startsWith('arn:')) return { none: 'the record does not name the resource by its ARN' };
  if (before?.extent !== 'whole') return { none: `what the policy of ${resource} said before is not known` };
  const after = orNone(offer.policy);
  const back = putBack(orNone(before.policy), after);
  const { remove } = POLICY_OPERATIONS[service];
  if (remove === undefined && (back === null || after === null)) {
    return { none: `the policy of ${resource} cannot be taken away` };
  }
  const order = (document: JsonValue, expects: JsonValue): PolicyOrder => {
    const name = document === null ? (remove ?? '') : POLICY_OPERATIONS[service].put;
    return { service, name, region: call.region, resource, document, expects };
  };
  const summary = `puts back what the policy of ${resource} said before ${call.name}`;
  const [calls, restore] = [[order(back, after)], [order(after, back)]];
  return { kind: 'exact-inverse', account: call.account, calls, restore, summary };
}

/** A policy without statements is none: no service takes one. */
function orNone(policy: JsonValue): JsonValue {
  return isJsonObject(policy) && [policy['Statement'] ?? []].flat().length === 0 ? null : policy;
}
