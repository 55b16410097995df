import * as z from 'zod';
import { awsManagedPolicy } from '../../lib/adapters/local/aws-managed-policies.ts';
import { emptyAccount } from '../../lib/core/account/empty-account.ts';
import type { AccountState, Role } from '../../lib/core/account/state.ts';
import type { JsonObject, JsonValue } from '../../lib/core/json.ts';
import type { Place, Resource } from './resolved-template.ts';

const document = z.record(z.string(), z.json());
const namedDocument = z.object({ PolicyName: z.string(), PolicyDocument: document });
const roleShape = z.looseObject({
  RoleName: z.string(),
  AssumeRolePolicyDocument: document,
  Policies: z.array(namedDocument).default([]),
  ManagedPolicyArns: z.array(z.string()).default([]),
});
const policyShape = namedDocument.extend({ Roles: z.array(z.string()) });

/** The account as it is once a template is deployed: its roles, with the policies that other resources give them. */
export function accountAfter(resources: readonly Resource[], place: Place): AccountState {
  const added = resources.flatMap(({ type, properties }) =>
    type === 'AWS::IAM::Policy' ? [policyShape.parse(properties)] : [],
  );
  const roles = resources.flatMap(({ id, type, properties }) =>
    type === 'AWS::IAM::Role' ? [roleOf(roleShape.parse({ RoleName: id, ...properties }), added, place)] : [],
  );
  const attached = roles.flatMap((role) => role.attached.flatMap((arn) => awsManagedPolicy(arn) ?? []));
  return {
    ...emptyAccount(place.account, place.partition),
    coverage: 'whole',
    roles: new Map(roles.map((role) => [role.name, role])),
    policies: new Map(attached.map((policy) => [policy.arn, policy])),
  };
}

function roleOf(
  { RoleName: name, AssumeRolePolicyDocument: trust, Policies, ManagedPolicyArns }: z.infer<typeof roleShape>,
  added: readonly z.infer<typeof policyShape>[],
  { partition, account }: Place,
): Role {
  const own = added.filter(({ Roles }) => Roles.includes(name));
  return {
    kind: 'role',
    name,
    path: '/',
    arn: `arn:${partition}:iam::${account}:role/${name}`,
    id: `AROA${name}`,
    inline: new Map<string, JsonValue>([...Policies, ...own].map((each) => [each.PolicyName, each.PolicyDocument])),
    attached: ManagedPolicyArns,
    trust: trust satisfies JsonObject,
    tags: new Map(),
  };
}
