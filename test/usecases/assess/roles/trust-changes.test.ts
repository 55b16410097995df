import { afterEach, describe, expect, test } from '@jest/globals';
import type { AccountState, Role } from '../../../../lib/core/account/state.ts';
import type { Finding } from '../../../../lib/core/governance/finding.ts';
import { foldCase } from '../../../../lib/core/governance/cases/case.ts';
import type { JsonObject, JsonValue } from '../../../../lib/core/json.ts';
import { handleCall } from '../../../../lib/usecases/calls/handle-call.ts';
import { replayRecords } from '../../../../lib/usecases/replay/replay-records.ts';
import { ACCOUNT, account, ADMIN, AGENT, allow, callOf, ENGINEER, governance, record } from '../../company.ts';
import { openWorld, type World } from '../../world.ts';

let world: World | undefined;

afterEach(() => {
  world?.close();
  world = undefined;
});

const SAML = `arn:aws:iam::${ACCOUNT}:saml-provider/staff`;
const GITHUB = `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`;
const ANCHOR = `arn:aws:rolesanywhere:us-east-1:${ACCOUNT}:trust-anchor/a1`;
const roleArn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;

function trusting(principal: JsonObject, condition?: JsonObject): JsonObject {
  const statement = { Effect: 'Allow', Principal: principal, Action: 'sts:*' };
  const statements = [condition === undefined ? statement : { ...statement, Condition: condition }];
  return { Version: '2012-10-17', Statement: statements };
}

const anywhere = { Service: 'rolesanywhere.amazonaws.com' };
const cognito = { Federated: 'cognito-identity.amazonaws.com' };

function role(name: string, trust: JsonObject, change: Partial<Role> = { attached: [ADMIN] }): readonly [string, Role] {
  const empty = { path: '/', inline: new Map(), attached: [], tags: new Map() };
  return [name, { kind: 'role', name, arn: roleArn(name), id: `AROA${name}`, trust, ...empty, ...change }];
}

/** Only reads, as principals of no class may. */
const reads: Partial<Role> = { inline: new Map([['read', allow('s3:GetObject')]]) };

function company(...more: readonly (readonly [string, Role])[]): AccountState {
  const state = account();
  const elsewhere = `arn:aws:rolesanywhere:us-east-1:${ACCOUNT}:trust-anchor/other`;
  const roles = [
    role('machines', trusting(anywhere)),
    role('machines-of-another', trusting(anywhere, { ArnEquals: { 'aws:SourceArn': elsewhere } })),
    role('visitors', trusting(cognito)),
    role('readers', trusting(cognito), reads),
    role('idle', trusting(cognito), {}),
    role('printers', trusting(anywhere), reads),
    role('functions', trusting({ Service: 'lambda.amazonaws.com' })),
    role('staff', trusting({ Federated: SAML })),
    ...more,
  ];
  return { ...state, roles: new Map([...state.roles, ...roles]) };
}

const told = (findings: readonly Finding[]) => findings.map(({ kind, verdict }) => `${kind} ${verdict}`);

async function live(made: JsonValue, state = company()): Promise<readonly Finding[]> {
  world = await openWorld({ state });
  const { deps } = world;
  const handled = await handleCall(callOf(made), deps);
  const ids = handled.kind === 'denied' ? [] : handled.findings;
  const cases = await Promise.all(ids.map(async (id) => foldCase(await deps.ledger.about(id))));
  return cases.flatMap((each) => each?.finding ?? []);
}

async function replayed(made: JsonValue, state = company()): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const records = (async function* () {
    yield made;
    yield made;
  })();
  for await (const step of replayRecords({ accounts: [state], records, governance: governance() })) {
    if (step.kind === 'finding') findings.push(step.finding);
  }
  return findings;
}

const by = (source: string) => ({ source: `${source}.amazonaws.com` });
const profile = (...roleArns: readonly string[]) =>
  record('CreateProfile', { name: 'p', roleArns }, by('rolesanywhere'));
const pool = (roles: JsonObject, roleMappings: JsonObject = {}) =>
  record('SetIdentityPoolRoles', { identityPoolId: 'us-east-1:1', roles, roleMappings }, by('cognito-identity'));
const anchor = record(
  'CreateTrustAnchor',
  { name: 'a', enabled: true },
  { ...by('rolesanywhere'), response: { trustAnchor: { trustAnchorArn: ANCHOR } } },
);
const clusterPolicy = (principalArn: string, policy = 'AmazonEKSClusterAdminPolicy') =>
  record(
    'AssociateAccessPolicy',
    { name: 'prod', principalArn, policyArn: `arn:aws:eks::aws:cluster-access-policy/${policy}` },
    by('eks'),
  );
const entry = (principalArn: string, kubernetesGroups: readonly string[]) =>
  record('CreateAccessEntry', { name: 'prod', principalArn, kubernetesGroups }, by('eks'));
const mapping = { p: { type: 'Rules', rulesConfiguration: { rules: [{ claim: 'c', roleARN: roleArn('visitors') }] } } };

const EXCEEDS = ['excess-trust exceeds'];
const TOLD = ['unassessed-change undetermined'];

describe('a change of who can become whom, live and replayed', () => {
  test.each<readonly [string, JsonObject, readonly string[]]>([
    ['certificates for a role that trusts them', profile(roleArn('machines')), EXCEEDS],
    ['certificates for a role that does not', profile(roleArn('functions')), []],
    ['certificates for a role that is not there', profile(roleArn('nobody')), ['excess-trust undetermined']],
    [
      'certificates for a role of another account',
      profile('arn:aws:iam::444455556666:role/x'),
      ['excess-trust undetermined'],
    ],
    ['a trust anchor, with roles that wait for one', anchor, EXCEEDS],
    ['a role for visitors of a pool', pool({ unauthenticated: roleArn('visitors') }), EXCEEDS],
    ['whatever a role for visitors may do', pool({ unauthenticated: roleArn('readers') }), EXCEEDS],
    ['a role for visitors that may do nothing', pool({ unauthenticated: roleArn('idle') }), []],
    ['certificates for a role within what principals of no class may do', profile(roleArn('printers')), []],
    ['a role for those who sign in', pool({ authenticated: roleArn('visitors') }), EXCEEDS],
    ['a role for those of whom a claim says so', pool({ authenticated: roleArn('idle') }, mapping), EXCEEDS],
    ['a pool without roles', pool({}), TOLD],
    [
      'a role for a group of users',
      record('CreateGroup', { userPoolId: 'u', groupName: 'g', roleArn: roleArn('visitors') }, by('cognito-idp')),
      EXCEEDS,
    ],
    ['other metadata of a provider that roles trust', record('UpdateSAMLProvider', { sAMLProviderArn: SAML }), EXCEEDS],
    [
      'a provider that no role trusts yet',
      record('CreateOpenIDConnectProvider', { url: 'u' }, { response: { openIDConnectProviderArn: GITHUB } }),
      TOLD,
    ],
    ['a provider that the record does not name', record('UpdateSAMLProvider', {}), TOLD],
    ['the loss of a provider', record('DeleteSAMLProvider', { sAMLProviderArn: SAML }), TOLD],
    ['a cluster for an agent', clusterPolicy(AGENT), EXCEEDS],
    ['a cluster for somebody of another account', clusterPolicy('arn:aws:iam::444455556666:role/x'), EXCEEDS],
    ['groups of a cluster for an agent', entry(AGENT, ['builders']), ['excess-trust undetermined']],
    ['an entry of a cluster that gives nothing yet', entry(AGENT, []), TOLD],
    ['what AWS refused', record('UpdateSAMLProvider', { sAMLProviderArn: SAML }, { errorCode: 'AccessDenied' }), []],
  ])('%s', async (_, made, expected) => {
    expect(told(await live(made))).toEqual(expected);
    expect(told(await replayed(made))).toEqual(expected);
  });
});

describe('it is said who becomes whom', () => {
  test.each<readonly [string, JsonObject, string, string]>([
    [
      'certificates',
      profile(roleArn('machines')),
      'critical',
      `CreateProfile lets whoever has a certificate under a trust anchor of the account act as ${roleArn('machines')}`,
    ],
    [
      'one trust anchor',
      anchor,
      'critical',
      `CreateTrustAnchor lets whoever has a certificate under ${ANCHOR} act as ${roleArn('machines')}`,
    ],
    [
      'visitors',
      pool({ unauthenticated: roleArn('visitors') }),
      'critical',
      `SetIdentityPoolRoles lets anybody on the internet, without signing in act as ${roleArn('visitors')}`,
    ],
    [
      'a provider',
      record('UpdateSAMLProvider', { sAMLProviderArn: SAML }),
      'critical',
      `UpdateSAMLProvider lets whoever ${SAML} vouches for act as ${roleArn('staff')}`,
    ],
  ])('%s', async (_, made, severity, detail) => {
    expect(await live(made)).toMatchObject([
      { severity, principal: ENGINEER, class: 'engineer', response: { kind: 'alert' }, excess: [{ policy: ADMIN }] },
    ]);
    const [finding] = await live(made);
    expect(finding?.reasons[0]).toEqual({ rule: 'trust', detail });
    expect(finding?.witness).not.toBeNull();
  });

  test('an agent in a cluster', async () => {
    const [finding] = await live(clusterPolicy(AGENT));
    expect(finding).toMatchObject({ severity: 'critical', reasons: [{ rule: 'cluster-access' }] });
    expect(finding?.reasons[0]?.detail).toContain(`${AGENT} (class "agent") gets AmazonEKSClusterAdminPolicy`);
    expect(await live(clusterPolicy(AGENT, 'AmazonEKSViewPolicy'))).toMatchObject([{ severity: 'medium' }]);
  });

  test('nothing of an engineer whose standard would let them do the same', async () => {
    const state = company();
    const allowed = governance();
    const classes = allowed.classes.map((each) =>
      each.name === 'engineer' ? { ...each, standard: allowing('eks:*') } : each,
    );
    world = await openWorld({ state, governance: { ...allowed, classes } });
    const handled = await handleCall(callOf(clusterPolicy(ENGINEER)), world.deps);
    expect(handled).toEqual({ kind: 'handled', findings: [] });
    expect(told(await live(clusterPolicy(ENGINEER)))).toEqual(EXCEEDS);
  });
});

function allowing(action: string) {
  const statement = {
    index: 0,
    effect: 'Allow',
    action: { negated: false, patterns: [action] },
    conditions: [],
  } as const;
  const everything = { negated: false, patterns: ['*'] };
  const document = { version: '2012-10-17', statements: [{ ...statement, resource: everything }] } as const;
  return { name: 'engineer', policies: [{ name: 'p', document }] };
}

test('of a provider that very many roles trust, some are compared and the others are counted', async () => {
  const many = Array.from({ length: 25 }, (_, place) => role(`many-${place}`, trusting({ Federated: SAML }), reads));
  const [finding] = await live(record('UpdateSAMLProvider', { sAMLProviderArn: SAML }), company(...many));
  expect(finding).toMatchObject({ kind: 'excess-trust', verdict: 'undetermined' });
  expect(finding?.reasons[0]?.detail).toContain('vouches for act as some roles');
  expect(finding?.reasons).toContainEqual({
    rule: 'roles-not-compared',
    detail: '6 more roles are open to them, and were not compared',
  });
});
