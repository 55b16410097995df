import { ListRolesCommand, ListUsersCommand, type Role, type User } from '@aws-sdk/client-iam';
import type { ListedPrincipal } from '../../core/account/listed-principal.ts';
import { storedDocument } from '../../core/account/stored-document.ts';
import type { IamAsking } from './iam-asking.ts';

/** The most that IAM takes. Source: IAM API reference, ListRoles, ListUsers. */
const PAGE = 1_000;

/** All roles, then all users: one question for each thousand. */
export async function listPrincipals(asking: IamAsking): Promise<readonly ListedPrincipal[]> {
  const [roles, users] = await Promise.all([
    asking.all(
      'iam:ListRoles',
      (Marker, options) => asking.iam.send(new ListRolesCommand({ MaxItems: PAGE, Marker }), options),
      ({ Roles }) => Roles ?? [],
    ),
    asking.all(
      'iam:ListUsers',
      (Marker, options) => asking.iam.send(new ListUsersCommand({ MaxItems: PAGE, Marker }), options),
      ({ Users }) => Users ?? [],
    ),
  ]);
  return [...roles.map(listedRole), ...users.map(listedUser)];
}

function listedRole({ RoleName, Arn, RoleId, AssumeRolePolicyDocument }: Role): ListedPrincipal {
  const name = named(RoleName, 'RoleName');
  const trust = storedDocument(AssumeRolePolicyDocument ?? '');
  return { kind: 'role', name, arn: named(Arn, 'Arn'), id: named(RoleId, 'RoleId'), trust };
}

function listedUser({ UserName, Arn, UserId }: User): ListedPrincipal {
  return { kind: 'user', name: named(UserName, 'UserName'), arn: named(Arn, 'Arn'), id: named(UserId, 'UserId') };
}

function named(text: string | undefined, field: string): string {
  if (text === undefined || text === '') throw new Error(`IAM listed a principal without its ${field}`);
  return text;
}
