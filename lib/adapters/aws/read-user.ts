import {
  GetUserCommand,
  GetUserPolicyCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupsForUserCommand,
  ListUserPoliciesCommand,
  type User,
} from '@aws-sdk/client-iam';
import type { JsonObject } from '../../core/json.ts';
import type { IamAsking } from './iam-asking.ts';
import { present } from './present.ts';
import type { AccountSource } from './account-source.ts';
import type { ReadGroup } from './read-group.ts';
import { attachedArns, type HolderReading, principalDetail, type PrincipalName, readInline } from './read-holder.ts';
import type { ReadMemory } from './read-memory.ts';

/** A user with its groups. */
export interface UserReading extends HolderReading {
  readonly groups: readonly HolderReading[];
}

/** A user and its groups as GetAccountAuthorizationDetails writes them; undefined: not there. */
export async function readUser(
  { asking, memory, readGroup }: AccountSource,
  { name, arn }: PrincipalName,
): Promise<UserReading | undefined> {
  const command = new GetUserCommand({ UserName: name });
  const answer = await asking.askIfThere('iam:GetUser', (options) => asking.iam.send(command, options));
  const user = answer?.User;
  if (user === undefined || (arn !== undefined && user.Arn !== arn)) return undefined;
  const [inline, attached, groups] = await Promise.all([
    readInlineOfUser(asking, user, memory),
    readAttachedOfUser(asking, name),
    readGroups(asking, name, readGroup),
  ]);
  const { detail, policies } = principalDetail(user, attached);
  return {
    policies,
    groups,
    detail: {
      ...detail,
      ...present({ UserName: user.UserName, UserId: user.UserId }),
      UserPolicyList: inline,
      GroupList: groups.flatMap((group) => group.detail['GroupName'] ?? []),
    },
  };
}

async function readInlineOfUser(asking: IamAsking, user: User, memory: ReadMemory): Promise<readonly JsonObject[]> {
  const { UserName, UserId } = user;
  const names = await asking.all(
    'iam:ListUserPolicies',
    (Marker, options) => asking.iam.send(new ListUserPoliciesCommand({ UserName, Marker }), options),
    ({ PolicyNames }) => PolicyNames ?? [],
  );
  const holder = { account: asking.account, kind: 'user', holder: UserName ?? '', id: UserId ?? '' } as const;
  return readInline({ ...holder, names, memory }, (PolicyName) =>
    asking.ask('iam:GetUserPolicy', (options) =>
      asking.iam.send(new GetUserPolicyCommand({ UserName, PolicyName }), options),
    ),
  );
}

async function readAttachedOfUser(asking: IamAsking, UserName: string): Promise<readonly string[]> {
  const attached = await asking.all(
    'iam:ListAttachedUserPolicies',
    (Marker, options) => asking.iam.send(new ListAttachedUserPoliciesCommand({ UserName, Marker }), options),
    ({ AttachedPolicies }) => AttachedPolicies ?? [],
  );
  return attachedArns(attached);
}

async function readGroups(
  asking: IamAsking,
  UserName: string,
  readGroup: ReadGroup,
): Promise<readonly HolderReading[]> {
  const groups = await asking.all(
    'iam:ListGroupsForUser',
    (Marker, options) => asking.iam.send(new ListGroupsForUserCommand({ UserName, Marker }), options),
    ({ Groups }) => Groups ?? [],
  );
  return Promise.all(groups.map(readGroup));
}
