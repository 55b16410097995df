import { trustPolicyOf } from '../../account/effective.ts';
import { isServiceLinkedRole } from '../../account/iam-arn.ts';
import type { ListedPrincipal } from '../../account/listed-principal.ts';
import { type NamedRole, namedRole } from '../../account/named-roles.ts';
import type { Role } from '../../account/state.ts';
import type { Call } from '../../activity/call.ts';
import type { RoleChange } from '../../activity/changes.ts';
import { isJsonList, member, textAt } from '../../activity/member.ts';
import { isJsonObject, type JsonValue } from '../../json.ts';
import { globMatches } from '../../policy/glob.ts';
import type { Statement } from '../../policy/statement.ts';
import type { Severity } from '../finding.ts';

/** Through what people and machines outside of IAM come to act with roles. */
export interface Way {
  /** Whether this is what a role must trust for it: the name of a service, the ARN of a provider. */
  readonly isTrusted: (principal: string) => boolean;
  /** Who comes by it, for people. */
  readonly who: string;
  /**
   * Who they are to the organization: `public`, who may have nothing of it; `known`, who may have what principals of no
   * class may.
   */
  readonly to: 'public' | 'known';
  /** How grave it is at least. */
  readonly floor: Severity;
  /** The ARN that a role may ask for by `aws:SourceArn`. */
  readonly from?: string;
}

/** What a change of trust opens. */
export type TrustOpening =
  /** Roles that it names. */
  | { readonly kind: 'named'; readonly ways: readonly { readonly way: Way; readonly roles: readonly NamedRole[] }[] }
  /** Every role of the account that trusts what was changed. */
  | { readonly kind: 'trusting'; readonly way: Way };

/** What a change opens; undefined: it is not known of it, or it opens nothing by itself. */
export function trustOpeningOf(call: Call, change: RoleChange): TrustOpening | undefined {
  return OPENINGS.get(`${label(call)}:${call.name}`)?.(change, call);
}

type Reader = (change: RoleChange, call: Call) => TrustOpening | undefined;

const isAnywhere = (principal: string): boolean => /^rolesanywhere\.amazonaws\.com(?:\.cn)?$/.test(principal);
const isCognito = (principal: string): boolean => /^cognito-identity\.amazonaws\.com(?:\.cn)?$/.test(principal);

const certificates: Way = {
  isTrusted: isAnywhere,
  who: 'whoever has a certificate under a trust anchor of the account',
  to: 'known',
  floor: 'high',
};
const signedIn: Way = { isTrusted: isCognito, who: 'whoever signs in to the pool', to: 'public', floor: 'medium' };
const everybody: Way = {
  isTrusted: isCognito,
  who: 'anybody on the internet, without signing in',
  to: 'public',
  floor: 'high',
};

const profile: Reader = ({ roles }, call) => named(call, [{ way: certificates, roles }]);
const group: Reader = ({ roles }, call) => named(call, [{ way: signedIn, roles }]);

const identityPool: Reader = ({ asked }, call) => {
  const roles = member(asked, 'roles');
  const mapped = roleArnsIn(member(asked, 'roleMappings'), MOST_NESTED);
  return named(call, [
    { way: everybody, roles: textsOf(textAt(roles, 'unauthenticated')) },
    { way: signedIn, roles: [...textsOf(textAt(roles, 'authenticated')), ...mapped] },
  ]);
};

const anchor: Reader = ({ resources }) => {
  const from = resources.find((each) => each.includes(':trust-anchor/'));
  const who = `whoever has a certificate under ${from ?? 'the trust anchor'}`;
  return { kind: 'trusting', way: { ...certificates, who, ...(from === undefined ? {} : { from }) } };
};

const isEntitled = (principal: string): boolean => /^account-access\.amazonaws\.com(?:\.cn)?$/.test(principal);

/** A role of the account for people of Identity Center, without a permission set. */
const entitlement: Reader = ({ roles, grantees }, call) => {
  const who = `${grantees.join(', ') || 'somebody'} of Identity Center`;
  return named(call, [{ way: { isTrusted: isEntitled, who, to: 'known', floor: 'high' }, roles }]);
};

const provider: Reader = ({ resources }) => {
  const arn = resources.find((each) => /:(?:saml|oidc)-provider\//.test(each));
  if (arn === undefined) return undefined;
  const isTrusted = (principal: string): boolean => principal === arn;
  return { kind: 'trusting', way: { isTrusted, who: `whoever ${arn} vouches for`, to: 'known', floor: 'high' } };
};

/** Source: IAM Roles Anywhere, Cognito and IAM API references. */
const OPENINGS: ReadonlyMap<string, Reader> = new Map([
  ['rolesanywhere:CreateProfile', profile],
  ['rolesanywhere:UpdateProfile', profile],
  ['rolesanywhere:EnableProfile', profile],
  ['rolesanywhere:CreateTrustAnchor', anchor],
  ['rolesanywhere:UpdateTrustAnchor', anchor],
  ['rolesanywhere:EnableTrustAnchor', anchor],
  ['cognito-identity:SetIdentityPoolRoles', identityPool],
  ['cognito-idp:CreateGroup', group],
  ['cognito-idp:UpdateGroup', group],
  ['account-access:CreateEntitlement', entitlement],
  ['iam:CreateSAMLProvider', provider],
  ['iam:UpdateSAMLProvider', provider],
  ['iam:CreateOpenIDConnectProvider', provider],
  ['iam:AddClientIDToOpenIDConnectProvider', provider],
  ['iam:UpdateOpenIDConnectProviderThumbprint', provider],
]);

/** Roles that somebody comes to by one way. */
export interface OpenedWay {
  readonly way: Way;
  readonly roles: readonly NamedRole[];
  /** How many there are besides, which are not looked at. */
  readonly more: number;
}

/** So many roles are read and compared for one change. */
const MOST_COMPARED = 20;

/** The roles that an opening leads to, of an account with these principals. */
export function openedWays(
  opening: TrustOpening,
  account: string,
  principals: readonly ListedPrincipal[],
): readonly OpenedWay[] {
  if (opening.kind === 'named') return opening.ways.map((each) => ({ ...each, more: 0 }));
  const { way } = opening;
  const trusting = principals.filter((each) => each.kind === 'role' && trusts(each, way));
  const arns = trusting
    .map(({ arn }) => arn)
    .filter((arn) => !isServiceLinkedRole(arn))
    .sort();
  const roles = arns.slice(0, MOST_COMPARED).map((arn) => namedRole(arn, account, ['role']));
  return roles.length === 0 ? [] : [{ way, roles, more: arns.length - roles.length }];
}

/** Whether a role lets in who comes by a way; also where its trust policy cannot be read. */
export function trusts(role: Pick<Role, 'name' | 'trust'>, { isTrusted, from }: Way): boolean {
  const { document } = trustPolicyOf(role);
  if ('unreadable' in document) return true;
  return document.statements.some(
    (statement) => statement.effect === 'Allow' && admits(statement, isTrusted) && comesFrom(statement, from),
  );
}

function admits({ principal }: Statement, isTrusted: Way['isTrusted']): boolean {
  if (principal === undefined || principal.negated || principal.aws.includes('*')) return true;
  return [...principal.federated, ...principal.service].some(isTrusted);
}

/** A role that asks for other sources is not opened by this one. */
function comesFrom({ conditions }: Statement, from: string | undefined): boolean {
  if (from === undefined) return true;
  const asked = conditions.filter(
    ({ operator, key }) => /^(?:String|Arn)(?:Equals|Like)$/.test(operator) && /^aws:SourceArn$/i.test(key),
  );
  return asked.every(({ values }) => values.some((value) => globMatches(value, from)));
}

function named(
  call: Call,
  ways: readonly { readonly way: Way; readonly roles: readonly string[] }[],
): TrustOpening | undefined {
  const opened = ways.filter(({ roles }) => roles.length > 0);
  if (opened.length === 0) return undefined;
  const read = opened.map(({ way, roles }) => ({
    way,
    roles: roles.map((text) => namedRole(text, call.account, ['role'])),
  }));
  return { kind: 'named', ways: read };
}

/** Deeper than any mapping of roles. */
const MOST_NESTED = 8;

function roleArnsIn(value: JsonValue | undefined, depth: number): readonly string[] {
  if (typeof value === 'string') return /^arn:[^:]+:iam::\d{12}:role\//.test(value) ? [value] : [];
  if (depth === 0 || value === undefined) return [];
  if (isJsonList(value)) return value.flatMap((each) => roleArnsIn(each, depth - 1));
  return isJsonObject(value) ? Object.values(value).flatMap((each) => roleArnsIn(each, depth - 1)) : [];
}

function label({ source }: Call): string {
  return source.toLowerCase().split('.')[0] ?? '';
}

function textsOf(text: string | undefined): readonly string[] {
  return text === undefined ? [] : [text];
}
