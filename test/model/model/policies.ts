/** One statement over all resources and without conditions: all that the generator of the runs writes. */
export interface Rule {
  readonly effect: 'Allow' | 'Deny';
  /** Names of actions; a star at the end stands for any rest. */
  readonly actions: readonly string[];
  /** Whether it is about all other actions than these. */
  readonly isAboutOthers: boolean;
}

/** What one role holds. */
export interface RoleGrants {
  readonly inline: ReadonlyMap<string, readonly Rule[]>;
  readonly attached: readonly string[];
  readonly boundary: string | undefined;
}

/** A managed policy: its versions, and the one that counts. */
export interface SharedPolicy {
  readonly versions: ReadonlyMap<string, readonly Rule[]>;
  readonly current: string;
}

/** All of an account that the runs change: roles by name, managed policies by ARN. */
export interface Grants {
  readonly roles: ReadonlyMap<string, RoleGrants>;
  readonly policies: ReadonlyMap<string, SharedPolicy>;
}

/** The actions that are asked about: every pattern of the runs tells some of them from others. */
export const ACTIONS = [
  's3:GetObject',
  's3:PutObject',
  'ec2:RunInstances',
  'sqs:SendMessage',
  'sns:Publish',
  'iam:PutRolePolicy',
  'sts:AssumeRole',
] as const;

export type Action = (typeof ACTIONS)[number];

/** The actions that these rules allow: a Deny wins. */
export function allowedBy(rules: readonly Rule[]): ReadonlySet<Action> {
  const named = (effect: Rule['effect'], action: Action) =>
    rules.some((rule) => rule.effect === effect && isAbout(rule, action));
  return new Set(ACTIONS.filter((action) => named('Allow', action) && !named('Deny', action)));
}

/** The actions that a role may use: what its policies allow, within its boundary. */
export function accessOf(grants: Grants, roleName: string): ReadonlySet<Action> {
  const role = grants.roles.get(roleName);
  if (role === undefined) return new Set();
  const attached = role.attached.flatMap((arn) => rulesOf(grants, arn));
  const allowed = allowedBy([...[...role.inline.values()].flat(), ...attached]);
  if (role.boundary === undefined) return allowed;
  const fence = allowedBy(rulesOf(grants, role.boundary));
  return new Set([...allowed].filter((action) => fence.has(action)));
}

/** A policy that is not known may allow everything. */
function rulesOf({ policies }: Grants, arn: string): readonly Rule[] {
  const policy = policies.get(arn);
  return policy?.versions.get(policy.current) ?? [{ effect: 'Allow', actions: ['*'], isAboutOthers: false }];
}

function isAbout({ actions, isAboutOthers }: Rule, action: Action): boolean {
  return actions.some((pattern) => fits(pattern, action)) !== isAboutOthers;
}

function fits(pattern: string, action: Action): boolean {
  return pattern.endsWith('*') ? action.startsWith(pattern.slice(0, -1)) : pattern === action;
}
