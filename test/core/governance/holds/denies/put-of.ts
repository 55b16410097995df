import type { IamCall } from '../../../../../lib/core/account/call.ts';
import type { PlanCall } from '../../../../../lib/core/account/plan-call.ts';
import { standInFor } from '../../../../../lib/core/governance/holds/denies/stand-in.ts';
import { deny } from '../../accounts.ts';
import { findingWith } from '../../approval-fixtures.ts';

/** A finding of a role with a path. */
export const FINDING = findingWith({ principal: 'arn:aws:iam::111122223333:role/agents/deploy' });

/** A call of another service than IAM. */
export const SERVICE: PlanCall = {
  service: 'sso',
  name: 'ProvisionPermissionSet',
  instanceArn: 'arn:aws:sso:::instance/ssoins-1',
  permissionSetArn: 'arn:aws:sso:::permissionSet/ssoins-1/ps-1',
};

/** The deny of this document that would stand in, as it is put. */
export function putOf(document?: ReturnType<typeof deny>, finding = FINDING): IamCall {
  const made = standInFor(finding, document);
  if (made === undefined) throw new Error('a role can be denied');
  return made.put;
}
