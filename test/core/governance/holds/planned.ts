import type { IamCall } from '../../../../lib/core/account/call.ts';
import { policySetOf } from '../../../../lib/core/account/effective.ts';
import type { AccountState } from '../../../../lib/core/account/state.ts';
import type { FindingKind, HoldPlan } from '../../../../lib/core/governance/finding.ts';
import { holdPlanFor } from '../../../../lib/core/governance/holds/hold-plan.ts';
import type { JsonValue } from '../../../../lib/core/json.ts';
import { FENCE, SHARED, account, deny, group, role, roleArn, user } from '../accounts.ts';
import { call, NOW } from '../cases.ts';
import { after } from '../../account/after.ts';

/** How one call is held that gives a principal (ARN) more than it held before. */
export function planOf(
  before: AccountState,
  iam: IamCall,
  principalArn: string,
  kind: FindingKind = 'excess-access',
): ReturnType<typeof holdPlanFor> {
  const pair = { before, after: after(before, iam) };
  const held = policySetOf(before, principalArn);
  const limits = kind === 'excess-trust' || held === undefined ? undefined : [held];
  const made = call({ name: iam.name, change: { kind: 'access', iam } });
  return holdPlanFor({ call: made, pair, principalArn, kind, limits, now: NOW });
}

/** The plan; throws where there is none. */
export function expectPlan(plan: ReturnType<typeof holdPlanFor>): HoldPlan<IamCall> {
  if ('none' in plan) throw new Error(`no plan: ${plan.none}`);
  return plan;
}

/** A role behind a boundary and a deny, in an account with users, alone and together in groups: its ARN, */
export const deploy = roleArn('deploy');
/** and the account. */
export const base = account(
  role('deploy', { boundary: FENCE, inline: new Map([['no-delete', deny('s3:Delete*')]]) }),
  role('other', { attached: [SHARED] }),
  user('rita', { groups: ['team'] }),
  user('sam', { groups: ['team'] }),
  user('solo', { groups: ['alone'] }),
  group('team'),
  group('alone'),
);

/** The deny of what is left where nothing more exact can be shown. */
export const deniesEverything = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'AmbitHold', Effect: 'Deny', Action: '*', Resource: '*' }],
};

/** An inline policy of that role. */
export function put(policyName: string, policyDocument: JsonValue): IamCall {
  return { name: 'PutRolePolicy', roleName: 'deploy', policyName, policyDocument };
}
