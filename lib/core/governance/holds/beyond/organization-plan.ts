import type { Organization } from '../../../account/organization/organization.ts';
import type { OrganizationCall } from '../../../account/organization/organization-call.ts';
import type { OrganizationOrder } from '../../../account/plan-call.ts';
import { UNKNOWN_DOCUMENT } from '../../../account/stored-document.ts';
import { guardrailLosses, type OrganizationPair } from '../../assess/organization/guardrail-loss.ts';
import type { HoldPlan } from '../../finding.ts';
import type { NoPlan } from '../respond.ts';
import { putBack } from './put-back.ts';

/** What undoes a call, and the call itself, as they are made later. */
interface Undoing {
  readonly hold: OrganizationOrder;
  readonly restore: OrganizationOrder;
}

/**
 * How a guardrail that was taken away or loosened is put back, in the account that was called. Nothing is detached by a hold,
 * and no account is moved out of what limits it only where it is now.
 */
export function organizationPlan(call: OrganizationCall, pair: OrganizationPair, account: string): HoldPlan | NoPlan {
  const undoing = undoingOf(call, pair);
  if ('none' in undoing) return undoing;
  const summary = `puts back what ${call.name} took away, by ${undoing.hold.name}`;
  return { kind: 'exact-inverse', account, calls: [undoing.hold], restore: [undoing.restore], summary };
}

function undoingOf(call: OrganizationCall, pair: OrganizationPair): Undoing | NoPlan {
  const service = 'organizations' as const;
  switch (call.name) {
    case 'DetachPolicy': {
      const { policyId, targetId } = call;
      const document = pair.before.policies.get(policyId)?.document ?? UNKNOWN_DOCUMENT;
      const about = { service, policyId, targetId, ...(document === UNKNOWN_DOCUMENT ? {} : { expects: document }) };
      return { hold: { ...about, name: 'AttachPolicy' }, restore: { ...about, name: 'DetachPolicy' } };
    }
    case 'UpdatePolicy':
      return contentBack(call, pair.before);
    case 'MoveAccount': {
      const { account, from, to } = call;
      const widens = guardrailLosses({ before: pair.after, after: pair.before });
      if (widens.length > 0) return { none: 'where the account was it is not limited as where it is now' };
      const hold = { service, name: 'MoveAccount', account, from: to, to: from } as const;
      return { hold, restore: { service, name: 'MoveAccount', account, from, to } };
    }
    case 'AttachPolicy':
      return { none: 'a policy of the organization is never detached by a hold' };
    case 'DisablePolicyType':
      return { none: 'which policies were attached is not known: see the reasons' };
    case 'CreatePolicy':
    case 'DeletePolicy':
    case 'EnablePolicyType':
    case 'RemoveAccountFromOrganization':
      return { none: 'no call of the organization alone undoes it: see the reasons' };
  }
}

type Update = Extract<OrganizationCall, { readonly name: 'UpdatePolicy' }>;

function contentBack({ policyId, change: { document } }: Update, { policies }: Organization): Undoing | NoPlan {
  const before = policies.get(policyId)?.document ?? UNKNOWN_DOCUMENT;
  if (before === UNKNOWN_DOCUMENT || document === undefined || document === UNKNOWN_DOCUMENT) {
    return { none: `what ${policyId} said before is not known` };
  }
  const back = putBack(before, document);
  const about = { service: 'organizations', name: 'UpdatePolicy', policyId } as const;
  return { hold: { ...about, document: back, expects: document }, restore: { ...about, document, expects: back } };
}
