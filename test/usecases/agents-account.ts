import { readAuthorizationDetails } from '../../lib/core/account/authorization-details.ts';
import type { AccountState } from '../../lib/core/account/state.ts';
import type { JsonObject } from '../../lib/core/json.ts';
import { ACCOUNT } from './company.ts';

/** Where IAM has the role of an agent that no boundary limits. */
export const KIRO = `arn:aws:iam::${ACCOUNT}:role/agents/kiro-deploy`;

/** An account with the role of an agent, and with what else is given; the role holds these inline policies. */
export function agentsAccount(inline: Readonly<Record<string, JsonObject>> = {}, also: JsonObject = {}): AccountState {
  const state = readAuthorizationDetails([
    {
      UserDetailList: [],
      GroupDetailList: [],
      Policies: [],
      RoleDetailList: [
        {
          RoleName: 'kiro-deploy',
          RoleId: 'AROAKIRODEPLOY',
          Arn: KIRO,
          Path: '/agents/',
          AssumeRolePolicyDocument: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
          },
          AttachedManagedPolicies: [],
          RolePolicyList: Object.entries(inline).map(([PolicyName, PolicyDocument]) => ({
            PolicyName,
            PolicyDocument,
          })),
          InstanceProfileList: [],
          Tags: [],
        },
      ],
      ...also,
    },
  ]);
  if (!state.ok) throw new Error(`${state.error.place}: ${state.error.detail}`);
  return state.value;
}
