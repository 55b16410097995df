import { ListEntitiesForPolicyCommand } from '@aws-sdk/client-iam';
import type { IamAsking } from './iam-asking.ts';
import { NotThere } from './iam-fault.ts';

/** Names of those whose access a managed policy decides, also as their permissions boundary. */
export interface PolicyHolders {
  readonly roles: readonly string[];
  readonly users: readonly string[];
  readonly groups: readonly string[];
}

/** Who holds a managed policy; nobody where it is not there. */
export async function readPolicyHolders(asking: IamAsking, PolicyArn: string): Promise<PolicyHolders> {
  try {
    const pages = await asking.all(
      'iam:ListEntitiesForPolicy',
      (Marker, options) => asking.iam.send(new ListEntitiesForPolicyCommand({ PolicyArn, Marker }), options),
      (answer) => [answer],
    );
    return {
      roles: pages.flatMap(({ PolicyRoles }) => (PolicyRoles ?? []).flatMap(({ RoleName }) => RoleName ?? [])),
      users: pages.flatMap(({ PolicyUsers }) => (PolicyUsers ?? []).flatMap(({ UserName }) => UserName ?? [])),
      groups: pages.flatMap(({ PolicyGroups }) => (PolicyGroups ?? []).flatMap(({ GroupName }) => GroupName ?? [])),
    };
  } catch (fault) {
    if (fault instanceof NotThere) return { roles: [], users: [], groups: [] };
    throw fault;
  }
}
