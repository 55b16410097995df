import type { IamCall } from '../../../../lib/core/account/call.ts';
import { policySetOf } from '../../../../lib/core/account/effective.ts';
import type { AccountState } from '../../../../lib/core/account/state.ts';
import type { PolicySet } from '../../../../lib/core/access/policy-set.ts';
import type { Call } from '../../../../lib/core/activity/call.ts';
import type { JsonValue } from '../../../../lib/core/json.ts';
import { parsePolicy } from '../../../../lib/core/policy/parse.ts';
import { type AccessAssessment, assessAccess } from '../../../../lib/core/governance/assess/assess.ts';
import type { Finding } from '../../../../lib/core/governance/finding.ts';
import type { Standard } from '../../../../lib/core/governance/standards/standards.ts';
import { ADMIN, READ, allow, roleArn, trustOf, userArn } from '../accounts.ts';
import { NOW, call, governance, principalClass } from '../cases.ts';
import { after } from '../../account/after.ts';

/** The role that most calls change, */
export const deploy = roleArn('deploy');

/** and a user. */
export const rita = userArn('rita');

/** A call that gives that role everything, */
export const attachAdmin: IamCall = { name: 'AttachRolePolicy', roleName: 'deploy', policyArn: ADMIN };

/** and one that gives it what it may hold. */
export const attachRead: IamCall = { name: 'AttachRolePolicy', roleName: 'deploy', policyArn: READ };

const readers: Standard = {
  name: 'readers',
  policies: [named('readers', allow(['s3:Get*', 's3:List*']))],
  assumableBy: named('lambda only', trustOf({ Service: 'lambda.amazonaws.com' })),
};

const rules = governance({
  classes: [],
  unclassified: principalClass({ name: 'unclassified', kind: 'unclassified', standard: readers }),
});

/** A call on an account, and what is known besides. */
export interface Case {
  readonly before: AccountState;
  readonly iam: IamCall;
  readonly principal?: string;
  readonly waivers?: readonly PolicySet[];
  readonly change?: Partial<Call>;
  readonly also?: readonly IamCall[];
}

/** What is wrong with the call. */
export function assess(one: Case): readonly Finding[] {
  return assessAccess(question(one));
}

/** What is asked about it. */
export function question({
  before,
  iam,
  principal = deploy,
  waivers = [],
  change = {},
  also = [],
}: Case): AccessAssessment {
  return {
    pair: { before, after: change.error === undefined ? after(before, ...also, iam) : before },
    principalArn: principal,
    call: call({ name: iam.name, change: { kind: 'access', iam }, ...change }),
    governance: rules,
    waivers,
    now: NOW,
    actorClass: principalClass(),
  };
}

/** What a role is waived, as an account has it. */
export function waiverOf(state: AccountState): PolicySet {
  const set = policySetOf(state, deploy);
  if (set === undefined) throw new Error('the state has no such role');
  return set;
}

function named(name: string, document: JsonValue): Standard['policies'][number] {
  const parsed = parsePolicy(document);
  if (!parsed.ok) throw new Error(`${name} is no policy`);
  return { name, document: parsed.value };
}

/** A trust policy that lets everybody in. */
export function trustEveryone(): IamCall {
  return { name: 'UpdateAssumeRolePolicy', roleName: 'deploy', policyDocument: trustOf({ AWS: '*' }) };
}
