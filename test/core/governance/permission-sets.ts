import type { KnownPermissionSet } from '../../../lib/core/account/identity-center/identity-center-state.ts';
import type { PolicyOf } from '../../../lib/core/account/identity-center/permission-set-policies.ts';
import { parsePolicy } from '../../../lib/core/policy/parse.ts';
import type { JsonObject } from '../../../lib/core/json.ts';
import type { Standard } from '../../../lib/core/governance/standards/standards.ts';
import { ADMIN, allow, policy } from './accounts.ts';
import { governance, principalClass } from './cases.ts';

/** Where Identity Center is, */
export const INSTANCE = 'arn:aws:sso:::instance/ssoins-1111111111111111';
/** and a permission set in it. */
export const SET = 'arn:aws:sso:::permissionSet/ssoins-1111111111111111/ps-1111111111111111';
/** A policy of AWS that reads. */
export const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

const MANAGED = new Map(
  [policy(ADMIN, allow('*')), policy(READ_ONLY, allow('s3:Get*'))].map((each) => [each.arn, each]),
);

/** Two of AWS's policies: everything, and reading from S3. */
export const policyOf: PolicyOf = (arn) => MANAGED.get(arn);

function standard(name: string, document: JsonObject): Standard {
  const parsed = parsePolicy(document);
  if (!parsed.ok) throw new Error(`the standard ${name} does not parse`);
  return { name, policies: [{ name, document: parsed.value }] };
}

const nothing = { names: [], paths: [], tags: [], trust: [], permissionSets: [] };

/** Engineers have permission sets named `Engineer…` and may use S3 and SQS; agents are named `agent-…` and may read from S3. */
export const rules = governance({
  classes: [
    principalClass({
      name: 'agents',
      kind: 'agent',
      match: { ...nothing, names: ['agent-*'] },
      standard: standard('agents', allow('s3:Get*')),
    }),
    principalClass({
      name: 'engineers',
      match: { ...nothing, names: ['engineer*'], permissionSets: ['Engineer*'] },
      standard: standard('engineers', allow(['s3:*', 'sqs:*'])),
    }),
  ],
});

/** The permission set `Engineer`, which reads from S3. */
export const ENGINEER_SET: KnownPermissionSet = {
  arn: SET,
  name: 'Engineer',
  inline: allow('s3:GetObject'),
  managed: [],
  customerManaged: [],
};
