import type { HardCase } from './hard-case.ts';
import { findPolicy, type ManagedPolicies } from './managed-policies.ts';

const CONNECT = 'AmazonConnectSynchronizationServiceRolePolicy';
const SUPPORT = 'AWSSupportServiceRolePolicy';
const CONFIG = 'AWSConfigServiceRolePolicy';

/** Pairs of AWS managed policies that are costly by their Denies, or by their size. */
export function managedCases(policies: ManagedPolicies): readonly HardCase[] {
  const document = (name: string, version: string): string => findPolicy(policies, name, version).text;
  const shared = { undetermined: 'missed' } as const;
  return [
    {
      // version 5 has version 4's Allows and some more, and the same Denies
      ...shared,
      name: `${CONNECT} v4 in v5`,
      granted: document(CONNECT, 'v4'),
      limit: document(CONNECT, 'v5'),
      expected: 'within',
    },
    {
      // connect:Import* is new; connect:ImportWorkspaceMedia is not among the Denies
      ...shared,
      name: `${CONNECT} v5 in v4`,
      granted: document(CONNECT, 'v5'),
      limit: document(CONNECT, 'v4'),
      expected: 'exceeds',
    },
    {
      // on all resources: access-analyzer:GetFinding, which the other does not name
      ...shared,
      name: `${SUPPORT} in ${CONFIG}`,
      granted: document(SUPPORT, 'v59'),
      limit: document(CONFIG, 'v94'),
      expected: 'exceeds',
    },
    {
      // on all resources: account:GetAlternateContact, which the other does not name
      ...shared,
      name: `${CONFIG} in ${SUPPORT}`,
      granted: document(CONFIG, 'v94'),
      limit: document(SUPPORT, 'v59'),
      expected: 'exceeds',
    },
  ];
}
