import { Aws } from 'aws-cdk-lib';
import { AccountPrincipal, type IPrincipal, PrincipalWithConditions } from 'aws-cdk-lib/aws-iam';
import type { MemberRole } from '../../lib/core/governance/guardrail/member-roles.ts';
import { ASSUMED_BY, functionRoleName, SESSION_NAME_PATTERN } from './member-roles.ts';

/** Whom the roles of a member account trust. */
export interface TrustedHub {
  readonly prefix: string;
  /** 12 digits, or the token of the own account. */
  readonly account: string;
  /** `o-…`; undefined: the account is in no organization. */
  readonly organizationId: string | undefined;
}

/**
 * Trusts exactly the roles of the functions that need the role. They are named by `aws:PrincipalArn`, not as principals:
 * IAM would replace those by ids, and after the hub is deployed anew nobody could come in. The account as principal
 * means that the function's own policy must allow it as well.
 *
 * There is no external id. It keeps a third party from being led into the account of another customer; here hub and
 * member belong to one organization, which the trust policy demands, and the id would stand in every template.
 * Source: IAM user guide, "The confused deputy problem"; "AWS global condition context keys".
 */
export function trustOf(role: MemberRole, { prefix, account, organizationId }: TrustedHub): IPrincipal {
  const functions = ASSUMED_BY[role].map((name) => functionRoleName(prefix, name));
  return new PrincipalWithConditions(new AccountPrincipal(account), {
    ArnEquals: { 'aws:PrincipalArn': functions.map((name) => `arn:${Aws.PARTITION}:iam::${account}:role/${name}`) },
    StringLike: { 'sts:RoleSessionName': SESSION_NAME_PATTERN },
    ...(organizationId === undefined ? {} : { StringEquals: { 'aws:PrincipalOrgID': organizationId } }),
  });
}
