/** One statement over all resources: all that the generator of the runs, and Ambit for them, writes. */
export interface Rule {
  readonly effect: 'Allow' | 'Deny';
  /** Names of actions; a star at the end stands for any rest. */
  readonly actions: readonly string[];
  /** Whether it is about all other actions than these. */
  readonly isAboutOthers: boolean;
  /** Of which sessions alone it speaks, by when they began; absent: of all. */
  readonly sessions?: Sessions;
}

/** Sessions that began since a moment, and before another one, as they are written; undefined: also all that are to come. */
export interface Sessions {
  readonly since: string;
  readonly until: string | undefined;
}

/** What one role, user or group holds. No two of the runs have one name. */
export interface Holder {
  readonly kind: 'role' | 'user' | 'group';
  readonly inline: ReadonlyMap<string, readonly Rule[]>;
  readonly attached: readonly string[];
  readonly boundary: string | undefined;
  /** Names of the groups of a user. */
  readonly groups: readonly string[];
  /** Whom a role trusts. */
  readonly trusts: readonly string[];
  /** Whether the keys of a user are active, by id. */
  readonly keys: ReadonlyMap<string, boolean>;
  readonly hasPassword: boolean;
}

/** A managed policy: its versions, and the one that counts. */
export interface SharedPolicy {
  readonly versions: ReadonlyMap<string, readonly Rule[]>;
  readonly current: string;
}

/** All of an account that the runs change: who holds something, by name, and managed policies by ARN. */
export interface Grants {
  readonly holders: ReadonlyMap<string, Holder>;
  readonly policies: ReadonlyMap<string, SharedPolicy>;
}

/** The actions that are asked about: every pattern of the runs tells some of them from others. */
const ACTIONS = [
  's3:GetObject',
  's3:PutObject',
  'ec2:RunInstances',
  'sqs:SendMessage',
  'sns:Publish',
  'iam:PutRolePolicy',
  'sts:AssumeRole',
] as const;

/** The actions that these rules allow, whenever a session began: a Deny wins. */
export function allowedBy(rules: readonly Rule[]): ReadonlySet<string> {
  const counted = rules.filter(({ sessions }) => sessions === undefined);
  const named = (effect: Rule['effect'], action: string) =>
    counted.some((rule) => rule.effect === effect && isAbout(rule, action));
  return new Set(ACTIONS.filter((action) => named('Allow', action) && !named('Deny', action)));
}

/** The actions that a role or user may use: what its policies and groups allow, within its boundary. */
export function actionsOf(grants: Grants, name: string): ReadonlySet<string> {
  const holder = grants.holders.get(name);
  if (holder === undefined) return new Set();
  const allowed = allowedBy([name, ...holder.groups].flatMap((each) => rulesHeldBy(grants, each)));
  if (holder.boundary === undefined) return allowed;
  const fence = allowedBy(rulesOf(grants, holder.boundary));
  return new Set([...allowed].filter((action) => fence.has(action)));
}

/** By which ways somebody comes to be a role or user: whom it trusts, its keys, its password. None where that is in vain. */
export function waysInto(grants: Grants, name: string): ReadonlySet<string> {
  const holder = grants.holders.get(name);
  if (holder === undefined) return new Set();
  const denies = [...holder.inline.values()].flat().filter(isDenyOfAll);
  if (denies.some(({ sessions }) => sessions === undefined)) return new Set();
  const isClosedToNew = denies.some(({ sessions }) => sessions !== undefined && sessions.until === undefined);
  const keys = [...holder.keys].flatMap(([key, isActive]) => (isActive ? [keyOf(key)] : []));
  return new Set([
    ...(isClosedToNew ? [] : holder.trusts.map(trustOf)),
    ...keys,
    ...(holder.hasPassword ? [PASSWORD] : []),
  ]);
}

/** That somebody is trusted, as a part of an access. */
export function trustOf(somebody: string): string {
  return `trust in ${somebody}`;
}

/** A key, as a part of an access. */
export function keyOf(key: string): string {
  return `key ${key}`;
}

/** A password, as a part of an access. */
export const PASSWORD = 'password';

/** All of it: what may be done, and by which ways. */
export function accessOf(grants: Grants, name: string): ReadonlySet<string> {
  return new Set([...actionsOf(grants, name), ...waysInto(grants, name)]);
}

function rulesHeldBy(grants: Grants, name: string): readonly Rule[] {
  const holder = grants.holders.get(name);
  if (holder === undefined) return [];
  return [...[...holder.inline.values()].flat(), ...holder.attached.flatMap((arn) => rulesOf(grants, arn))];
}

/** A policy that is not known may allow everything. */
function rulesOf({ policies }: Grants, arn: string): readonly Rule[] {
  const policy = policies.get(arn);
  return policy?.versions.get(policy.current) ?? [{ effect: 'Allow', actions: ['*'], isAboutOthers: false }];
}

function isDenyOfAll({ effect, actions, isAboutOthers }: Rule): boolean {
  return effect === 'Deny' && !isAboutOthers && actions.includes('*');
}

function isAbout({ actions, isAboutOthers }: Rule, action: string): boolean {
  return actions.some((pattern) => fits(pattern, action)) !== isAboutOthers;
}

function fits(pattern: string, action: string): boolean {
  return pattern.endsWith('*') ? action.startsWith(pattern.slice(0, -1)) : pattern === action;
}
