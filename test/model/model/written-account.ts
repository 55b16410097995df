import * as z from 'zod';
import type { Grants, Holder, Rule } from './policies.ts';
import { policyDocument, rulesIn, trustDocument, trustsIn } from './written-policies.ts';

const named = z.tuple([z.string(), policyDocument]);
const holder = { name: z.string(), inline: z.array(named), attached: z.array(z.string()) };
const principal = { ...holder, boundary: z.string().optional() };
const user = z.looseObject({
  ...principal,
  groups: z.array(z.string()),
  accessKeys: z.array(z.tuple([z.string(), z.enum(['Active', 'Inactive'])])),
  loginProfile: z.boolean().optional(),
});
const accountForm = z.looseObject({
  roles: z.array(z.looseObject({ ...principal, trust: trustDocument })),
  users: z.array(user),
  groups: z.array(z.looseObject(holder)),
  policies: z.array(z.looseObject({ arn: z.string(), defaultVersion: z.string(), versions: z.array(named) })),
});

const NOTHING: Omit<Holder, 'kind' | 'inline' | 'attached'> = {
  boundary: undefined,
  groups: [],
  trusts: [],
  keys: new Map(),
  hasPassword: false,
};

/** The grants of an account, or of a part of one, from the JSON form that findings freeze. */
export function grantsFrom(written: unknown): Grants {
  const { roles, users, groups, policies } = accountForm.parse(written);
  const holders: readonly (readonly [string, Holder])[] = [
    ...roles.map((each) => [each.name, { ...held(each, 'role'), trusts: trustsIn(each.trust) }] as const),
    ...users.map((each) => [each.name, userFrom(each)] as const),
    ...groups.map((each) => [each.name, held(each, 'group')] as const),
  ];
  return {
    holders: new Map(holders),
    policies: new Map(
      policies.map(({ arn, versions, defaultVersion }) => [
        arn,
        { versions: rulesByName(versions), current: defaultVersion },
      ]),
    ),
  };
}

/** What of roles, users and groups is written alike. */
interface Written {
  readonly inline: readonly z.infer<typeof named>[];
  readonly attached: readonly string[];
  readonly boundary?: string | undefined;
}

function held({ inline, attached, boundary }: Written, kind: Holder['kind']): Holder {
  return { ...NOTHING, kind, inline: rulesByName(inline), attached, boundary };
}

function userFrom(written: z.infer<typeof user>): Holder {
  const { groups, accessKeys, loginProfile } = written;
  const keys = new Map(accessKeys.map(([key, status]) => [key, status === 'Active']));
  return { ...held(written, 'user'), groups, keys, hasPassword: loginProfile === true };
}

function rulesByName(documents: readonly z.infer<typeof named>[]): ReadonlyMap<string, readonly Rule[]> {
  return new Map(documents.map(([name, document]) => [name, rulesIn(document)]));
}
