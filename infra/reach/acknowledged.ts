import { type Acknowledged, wildcardResource } from '../acknowledge.ts';
import type { MemberRole } from './member-roles.ts';

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

/** What `cdk-nag` finds about the roles of a watched account, and why it stands. */
export const ACKNOWLEDGED: { readonly [R in MemberRole]: readonly Acknowledged[] } = {
  Observer: [READS],
  Holder: [READS, ...CHANGES],
  Restorer: [READS, ...CHANGES],
  Auditor: [
    {
      ...READS,
      reason: 'Looking up CloudTrail events knows no resources; reading log files is limited to their bucket',
    },
  ],
};
