import { decide } from '../../../lib/core/access/decide.ts';
import type { IamCall } from '../../../lib/core/account/call.ts';
import { DENY_ALL } from '../../../lib/core/account/hold-policy.ts';
import { policySetOf } from '../../../lib/core/account/effective.ts';
import type { AccountState } from '../../../lib/core/account/state.ts';
import type { Call } from '../../../lib/core/activity/call.ts';
import type { JsonObject } from '../../../lib/core/json.ts';
import { decideApproval } from '../../../lib/usecases/approval/decide-approval.ts';
import { account as accountOf, group, user } from '../../core/governance/accounts.ts';
import { account, ACCOUNT, allow, callOf, DAY, NOW, record } from '../company.ts';
import { caseOf, handled } from '../handled.ts';
import type { World } from '../world.ts';

/** Plays a call in the account and hands it to Ambit: the id of the first thing that was found. Throws where nothing was. */
export async function foundBy(here: World, call: Call): Promise<string> {
  const [findingId] = await handled(here, call);
  if (findingId === undefined) throw new Error('no finding');
  return findingId;
}

/** Sam signs the release, then Pat: what became of the second signature. */
export async function sign(here: World, findingId: string, until = NOW + DAY) {
  const { digest } = (await caseOf(here, findingId)).finding;
  const decision = { kind: 'sign', digest, reason: 'release', until } as const;
  const by = (personId: string) =>
    decideApproval({ findingId, personId, signedInAt: here.deps.clock.now(), decision }, here.deps);
  await by('sam');
  return by('pat');
}

/** The inline policy `more` of a role, which allows an action, as a call. */
export const policy = (roleName: string, action: string): IamCall & { readonly name: 'PutRolePolicy' } => ({
  name: 'PutRolePolicy',
  roleName,
  policyName: 'more',
  policyDocument: allow(action),
});

/** The same call, as Rita made it. */
export const put = (roleName: string, action: string, id = 'put'): Call =>
  callOf(
    record('PutRolePolicy', { roleName, policyName: 'more', policyDocument: JSON.stringify(allow(action)) }, { id }),
  );

/** The inline policies of a role, by name. */
export const inlineOf = (here: World, role: string): ReadonlyMap<string, unknown> =>
  here.account.state.roles.get(role)?.inline ?? new Map();

/** The names of the denies that Ambit has put onto a role. */
export const denies = (here: World, role: string): readonly string[] =>
  [...inlineOf(here, role).keys()].filter((name) => name.startsWith('AmbitHold-'));

/** What a role may do, action by action. */
export function answers(here: World, role: string, actions: readonly string[]): readonly string[] {
  const held = policySetOf(here.account.state, here.account.state.roles.get(role)?.arn ?? '');
  if (held === undefined) throw new Error('no such role');
  return actions.map((action) =>
    decide(held, { action, resource: '*', context: {} }).decision.replace(/^.*-deny$/, 'deny'),
  );
}

/** The call of a record, as Terraform would have made it. */
export const byTerraform = (json: JsonObject): Call =>
  callOf({ ...json, userAgent: 'APN/1.0 HashiCorp/1.0 Terraform/1.9.5 (+https://www.terraform.io)' });

/** The ARN of Ann, a user of the class of agents. */
export const ANN = `arn:aws:iam::${ACCOUNT}:user/agents/ann`;

/** An account with Ann, and a group that she is not in and that gives more than agents may have. */
export const withAnn = (): AccountState =>
  accountOf(
    user('ann', { path: '/agents/', arn: ANN, attached: [] }),
    group('ops', { inline: new Map([['look', allow('ec2:*')]]) }),
  );

/** AWS's own policy that denies everything. */
export const DENIES_ALL = 'arn:aws:iam::aws:policy/AWSDenyAll';

/** The managed policies of the company's account, with the one that denies everything. */
export const listed = (): AccountState['policies'] =>
  new Map(account().policies).set(DENIES_ALL, {
    arn: DENIES_ALL,
    name: 'AWSDenyAll',
    path: '/',
    id: 'ANPADENYALL',
    defaultVersion: 'v1',
    versions: new Map([['v1', DENY_ALL]]),
    tags: new Map(),
  });
