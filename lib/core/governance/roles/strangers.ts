import type { ExcessBox, Reason } from '../../access/excess.ts';
import type { NamedPolicy, PolicySet } from '../../access/policy-set.ts';
import { statementLabel } from '../../access/decide.ts';
import {
  CONDITION_OPERATORS,
  type Condition,
  type ConditionOperator,
  type PrincipalElement,
  type Statement,
} from '../../policy/statement.ts';
import type { TrustedTokens } from '../standards/standards.ts';
import { type PinningClaim, SHARED_ISSUERS, type SharedIssuer } from './shared-issuers.ts';

/** A shared issuer as one trust policy names it. */
interface NamedIssuer {
  readonly issuer: SharedIssuer;
  /** The principal as it is written. */
  readonly principal: string;
  readonly of: 'federated' | 'service';
  /** What its condition keys begin with; empty for a service, whose keys are AWS's. */
  readonly name: string;
}

/**
 * A ceiling of trust that lets in nobody's tokens but those that the trust policy itself names: of an issuer that serves
 * everybody, an organization, a project, an application or a pool; of one that serves an account, a workload. A ceiling
 * names issuers at most, and to trust such an issuer as a whole is to trust whoever it knows. Of an issuer of which the
 * organisation says what is its own (`trusted`), only that is let in.
 */
export function withoutStrangers(
  ceiling: NamedPolicy,
  trust: NamedPolicy,
  trusted: readonly TrustedTokens[],
): NamedPolicy {
  if ('unreadable' in trust.document || 'unreadable' in ceiling.document) return ceiling;
  const { statements } = trust.document;
  const denials = distinctIssuers(statements).map((named, place) => {
    const own = ownOf(named, trusted);
    return denialOf(named, own.length > 0 ? own : statements.flatMap((each) => sparedBy(each, named)), place);
  });
  return denying(ceiling, denials);
}

/**
 * The same without the tokens of everybody's issuers of which nobody says that they are the organisation's own: neither
 * `trusted` nor the ceiling. Undefined: the trust policy names no such issuer.
 */
export function onlyVouchedFor(
  ceiling: NamedPolicy,
  trust: NamedPolicy,
  trusted: readonly TrustedTokens[],
): NamedPolicy | undefined {
  if ('unreadable' in trust.document || 'unreadable' in ceiling.document) return undefined;
  const { statements } = ceiling.document;
  const unknown = distinctIssuers(trust.document.statements).filter(
    (named) => named.issuer.reach === 'anybody' && ownOf(named, trusted).length === 0,
  );
  if (unknown.length === 0) return undefined;
  const denials = unknown.map((named, place) =>
    denialOf(
      named,
      statements.flatMap((each) => sparedBy(each, named)),
      UNKNOWN_FROM + place,
    ),
  );
  return denying(withoutStrangers(ceiling, trust, trusted), denials);
}

/** Whom a trust policy names of everybody's issuers, for people: `repo:acme/* as token.actions.githubusercontent.com:sub`. */
export function namedTokensIn(trust: NamedPolicy): readonly string[] {
  if ('unreadable' in trust.document) return [];
  const { statements } = trust.document;
  return distinctIssuers(statements)
    .filter(({ issuer }) => issuer.reach === 'anybody')
    .flatMap((named) => statements.flatMap((each) => sparedBy(each, named)))
    .map(({ key, values }) => `${values.join(', ')} as ${key}`);
}

function denying(ceiling: NamedPolicy, denials: readonly Statement[]): NamedPolicy {
  if ('unreadable' in ceiling.document || denials.length === 0) return ceiling;
  const document = { ...ceiling.document, statements: [...ceiling.document.statements, ...denials] };
  return { name: ceiling.name, document };
}

/** What holds for all tokens of an issuer but the organisation's own. */
function ownOf({ name }: NamedIssuer, trusted: readonly TrustedTokens[]): readonly Condition[] {
  return trusted
    .filter(({ issuer }) => issuer === name)
    .map(({ claim, values }) => ({ operator: 'StringNotLike', ifExists: false, key: `${name}:${claim}`, values }));
}

/** Why an excess of a role's trust lets strangers in, statement by statement, and how far these may be from home. */
export function strangersIn(
  { resource }: PolicySet,
  excess: readonly ExcessBox[],
): { readonly reasons: readonly Reason[]; readonly reach: SharedIssuer['reach'] | undefined } {
  const document = resource?.policy.document;
  if (document === undefined || 'unreadable' in document) return { reasons: [], reach: undefined };
  const labels = new Set(excess.map(({ statement }) => statement));
  const open = document.statements
    .filter((statement) => isAllow(statement) && labels.has(statementLabel(statement)))
    .flatMap((statement) => issuersIn(statement).map((named) => ({ statement, named })))
    .filter(({ statement, named }) => pinsIn(statement, named).length === 0);
  const reach = open.some(({ named }) => named.issuer.reach === 'anybody') ? 'anybody' : 'own-account';
  return {
    reasons: open.map(({ statement, named }) => reasonOf(statement, named)),
    reach: open.length === 0 ? undefined : reach,
  };
}

function isAllow({ effect }: Statement): boolean {
  return effect === 'Allow';
}

function issuersIn({ principal }: Statement): readonly NamedIssuer[] {
  if (principal === undefined || principal.negated) return [];
  const federated = principal.federated.map((each) => (each === '*' ? ANY_PROVIDER : each));
  const named = (of: NamedIssuer['of'], names: readonly string[]) => names.flatMap((each) => issuerOf(each, of) ?? []);
  return [...named('federated', federated), ...named('service', principal.service)];
}

/** Stands for the providers that `*` takes in: every account has it, and anybody can get tokens of it. */
const ANY_PROVIDER = 'accounts.google.com';

function issuerOf(principal: string, of: NamedIssuer['of']): NamedIssuer | undefined {
  const name = principal.slice(principal.indexOf(PROVIDER) < 0 ? 0 : principal.indexOf(PROVIDER) + PROVIDER.length);
  const issuer = SHARED_ISSUERS.find((each) => each.issuer.test(name));
  return issuer === undefined ? undefined : { issuer, principal, of, name: of === 'service' ? '' : name };
}

const PROVIDER = ':oidc-provider/';

function distinctIssuers(statements: readonly Statement[]): readonly NamedIssuer[] {
  const trusted = statements.filter(isAllow).flatMap(issuersIn);
  return [...new Map(trusted.map((named) => [named.principal, named])).values()];
}

/** What holds for all tokens of an issuer but those that a statement names. */
function sparedBy(statement: Statement, named: NamedIssuer): readonly Condition[] {
  return isAllow(statement) ? pinsIn(statement, named) : exceptionsIn(statement, named);
}

/** A deny of all tokens of an issuer for which all of these hold. */
function denialOf(named: NamedIssuer, pins: readonly Condition[], place: number): Statement {
  const byKey = Map.groupBy(pins, ({ key, operator }) => `${operator} ${key.toLowerCase()}`);
  const conditions = [...byKey.values()].flatMap(([first, ...others]): readonly Condition[] => {
    if (first === undefined) return [];
    return [{ ...first, values: [...new Set([first, ...others].flatMap(({ values }) => values))] }];
  });
  const principal: PrincipalElement = { ...NOBODY, [named.of]: [named.principal] };
  const action = { negated: false, patterns: ['sts:*'] };
  return { sid: `strangers-${place}`, index: STRANGERS_FROM + place, effect: 'Deny', principal, action, conditions };
}

const NOBODY: PrincipalElement = { negated: false, aws: [], service: [], federated: [], canonicalUser: [] };
/** No ceiling has so many statements of its own. */
const STRANGERS_FROM = 1000;
/** No trust policy names so many issuers. */
const UNKNOWN_FROM = 1000;

/** Operators that name somebody, and what holds for everybody else. */
const NOT: Readonly<Partial<Record<ConditionOperator, ConditionOperator>>> = {
  StringEquals: 'StringNotLike',
  StringLike: 'StringNotLike',
  StringEqualsIgnoreCase: 'StringNotEqualsIgnoreCase',
  ArnEquals: 'StringNotLike',
  ArnLike: 'StringNotLike',
};

/** What holds for everybody whom a statement does not name: a claim must be there, and strangers cannot have its value. */
function pinsIn({ conditions }: Statement, named: NamedIssuer): readonly Condition[] {
  return conditions.flatMap(({ operator, ifExists, set, key, values }) => {
    const not = NOT[operator];
    const isPin = not !== undefined && !ifExists && set !== 'ForAllValues' && namesSomebody(key, values, named);
    return isPin ? [{ operator: not, ifExists, key, values }] : [];
  });
}

/** Whom a deny of all others spares. */
function exceptionsIn({ conditions }: Statement, named: NamedIssuer): readonly Condition[] {
  return conditions.flatMap(({ operator, key, values }) => {
    const isException = CONDITION_OPERATORS[operator].negated && namesSomebody(key, values, named);
    return isException ? [{ operator: 'StringNotLike' as const, ifExists: false, key, values }] : [];
  });
}

function namesSomebody(key: string, values: readonly string[], { issuer, name }: NamedIssuer): boolean {
  // a variable may stand for what the stranger's own token says
  const isNamed = (claim: PinningClaim) => values.every((value) => !value.includes('${') && claim.names.test(value));
  return issuer.claims.some((claim) => isKeyOf(key, claim, name) && isNamed(claim));
}

function isKeyOf(key: string, { claim }: PinningClaim, issuerName: string): boolean {
  if (issuerName !== '') return key.toLowerCase() === `${issuerName}:${claim}`.toLowerCase();
  return key.toLowerCase().startsWith(claim.toLowerCase());
}

function reasonOf(statement: Statement, { issuer, name }: NamedIssuer): Reason {
  const { rule, claims, strangers } = issuer;
  const [first] = claims;
  const key = first === undefined ? '' : name === '' ? first.claim : `${name}:${first.claim}`;
  const asked = statement.conditions.filter((each) => each.key.toLowerCase() === key.toLowerCase());
  const said = asked.flatMap(({ values }) => values).join(', ');
  const lack = asked.length === 0 ? `asks for no ${key}` : `takes ${said} as ${key}`;
  return { rule, detail: `${statementLabel(statement)} ${lack}: ${strangers} can assume the role` };
}
