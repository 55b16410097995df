import type { JsonObject, JsonValue } from '../../lib/core/json.ts';
import { ACCOUNT, ADMIN, allow, FENCE, pathOf, type Principal, WITHIN } from './company.ts';
import { type Estate, FIRST_TRUST, GROUPS } from './estate.ts';
import { idOf } from './good-changes.ts';

/** The account as the run begins, as GetAccountAuthorizationDetails tells it. */
export function accountFileOf(estate: Estate): JsonObject {
  const { principals } = estate;
  const parts = (each: Principal) => [each, estate.goodOf(each.arn)] as const;
  return {
    UserDetailList: principals.filter(({ kind }) => kind === 'engineer').map((each) => user(...parts(each))),
    GroupDetailList: [
      ...GROUPS.map(([name, document]) => group(name, document, [])),
      group('admins', undefined, [ADMIN]),
    ],
    RoleDetailList: principals.filter(({ kind }) => kind !== 'engineer').map((each) => role(...parts(each))),
    Policies: [
      policy(ADMIN, allow(['*'])),
      policy(FENCE, allow(WITHIN.agent.flat())),
      ...estate.policies.map((arn) => policy(arn, parsed(estate.goodOf(arn).get('document') ?? 'null'))),
    ],
  };
}

type Parts = ReadonlyMap<string, string>;

function user(each: Principal, parts: Parts): JsonObject {
  const { policies, boundary, attached, ...common } = held(each, parts);
  return {
    UserName: each.name,
    UserId: idOf(each),
    ...common,
    UserPolicyList: policies,
    AttachedManagedPolicies: attached,
    GroupList: [],
    ...boundary,
  };
}

function role(each: Principal, parts: Parts): JsonObject {
  const { policies, boundary, attached, ...common } = held(each, parts);
  return {
    RoleName: each.name,
    RoleId: idOf(each),
    ...common,
    AssumeRolePolicyDocument: FIRST_TRUST,
    RolePolicyList: policies,
    AttachedManagedPolicies: attached,
    InstanceProfileList: [],
    ...boundary,
  };
}

function held({ kind, arn }: Principal, parts: Parts) {
  const of = (prefix: string) =>
    [...parts]
      .filter(([part]) => part.startsWith(prefix))
      .map(([part, value]) => [part.slice(prefix.length), value] as const);
  const boundary = parts.get('boundary');
  const policies = of('inline:').map(([PolicyName, text]) => ({ PolicyName, PolicyDocument: parsed(text) }));
  const attached = of('attached:').map(([PolicyArn]) => ({ PolicyName: nameOf(PolicyArn), PolicyArn }));
  return {
    Path: pathOf(kind),
    Arn: arn,
    Tags: [],
    policies,
    attached,
    boundary:
      boundary === undefined
        ? {}
        : { PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: boundary } },
  };
}

function group(name: string, document: JsonObject | undefined, attached: readonly string[]): JsonObject {
  return {
    GroupName: name,
    GroupId: `AGPA${name.toUpperCase()}`,
    Arn: `arn:aws:iam::${ACCOUNT}:group/${name}`,
    Path: '/',
    GroupPolicyList: document === undefined ? [] : [{ PolicyName: name, PolicyDocument: document }],
    AttachedManagedPolicies: attached.map((PolicyArn) => ({ PolicyName: nameOf(PolicyArn), PolicyArn })),
  };
}

function policy(arn: string, document: JsonValue): JsonObject {
  return {
    PolicyName: nameOf(arn),
    PolicyId: `ANPA${nameOf(arn).toUpperCase()}`,
    Arn: arn,
    Path: '/',
    DefaultVersionId: 'v1',
    PolicyVersionList: [{ VersionId: 'v1', IsDefaultVersion: true, Document: document }],
  };
}

function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

const parsed: (text: string) => JsonValue = JSON.parse;
