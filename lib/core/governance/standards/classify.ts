import type { AccountState, Principal } from '../../account/state.ts';
import type { Actor } from '../../activity/actor.ts';
import { globMatches } from '../../policy/glob.ts';
import { parsePolicy } from '../../policy/parse.ts';
import { respondsLess } from '../holds/responds-less.ts';
import { isAgentAtWork } from '../agents/settled-markers.ts';
import type { ClassMatch, Governance, PrincipalClass } from './standards.ts';

/** The path under which Identity Center, and nobody else, makes its roles. */
const IDENTITY_CENTER_PATH = '/aws-reserved/sso.amazonaws.com/';

/** What a principal is told by: a whole one has all of it, one known by its ARN alone only name and path. */
interface Traits {
  readonly name: string;
  readonly path: string;
  readonly tags: ReadonlyMap<string, string>;
  /** The principals that its trust policy allows. */
  readonly trusted: readonly string[];
}

/** The class of a role or user: the first that matches it, else `unclassified`. */
export function classOf(principal: Principal, governance: Governance): PrincipalClass {
  const known = classes.get(governance) ?? new WeakMap<Principal, PrincipalClass>();
  classes.set(governance, known);
  const found = known.get(principal) ?? classOfTraits(traitsOf(principal), governance);
  known.set(principal, found);
  return found;
}

/** Classes by principal, which never changes: the class of who acts is asked for with every call. */
const classes = new WeakMap<Governance, WeakMap<Principal, PrincipalClass>>();

/**
 * The class of the roles that Identity Center makes of a permission set; of one without a known name that of principals that
 * nothing else is known of.
 */
export function classOfPermissionSet(name: string | undefined, governance: Governance): PrincipalClass {
  if (name === undefined) return governance.unclassified;
  const roleName = `AWSReservedSSO_${name}_${'0'.repeat(16)}`;
  return classOfTraits({ name: roleName, path: IDENTITY_CENTER_PATH, tags: new Map(), trusted: [] }, governance);
}

/** The class of agents that a user or group of the directory belongs to by its name; undefined: it is not named like an agent. */
export function agentClassNamed(name: string | undefined, governance: Governance): PrincipalClass | undefined {
  if (name === undefined) return undefined;
  const agents = governance.classes.filter(({ kind }) => kind === 'agent');
  return agents.find(({ match }) => match.names.some((pattern) => matchesIgnoringCase(pattern, name)));
}

/**
 * The class of who acted. Where AWS says that an agent did, the first class of kind agent, whatever role the agent uses; but
 * where Ambit does more about the role's own class, that one: an agent is no way around it.
 */
export function classOfActor(
  actor: Pick<Actor, 'agentMarkers' | 'principalArn'>,
  state: AccountState | undefined,
  governance: Governance,
): PrincipalClass {
  const own = ownClassOf(actor, state, governance);
  const agents = isAgentAtWork(actor, state) ? agentClassOf(governance) : undefined;
  return agents === undefined || own.kind === 'agent' || respondsLess(agents, own) ? own : agents;
}

/** The class whose standard agents are measured by that act as somebody else; undefined: the standards know no agents. */
export function agentClassOf({ classes }: Governance): PrincipalClass | undefined {
  return classes.find(({ kind }) => kind === 'agent');
}

/** The class of the principal that acted, as `state` knows it, or as far as its ARN tells (name and path). */
export function ownClassOf(
  { principalArn }: Pick<Actor, 'principalArn'>,
  state: AccountState | undefined,
  governance: Governance,
): PrincipalClass {
  const named = principalArn === undefined ? undefined : readPrincipalArn(principalArn);
  if (named === undefined) return governance.unclassified;
  const known = (named.kind === 'role' ? state?.roles : state?.users)?.get(named.name);
  if (known !== undefined && known.arn === principalArn) return classOf(known, governance);
  return classOfTraits({ ...named, tags: new Map(), trusted: [] }, governance);
}

function classOfTraits(traits: Traits, governance: Governance): PrincipalClass {
  return governance.classes.find((each) => matches(each.match, traits)) ?? governance.unclassified;
}

function traitsOf(principal: Principal): Traits {
  const { name, path, tags } = principal;
  return { name, path, tags, trusted: principal.kind === 'role' ? trustedBy(principal.trust) : [] };
}

function matches(match: ClassMatch, { name, path, tags, trusted }: Traits): boolean {
  const permissionSet = permissionSetOf(name, path);
  return (
    match.names.some((pattern) => matchesIgnoringCase(pattern, name)) ||
    match.paths.some((pattern) => matchesPath(pattern, path)) ||
    match.tags.some((entry) => hasTags(tags, entry)) ||
    match.trust.some((pattern) => trusted.some((each) => globMatches(pattern, each))) ||
    (permissionSet !== undefined && match.permissionSets.some((pattern) => matchesIgnoringCase(pattern, permissionSet)))
  );
}

/** Names of roles and users are unique ignoring case (IAM user guide, "IAM and AWS STS quotas"): `MyAgent` is `myagent`. */
function matchesIgnoringCase(pattern: string, text: string): boolean {
  return globMatches(pattern.toLowerCase(), text.toLowerCase());
}

/**
 * Paths that AWS keeps for itself are compared exactly: anyone can make a role below `/AWS-Service-Role/`. All others
 * ignore case, as names do.
 */
function matchesPath(pattern: string, path: string): boolean {
  return RESERVED_PATH.test(pattern) ? globMatches(pattern, path) : matchesIgnoringCase(pattern, path);
}

const RESERVED_PATH = /^\/aws-(?:service-role|reserved)\//i;

/** Tag keys ignore case, values do not (IAM user guide, "Tags for IAM resources"). */
function hasTags(tags: ReadonlyMap<string, string>, wanted: ReadonlyMap<string, string>): boolean {
  const byKey = new Map([...tags].map(([key, value]) => [key.toLowerCase(), value]));
  if (wanted.size === 0) return false;
  return [...wanted].every(([key, pattern]) => {
    const value = byKey.get(key.toLowerCase());
    return value !== undefined && globMatches(pattern, value);
  });
}

/** `AWSReservedSSO_NAME_0123456789abcdef` → `NAME`. */
function permissionSetOf(name: string, path: string): string | undefined {
  if (!path.startsWith(IDENTITY_CENTER_PATH)) return undefined;
  return /^AWSReservedSSO_(?<set>.+)_[0-9a-f]{16}$/.exec(name)?.groups?.['set'];
}

/** Who a trust policy allows, account ids in both of their forms; nobody where it cannot be read. */
function trustedBy(trust: Parameters<typeof parsePolicy>[0]): readonly string[] {
  const parsed = parsePolicy(trust);
  if (!parsed.ok) return [];
  return parsed.value.statements.flatMap(({ effect, principal }) => {
    if (effect !== 'Allow' || principal === undefined || principal.negated) return [];
    const aws = principal.aws.flatMap((each) => [each, ...otherFormOfAccount(each)]);
    return [...aws, ...principal.service, ...principal.federated, ...principal.canonicalUser];
  });
}

function otherFormOfAccount(principal: string): readonly string[] {
  const account = /^arn:[^:]+:iam::(?<account>[0-9]{12}):root$/.exec(principal)?.groups?.['account'];
  return account === undefined ? [] : [account];
}

/** Name and path out of `arn:aws:iam::111122223333:role/some/path/NAME`; undefined for what is no role or user. */
function readPrincipalArn(arn: string): { kind: 'role' | 'user'; name: string; path: string } | undefined {
  const read = /^arn:[^:]+:iam::[0-9]*:(?<kind>role|user)(?<path>\/(?:.*\/)?)(?<name>[^/]+)$/.exec(arn)?.groups;
  const { kind, path, name } = read ?? {};
  if ((kind !== 'role' && kind !== 'user') || path === undefined || name === undefined) return undefined;
  return { kind, path, name };
}
