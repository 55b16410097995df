import type { PolicySet } from '../../access/policy-set.ts';
import { policySetOf } from '../../account/effective.ts';
import type { JsonValue } from '../../json.ts';
import { isServiceLinkedRole } from '../../account/iam-arn.ts';
import { type NamedRole, namedRole, type RoleNaming, rolesAt } from '../../account/named-roles.ts';
import type { AccountState } from '../../account/state.ts';
import type { Call } from '../../activity/call.ts';
import type { RoleChange } from '../../activity/changes.ts';

/** A role that a call hands over, with all that decides about it; `unknown`: as it is named, and why nothing is known of it. */
export type HandedRole =
  | {
      readonly kind: 'known';
      readonly arn: string;
      readonly name: string;
      readonly trust: JsonValue;
      readonly policies: PolicySet;
    }
  | { readonly kind: 'unknown'; readonly arn?: string; readonly text: string; readonly why: string };

/** What is known of which roles a call is about. */
export interface RolesKnown {
  readonly roles: readonly NamedRole[];
  /** Whether of something that the call touches it is not known which roles it acts with. */
  readonly lacksSome: boolean;
}

/** What is known of several things that a call touches; undefined: of none of them which roles it acts with. */
export function rolesKnownOf(holders: readonly (readonly NamedRole[] | undefined)[]): RolesKnown | undefined {
  const known = holders.flatMap((roles) => (roles === undefined ? [] : [roles]));
  return known.length === 0 ? undefined : { roles: known.flat(), lacksSome: known.length < holders.length };
}

/**
 * The roles that a change names; undefined: it does not tell. Roles that belong to services of AWS are left out: nobody
 * else can act with them.
 */
export function rolesNamedBy(
  { account, source, name }: Pick<Call, 'account' | 'source' | 'name'>,
  { kind, roles, asked }: Pick<RoleChange, 'kind' | 'roles' | 'asked'>,
): readonly NamedRole[] | undefined {
  const [label = ''] = source.toLowerCase().split('.');
  // which texts of a definition of a data pipeline name roles is not known
  if (label === 'datapipeline') return undefined;
  // a stack that is made without a role acts as who asks
  const isNewStack = label === 'cloudformation' && /^Create(?:Stack|ChangeSet)$/.test(name);
  if (roles.length === 0) return kind === 'role-handed' && isNewStack && Object.keys(asked).length > 0 ? [] : undefined;
  const of = NAMED_BARELY.get(label) ?? ['role'];
  const named = roles.filter((text) => !isServiceLinkedRole(text)).map((text) => namedRole(text, account, of));
  // an instance profile stands in the request by its name, and in the answer by its ARN
  return [
    ...new Map(named.map((each) => [each.place === undefined ? each.text : JSON.stringify(each.place), each])).values(),
  ];
}

/** What these services call by its bare name. Source: their API references. */
const NAMED_BARELY: ReadonlyMap<string, readonly RoleNaming[]> = new Map([
  ['ec2', ['instance-profile']],
  ['autoscaling', ['instance-profile']],
  ['imagebuilder', ['instance-profile']],
  ['batch', ['instance-profile', 'role']],
  ['rds', ['instance-profile', 'role']],
  ['elasticmapreduce', ['instance-profile', 'role']],
]);

/** What a role is called, for people: by its ARN, else as it is named. */
export function nameOfRole(role: HandedRole): string {
  return role.kind === 'known' ? role.arn : role.text;
}

/** What is known of the roles that are named, by the states of their accounts; each once, however often it is named. */
export function handedRoles(
  named: readonly NamedRole[],
  stateOf: (account: string) => AccountState | undefined,
): readonly HandedRole[] {
  const roles = named.flatMap((each) => handed(each, stateOf));
  return [...new Map(roles.map((role) => [role.kind === 'known' ? role.arn : role.why, role])).values()];
}

function handed(
  { text, place }: NamedRole,
  stateOf: (account: string) => AccountState | undefined,
): readonly HandedRole[] {
  if (place === undefined)
    return [{ kind: 'unknown', text, why: `"${text}" is neither the name nor the ARN of a role` }];
  const arn = text.includes(':role/') ? { arn: text } : {};
  const state = stateOf(place.account);
  if (state === undefined) {
    return [
      { kind: 'unknown', ...arn, text, why: `what ${text} may do is not known: account ${place.account} is not read` },
    ];
  }
  const roles = rolesAt(place, state);
  if (roles.length > 0) {
    return roles.flatMap(({ arn: roleArn, name, trust }): readonly HandedRole[] => {
      const policies = isServiceLinkedRole(roleArn) ? undefined : policySetOf(state, roleArn);
      return policies === undefined ? [] : [{ kind: 'known', arn: roleArn, name, trust, policies }];
    });
  }
  return [
    {
      kind: 'unknown',
      ...arn,
      text,
      why: `what ${text} may do is not known: account ${place.account} shows no such role`,
    },
  ];
}
