import * as z from 'zod/mini';
import type { JsonValue } from '../json.ts';
import { err, ok, type Result } from '../result.ts';
import { type AccountProblem, problemOf } from './account-problem.ts';
import type { AccountState } from './state.ts';

/** A part of a JSON value is a JSON value: any value that is there will do. */
const json = z.custom<JsonValue>((value) => value !== undefined, { error: 'expected a JSON value' });

function pairs<T>(value: z.ZodMiniType<T>) {
  const list = z.array(z.tuple([z.string(), value]));
  return z.pipe(
    list,
    z.transform((entries: [string, T][]): ReadonlyMap<string, T> => new Map(entries)),
  );
}

const tags = pairs(z.string());
const names = z.array(z.string());
const holder = {
  name: z.string(),
  path: z.string(),
  arn: z.string(),
  id: z.string(),
  inline: pairs(json),
  attached: names,
  seenOnlyInCalls: z.exactOptional(z.literal(true)),
};

const role = z.object({
  ...holder,
  kind: z.literal('role'),
  trust: json,
  tags,
  boundary: z.exactOptional(z.string()),
  description: z.exactOptional(z.string()),
  maxSessionDuration: z.exactOptional(z.number()),
});

const user = z.object({
  ...holder,
  kind: z.literal('user'),
  tags,
  groups: names,
  accessKeys: pairs(z.enum(['Active', 'Inactive'])),
  boundary: z.exactOptional(z.string()),
  loginProfile: z.exactOptional(z.boolean()),
});

const group = z.object({ ...holder, kind: z.literal('group') });

const policy = z.object({
  arn: z.string(),
  name: z.string(),
  path: z.string(),
  id: z.string(),
  defaultVersion: z.string(),
  versions: pairs(json),
  tags,
  description: z.exactOptional(z.string()),
  seenOnlyInCalls: z.exactOptional(z.literal(true)),
});

const profile = z.object({ name: z.string(), path: z.string(), roles: names });

const stateShape = z.object({
  account: z.string(),
  partition: z.string(),
  coverage: z.enum(['whole', 'partial']),
  roles: z.array(role),
  users: z.array(user),
  groups: z.array(group),
  policies: z.array(policy),
  instanceProfiles: z.array(profile),
});

/** Reads what `stateToJson` wrote, or says where it differs from that form. */
export function stateFromJson(value: JsonValue): Result<AccountState, AccountProblem> {
  const parsed = stateShape.safeParse(value);
  if (!parsed.success) return err(problemOf(parsed.error));
  const { roles, users, groups, policies, instanceProfiles, ...account } = parsed.data;
  return ok({
    ...account,
    roles: new Map(roles.map((each) => [each.name, each])),
    users: new Map(users.map((each) => [each.name, each])),
    groups: new Map(groups.map((each) => [each.name, each])),
    policies: new Map(policies.map((each) => [each.arn, each])),
    instanceProfiles: new Map(instanceProfiles.map((each) => [each.name, each])),
  });
}
