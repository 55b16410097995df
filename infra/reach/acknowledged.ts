import { type Acknowledged, wildcardResource } from '../acknowledge.ts';
import type { MemberRole } from '../../lib/core/governance/guardrail/member-roles.ts';

const READS: Acknowledged = {
  rule: wildcardResource('*'),
  reason: 'Reads only: who may do what is asked of every principal, and some of these actions know no resources',
};

const KINDS = ['role', 'user', 'group', 'policy'] as const;

/** Anybody may be given too much, so that each principal may have to be held; Ambit's own roles are denied by name. */
const CHANGES: readonly Acknowledged[] = KINDS.map((kind) => ({
  rule: wildcardResource(`arn:<AWS::Partition>:iam::<AWS::AccountId>:${kind}/*`),
  reason: 'Whoever may be given access in excess may have to be held; protected principals and own roles are denied',
}));

/** Which resource may be shared in excess, which permission set widened, nobody can say before; what they read is of the same. */
const BEYOND_IAM: Acknowledged = {
  ...READS,
  reason: 'Any resource may be shared in excess and have to be closed; those of Ambit are denied by name and tag',
};

/** What `cdk-nag` finds about the roles of a watched account, and why it stands. */
export const ACKNOWLEDGED: { readonly [R in MemberRole]: readonly Acknowledged[] } = {
  Observer: [READS],
  Holder: [BEYOND_IAM, ...CHANGES],
  Restorer: [BEYOND_IAM, ...CHANGES],
  Auditor: [
    {
      ...READS,
      reason: 'Looking up CloudTrail events knows no resources; reading log files is limited to their bucket',
    },
  ],
};
