import type { OrganizationPolicy } from './organization.ts';

/** A call of Organizations that may change what its accounts are limited to, as plain JSON. */
export type OrganizationCall =
  | { readonly name: 'AttachPolicy' | 'DetachPolicy'; readonly policyId: string; readonly targetId: string }
  | { readonly name: 'CreatePolicy'; readonly policy: OrganizationPolicy }
  /** Members that are absent stay as they are. */
  | {
      readonly name: 'UpdatePolicy';
      readonly policyId: string;
      readonly change: Partial<Pick<OrganizationPolicy, 'name' | 'document'>>;
    }
  /** Organizations refuses it while the policy is attached anywhere. */
  | { readonly name: 'DeletePolicy'; readonly policyId: string }
  | { readonly name: 'EnablePolicyType' | 'DisablePolicyType'; readonly rootId: string; readonly type: string }
  | { readonly name: 'MoveAccount'; readonly account: string; readonly from: string; readonly to: string }
  /** Also what an account does that leaves by itself. */
  | { readonly name: 'RemoveAccountFromOrganization'; readonly account: string };
