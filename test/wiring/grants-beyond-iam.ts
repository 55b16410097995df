import { ACCOUNT } from '../usecases/company.ts';
import { denying } from '../core/governance/organizations.ts';
import {
  assigned,
  attached,
  created,
  guardrail,
  inline,
  joining,
  type Made,
  ON_SET,
  onTarget,
  provisioned,
  recorded,
  referring,
  set,
  shared,
  TEAM,
  version,
} from './calls-beyond-iam.ts';

const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

/** What the world was told before, and the call that gives too much. */
export interface Grant {
  readonly name: string;
  /** What is there before anything is watched; absent: nothing. */
  readonly there?: readonly Made[];
  readonly before: readonly Made[];
  readonly grant: Made;
}

const elsewhere = ({ source, name, asked }: Made) => recorded(source, name, { ...asked, targetId: '444455556666' });

const refersToTeam = [created, provisioned, assigned('u-9', 'USER'), version('CreatePolicy', 'sqs:*')];

/** Grants beyond IAM, each with what was there before it. */
export const GRANTS: readonly Grant[] = [
  {
    name: 'a policy of AWS on a permission set',
    before: [created, inline('s3:GetObject'), provisioned],
    grant: attached,
  },
  {
    name: 'an inline policy of a permission set',
    before: [created, inline('s3:GetObject'), provisioned],
    grant: inline('iam:*'),
  },
  {
    name: 'an assignment of a permission set of which nothing is known',
    before: [],
    grant: recorded('sso', 'CreateAccountAssignment', {
      ...ON_SET,
      principalId: 'u-1',
      principalType: 'USER',
      targetId: ACCOUNT,
      targetType: 'AWS_ACCOUNT',
    }),
  },
  {
    name: 'an SCP that is detached',
    before: [guardrail('CreatePolicy', denying('cloudtrail:*')), onTarget('AttachPolicy')],
    grant: onTarget('DetachPolicy'),
  },
  {
    name: 'an SCP that denies less',
    before: [guardrail('CreatePolicy', denying(['cloudtrail:*', 'config:*'])), onTarget('AttachPolicy')],
    grant: guardrail('UpdatePolicy', denying('config:*')),
  },
  { name: 'an assignment of a permission set', there: set, before: [], grant: assigned('u-1', 'USER') },
  {
    name: 'a membership in a group that is assigned something',
    there: [...set, assigned('g-1', 'GROUP'), joining('u-9')],
    before: [],
    grant: joining('u-1'),
  },
  { name: 'a reference to a policy of each account', there: refersToTeam, before: [], grant: referring },
  { name: 'the policy of a bucket', before: [shared({ AWS: `arn:aws:iam::${ACCOUNT}:root` })], grant: shared('*') },
];

/** What grew behind a grant while it was held, without a word, and what people are told who signed it. */
interface Grown extends Omit<Grant, 'before'> {
  readonly grows: readonly Made[];
  readonly says: RegExp;
}

/** Grants behind which something grew. */
export const GROWN: readonly Grown[] = [
  {
    name: 'a permission set that came to hold more',
    there: set,
    grant: assigned('u-1', 'USER'),
    grows: [attached],
    says: /Engineer gives more in 111122223333 than what was signed/,
  },
  {
    name: 'a group that came to be assigned more',
    there: [...set, assigned('g-1', 'GROUP')],
    grant: joining('u-1'),
    grows: [elsewhere(assigned('g-1', 'GROUP'))],
    says: /Engineer gives more in 444455556666 than what was signed/,
  },
  {
    name: 'a group that somebody came into',
    there: [...set, joining('u-1')],
    grant: assigned('g-1', 'GROUP'),
    grows: [joining('u-2')],
    says: /u-2 came into the group g-1/,
  },
  {
    name: 'the number of those who are assigned a permission set',
    there: [...set, assigned('u-1', 'USER')],
    grant: attached,
    grows: [assigned('u-2', 'USER')],
    says: /u-2 got the permission set Engineer in 111122223333 since/,
  },
  {
    name: 'a group that is assigned a permission set',
    there: [...set, assigned('g-1', 'GROUP'), joining('u-1')],
    grant: attached,
    grows: [joining('u-2')],
    says: /u-2 got the permission set Engineer in 111122223333 since/,
  },
  {
    name: 'the accounts in which somebody is assigned a permission set',
    there: [...set, assigned('u-1', 'USER'), elsewhere(assigned('u-2', 'USER'))],
    grant: attached,
    grows: [elsewhere(assigned('u-1', 'USER'))],
    says: /u-1 got the permission set Engineer in 444455556666 since/,
  },
  {
    name: 'what else a permission set holds',
    there: [created, provisioned],
    grant: recorded('sso', 'AttachManagedPolicyToPermissionSet', { ...ON_SET, managedPolicyArn: READ_ONLY }),
    grows: [inline('iam:*'), provisioned],
    says: /Engineer gives more than what was signed/,
  },
  {
    name: 'what was denied beside a guardrail',
    there: [
      guardrail('CreatePolicy', denying(['cloudtrail:*', 'config:*'])),
      onTarget('AttachPolicy'),
      guardrail('CreatePolicy', denying('config:*'), 'p-2'),
      onTarget('AttachPolicy', 'p-2'),
    ],
    grant: onTarget('DetachPolicy'),
    grows: [onTarget('DetachPolicy', 'p-2')],
    says: /^accounts \(ou-prod\) would be let do more than what was signed .*config:\*/,
  },
  {
    name: "an account's own policy that a permission set refers to",
    there: refersToTeam,
    grant: referring,
    grows: [version('CreatePolicyVersion', '*')],
    says: /Engineer gives more in 111122223333 than what was signed/,
  },
  {
    name: 'nothing that anybody can read any more',
    there: refersToTeam,
    grant: referring,
    grows: [recorded('iam', 'DeletePolicy', { policyArn: TEAM })],
    says: /what arn:aws:iam::111122223333:policy\/team says is not known/,
  },
];
