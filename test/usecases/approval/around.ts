import type { IamCall } from '../../../lib/core/account/call.ts';
import type { AccountState } from '../../../lib/core/account/state.ts';
import type { JsonObject, JsonValue } from '../../../lib/core/json.ts';
import { type Neighbours, neighboursIn } from '../../../lib/usecases/approval/neighbours.ts';
import { account, ENGINEER } from '../company.ts';
import { MemoryAccount } from '../memory-account.ts';
import { after } from '../../core/account/after.ts';

/** Who is in the account of a state. */
export async function around(state: AccountState): Promise<Neighbours | undefined> {
  return neighboursIn(state.account, new MemoryAccount(state));
}

/** The account after some calls. */
export const changed = (calls: readonly IamCall[]): AccountState => after(account(), ...calls);

/** A trust policy. */
export function trusting(principal: JsonObject, condition: JsonObject = {}): JsonObject {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole', ...condition }],
  };
}

/** A role is made that trusts somebody. */
export function roleTrusting(roleName: string, principal: JsonObject): IamCall {
  const trust = trusting(principal);
  return {
    name: 'CreateRole',
    roleName,
    path: '/',
    assumeRolePolicyDocument: trust,
    tags: [],
    roleId: `AROA${roleName}`,
  };
}

/** Somebody who may sign, and who acts as the engineer, */
export const EVE = { id: 'eve', name: 'Eve', groups: ['security'], actsAs: [ENGINEER] };

/** The ARN of a role of the account. */
export const roleArn = (name: string) => `arn:aws:iam::${account().account}:role/${name}`;

/** A role that the engineer may assume, */
export const KEEPER = roleArn('keeper');

/** and a user beside it. */
export const USER = `arn:aws:iam::${account().account}:user/kay`;

/** A policy that allows one action on one resource. */
export const on = (Action: string, Resource: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource }],
});

/** Both are made, and the role gets a policy. */
export const keeper = (policyDocument: JsonValue): readonly IamCall[] => [
  {
    name: 'CreateRole',
    roleName: 'keeper',
    path: '/',
    assumeRolePolicyDocument: trusting({ AWS: ENGINEER }),
    tags: [],
    roleId: 'AROAKEEPER',
  },
  { name: 'CreateUser', userName: 'kay', path: '/', tags: [], userId: 'AIDAKAY' },
  { name: 'PutRolePolicy', roleName: 'keeper', policyName: 'k', policyDocument },
];

/** Neighbours, and whose slices were read. */
export async function readingOf(state: AccountState): Promise<{ neighbours: Neighbours | undefined; read: string[] }> {
  const read: string[] = [];
  const memory = new MemoryAccount(state);
  const neighbours = await neighboursIn(state.account, {
    principalsIn: (id) => memory.principalsIn(id),
    stateOf: (arn) => {
      read.push(arn);
      return memory.stateOf(arn);
    },
  });
  return { neighbours, read };
}
