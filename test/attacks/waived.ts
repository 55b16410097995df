import { expect } from '@jest/globals';
import { policySetOf } from '../../lib/core/account/effective.ts';
import { decide } from '../../lib/core/access/decide.ts';
import { AGENT, allow, callOf, record } from '../usecases/company.ts';
import type { Attacked } from './attacked.ts';

/** Sam and Pat sign for a grant until a moment, and it is given back. */
export async function waived(here: Attacked, findingId: string, until: number): Promise<void> {
  for (const person of ['sam', 'pat']) await here.signs(person, findingId, { until });
  expect((await here.caseOf(findingId)).status).toBe('restored');
}

/** An inline policy of the agent's role that allows these actions; ids of the findings that it led to. */
export function put(
  here: Attacked,
  policyName: string,
  actions: readonly string[],
  time: number,
): Promise<readonly string[]> {
  const policyDocument = JSON.stringify(allow([...actions]));
  const parameters = { roleName: 'deployer', policyName, policyDocument };
  return here.happens(callOf(record('PutRolePolicy', parameters, { id: `put-${policyName}-${time}`, time })));
}

/** Whether a principal may do something as the account is now. */
export async function mayDo(here: Attacked, action: string, principal = AGENT): Promise<boolean> {
  const state = await here.account.stateOf(principal);
  const policies = state === undefined ? undefined : policySetOf(state, principal);
  if (policies === undefined) throw new Error('the principal is gone');
  const request = { principal, action, resource: '*', resourceAccount: '111122223333', context: {} };
  return decide(policies, request).decision === 'allow';
}
