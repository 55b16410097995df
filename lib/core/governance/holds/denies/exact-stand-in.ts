import { applyAll } from '../../../account/apply-all.ts';
import type { PolicySet } from '../../../access/policy-set.ts';
import { policySetOf } from '../../../account/effective.ts';
import { iamCallsIn } from '../../../account/plan-call.ts';
import { principalOf } from '../../../account/slice.ts';
import { stateFromJson } from '../../../account/state-from-json.ts';
import type { AccountState } from '../../../account/state.ts';
import type { JsonObject } from '../../../json.ts';
import { canonicalText } from '../../../digest.ts';
import { err, type Result } from '../../../result.ts';
import { limitsOf } from '../../assess/gained.ts';
import type { Finding, FindingKind, HoldPlan } from '../../finding.ts';
import { standardSet } from '../../standards/access-limits.ts';
import type { Governance } from '../../standards/standards.ts';
import { classInForce } from '../class-in-force.ts';
import { exactDeny } from './exact-deny.ts';
import { inlineRoomOf } from './inline-room.ts';

/** Kinds of findings whose excess is what the principal's own policies allow. */
const OWN_POLICIES: readonly FindingKind[] = ['excess-access', 'guardrail-removed'];

/** What is known when a deny stands in. */
interface StandInCircumstances {
  /** The principal as it is read; undefined: it is gone. */
  readonly read: AccountState | undefined;
  /** The same once the restores under way have been made. */
  readonly live: AccountState | undefined;
  readonly governance: Governance;
  /** What people have signed for under other findings, which is left; absent: nothing. */
  readonly waivers?: readonly PolicySet[];
}

/**
 * What denies exactly a finding's excess in place of its exact inverse; else why everything is to be denied. It is made of what was
 * frozen with the finding: the access with the grant, and without it, which is what was before. A deny stops that wherever it
 * comes from, so that it holds whatever else has changed since, but the tags that it may ask for.
 */
export function exactStandIn(
  finding: Finding,
  plan: HoldPlan,
  { read, live, governance, waivers = [] }: StandInCircumstances,
): Result<JsonObject, string> {
  const { principal: arn, kind } = finding;
  if (plan.kind !== 'exact-inverse' || !OWN_POLICIES.includes(kind)) {
    return err('the excess is not one of what the policies of the principal allow');
  }
  const frozen = finding.frozen === undefined ? undefined : stateFromJson(finding.frozen);
  const now = live === undefined ? undefined : principalOf(live, arn);
  const known = read === undefined ? undefined : principalOf(read, arn);
  if (frozen?.ok !== true || now === undefined || known === undefined)
    return err('what was frozen, or what is there now, cannot be read');
  const found = principalOf(frozen.value, arn);
  const after = policySetOf(frozen.value, arn);
  const undone = applyAll(frozen.value, iamCallsIn(plan.calls));
  if (found === undefined || after === undefined || undone === undefined) return err('what was before is not known');
  if (tagsText(found.tags) !== tagsText(now.tags)) return err('its tags have changed, which the deny may ask for');
  const principalClass = classInForce(finding, governance);
  if (principalClass === undefined) return err('its class is not known any more');
  const [iam] = iamCallsIn(plan.restore);
  const before = policySetOf(undone, arn);
  const limits = limitsOf({ before, after, limits: [standardSet(principalClass.standard, after), ...waivers], iam });
  // the room is what is left beside the policies that are there now, whichever comes first, a restore under way or the hold
  return exactDeny({ granted: after, limits, room: Math.min(inlineRoomOf(known), inlineRoomOf(now)) });
}

function tagsText(tags: ReadonlyMap<string, string>): string {
  return canonicalText([...tags].map(([key, value]) => `${JSON.stringify(key)} ${JSON.stringify(value)}`).sort());
}
