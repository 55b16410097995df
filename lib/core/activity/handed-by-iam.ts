import type { IamCall } from '../account/call.ts';
import type { JsonObject } from '../json.ts';
import type { RoleChange } from './changes.ts';
import { askedOf } from './read-change.ts';

/**
 * The role that a call of IAM hands over: what comes into an instance profile is the role of every instance that has it, and
 * who puts it there must be allowed to pass it. Source: IAM API reference, "AddRoleToInstanceProfile".
 */
export function handedByIam(
  iam: IamCall,
  record: JsonObject,
  { partition, account }: { readonly partition: string; readonly account: string },
): readonly RoleChange[] {
  if (iam.name !== 'AddRoleToInstanceProfile') return [];
  const profile = `arn:${partition}:iam::${account}:instance-profile/${iam.instanceProfileName}`;
  const handed = { roles: [iam.roleName], grantees: ['ec2.amazonaws.com'], asked: askedOf(record) };
  return [{ kind: 'role-handed', resources: [profile], ...handed }];
}
