import { type PlanCall, type ServiceCall, serviceCallsIn } from '../../core/account/plan-call.ts';
import { wholeWriteOf } from '../../core/account/services/whole-write.ts';
import type { Instant } from '../../core/instant.ts';
import type { JsonValue } from '../../core/json.ts';
import type { Keepsakes } from '../../ports/keepsakes.ts';
import { policyNameOf } from '../assess/forget-policies.ts';
import { partNameOf } from '../assess/identity-center/permission-sets-seen.ts';
import { organizationPolicyNameOf } from '../assess/organization/policies-seen.ts';

/** What a call wrote over, by the name under which it is kept, and what is there now. */
type Written = readonly [name: string, value: JsonValue];

/**
 * Keeps what the calls of a hold wrote beyond IAM as the last that is known, before their records come: what somebody writes there
 * meanwhile would else be undone to what the hold has just taken away. `at`: when they were made.
 */
export async function keepWritten(
  calls: readonly PlanCall[],
  { account, at }: { readonly account: string; readonly at: Instant },
  keepsakes: Keepsakes | undefined,
): Promise<void> {
  for (const call of serviceCallsIn(calls)) {
    const written = writtenBy(call, account);
    if (written !== undefined) await keepInPlace(written, at, keepsakes);
  }
}

/** Of the same moment is the call that the hold takes back: the hold came after it. */
async function keepInPlace([name, value]: Written, at: Instant, keepsakes: Keepsakes | undefined): Promise<void> {
  const kept = await keepsakes?.last(name);
  if (kept === undefined || kept.seenAt <= at) await keepsakes?.keep(name, { value, seenAt: at });
}

function writtenBy(call: ServiceCall, account: string): Written | undefined {
  const write = wholeWriteOf(call);
  if (write === undefined) return undefined;
  const { part, of, put } = write;
  switch (part) {
    case 'resource-policy': {
      const policy = put ?? { Version: '2012-10-17', Statement: [] };
      return [policyNameOf(account, of), { policy, extent: 'whole' }];
    }
    case 'organization-policy':
      return [organizationPolicyNameOf(of), { [of]: put }];
    case 'inline':
    case 'boundary':
      return [partNameOf(of, part), put === null ? {} : { [part]: put }];
  }
}
