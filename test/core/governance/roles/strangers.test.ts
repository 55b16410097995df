import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../../../lib/core/governance/finding.ts';
import { assessAccess } from '../../../../lib/core/governance/assess/assess.ts';
import type { Governance } from '../../../../lib/core/governance/standards/standards.ts';
import type { JsonObject, JsonValue } from '../../../../lib/core/json.ts';
import { account, role } from '../accounts.ts';
import { ACCOUNT, call, governance, NOW, principalClass } from '../cases.ts';

const provider = (host: string) => `arn:aws:iam::${ACCOUNT}:oidc-provider/${host}`;
const GITHUB = 'token.actions.githubusercontent.com';
const EKS = 'oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF';
const POOL = 'eu-west-1:01234567-89ab-cdef-0123-456789abcdef';
const COGNITO = 'cognito-identity.amazonaws.com';
const ANYWHERE = 'rolesanywhere.amazonaws.com';

function trusting(principal: JsonObject, conditions?: JsonObject, more: readonly JsonObject[] = []): JsonObject {
  const web = 'Federated' in principal ? 'sts:AssumeRoleWithWebIdentity' : 'sts:AssumeRole';
  const statement = { Sid: 'Let', Effect: 'Allow', Principal: principal, Action: web };
  return {
    Version: '2012-10-17',
    Statement: [conditions === undefined ? statement : { ...statement, Condition: conditions }, ...more],
  };
}

const like = (key: string, value: JsonValue): JsonObject => ({ StringLike: { [key]: value } });
const equals = (key: string, value: JsonValue): JsonObject => ({ StringEquals: { [key]: value } });
const github = (conditions?: JsonObject, more: readonly JsonObject[] = []) =>
  trusting({ Federated: provider(GITHUB) }, conditions, more);
const audience = { [`${GITHUB}:aud`]: 'sts.amazonaws.com' };
const sub = (value: JsonValue): JsonObject => ({ StringEquals: audience, StringLike: { [`${GITHUB}:sub`]: value } });
const federated = (principal: string, conditions?: JsonObject) => trusting({ Federated: principal }, conditions);

interface Judged {
  readonly before?: JsonObject;
  readonly after: JsonObject;
}

/** What the company says is its own. */
const OWN: Governance['trustedTokens'] = [
  { issuer: GITHUB, claim: 'sub', values: ['repo:acme/*', 'repo:acme-labs/*'] },
  { issuer: GITHUB, claim: 'repository', values: ['acme/*'] },
  { issuer: GITHUB, claim: 'repository_owner_id', values: ['1234'] },
  { issuer: 'gitlab.com', claim: 'sub', values: ['project_path:acme/*'] },
  { issuer: 'app.terraform.io', claim: 'sub', values: ['organization:acme:*'] },
  { issuer: COGNITO, claim: 'aud', values: [POOL] },
  { issuer: 'accounts.google.com', claim: 'aud', values: ['66677788899900pro0'] },
];

function findings({ before, after }: Judged, trustedTokens = OWN): readonly Finding[] {
  const iam = { name: 'UpdateAssumeRolePolicy', roleName: 'deploy', policyDocument: after } as const;
  const state = (trust: JsonObject) => account(role('deploy', { attached: [], trust }));
  const nobody = { Version: '2012-10-17', Statement: [] };
  return assessAccess({
    pair: { before: state(before ?? nobody), after: state(after) },
    principalArn: `arn:aws:iam::${ACCOUNT}:role/deploy`,
    call: call({ name: iam.name, change: { kind: 'access', iam } }),
    governance: governance({
      trustedTokens,
      classes: [principalClass({ match: { names: ['deploy'], paths: [], tags: [], trust: [], permissionSets: [] } })],
    }),
    waivers: [],
    now: NOW,
    actorClass: undefined,
  });
}

const CLOSED: readonly (readonly [string, JsonObject])[] = [
  ['one repository on GitHub', github(sub('repo:acme/web:ref:refs/heads/main'))],
  ['all repositories of one organization', github(sub('repo:acme/*'))],
  ['repositories of two organizations', github(sub(['repo:acme/*', 'repo:acme-labs/web:*']))],
  ['one repository by its own claim', github({ StringEquals: { ...audience, [`${GITHUB}:repository`]: 'acme/web' } })],
  ['one owner by its number', github({ StringEquals: { ...audience, [`${GITHUB}:repository_owner_id`]: '1234' } })],
  [
    'any repository, but a deny of all other organizations',
    github(sub('repo:*'), [
      {
        Effect: 'Deny',
        Principal: { Federated: provider(GITHUB) },
        Action: 'sts:*',
        Condition: { StringNotLike: { [`${GITHUB}:sub`]: 'repo:acme/*' } },
      },
    ]),
  ],
  [
    'one group on GitLab',
    federated(provider('gitlab.com'), like('gitlab.com:sub', 'project_path:acme/*:ref_type:branch:ref:main')),
  ],
  [
    'one organization on HCP Terraform',
    federated(
      provider('app.terraform.io'),
      like('app.terraform.io:sub', 'organization:acme:project:*:workspace:*:run_phase:*'),
    ),
  ],
  ['everybody of its own account', trusting({ AWS: '*' }, equals('aws:PrincipalAccount', ACCOUNT))],
  [
    'everybody of the account that owns it',
    trusting({ AWS: '*' }, equals('aws:PrincipalAccount', `\${aws:ResourceAccount}`)),
  ],
  ['an issuer of its own', federated(provider('login.acme.example'))],
  [
    'one pool of Cognito',
    federated(COGNITO, {
      ...equals(`${COGNITO}:aud`, POOL),
      'ForAnyValue:StringLike': { [`${COGNITO}:amr`]: 'authenticated' },
    }),
  ],
  [
    'one application at Google',
    federated('accounts.google.com', equals('accounts.google.com:aud', '66677788899900pro0')),
  ],
  ['pods of one namespace', federated(provider(EKS), like(`${EKS}:sub`, 'system:serviceaccount:shop:*'))],
  [
    'certificates under one trust anchor',
    trusting(
      { Service: ANYWHERE },
      { ArnEquals: { 'aws:SourceArn': `arn:aws:rolesanywhere:eu-west-1:${ACCOUNT}:trust-anchor/1` } },
    ),
  ],
  ['certificates of one name', trusting({ Service: ANYWHERE }, equals('aws:PrincipalTag/x509Subject/CN', 'build-7'))],
  ['pods, whose role is handed to them', trusting({ Service: 'pods.eks.amazonaws.com' })],
];

const OPEN: readonly (readonly [string, JsonObject, string, string, string])[] = [
  [
    'GitHub without a subject',
    github({ StringEquals: audience }),
    'critical',
    'oidc-subject-open',
    `Let asks for no ${GITHUB}:sub: workflows of any repository on GitHub can assume the role`,
  ],
  ['GitHub without any condition', github(), 'critical', 'oidc-subject-open', 'asks for no'],
  [
    'a subject that the token itself fills in',
    github(sub(`repo:\${${GITHUB}:repository}:*`)),
    'critical',
    'oidc-subject-open',
    `Let takes repo:\${${GITHUB}:repository}:*`,
  ],
  [
    'every provider there is',
    federated('*', equals(`${GITHUB}:sub`, 'repo:acme/web')),
    'critical',
    'oidc-audience-open',
    'asks for no',
  ],
  [
    'every repository on GitHub',
    github(sub('repo:*')),
    'critical',
    'oidc-subject-open',
    `Let takes repo:* as ${GITHUB}:sub`,
  ],
  ['every repository of that name', github(sub('repo:*/web:*')), 'critical', 'oidc-subject-open', 'takes repo:*/web:*'],
  [
    'organizations whose names begin alike',
    github(sub('repo:acme*')),
    'critical',
    'oidc-subject-open',
    'takes repo:acme*',
  ],
  [
    'an environment, which anybody can name so',
    github(sub('environment:production')),
    'critical',
    'oidc-subject-open',
    'takes environment:production',
  ],
  [
    'one organization or any',
    github(sub(['repo:acme/*', '*'])),
    'critical',
    'oidc-subject-open',
    'takes repo:acme/*, *',
  ],
  [
    'a subject, if there is one',
    github({ 'ForAllValues:StringLike': { [`${GITHUB}:sub`]: 'repo:acme/*' } }),
    'critical',
    'oidc-subject-open',
    'takes repo:acme/*',
  ],
  [
    'all subjects but one',
    github({ StringNotLike: { [`${GITHUB}:sub`]: 'repo:evil/*' } }),
    'critical',
    'oidc-subject-open',
    'takes repo:evil/*',
  ],
  [
    'every project on GitLab',
    federated(provider('gitlab.com'), like('gitlab.com:sub', 'project_path:*:ref_type:branch:ref:main')),
    'critical',
    'oidc-subject-open',
    'any project on GitLab',
  ],
  [
    'every pool of Cognito',
    federated(COGNITO, { 'ForAnyValue:StringLike': { [`${COGNITO}:amr`]: 'authenticated' } }),
    'critical',
    'oidc-audience-open',
    `asks for no ${COGNITO}:aud`,
  ],
  [
    'every application at Google',
    federated('accounts.google.com'),
    'critical',
    'oidc-audience-open',
    'any application',
  ],
  [
    'every pod of a cluster',
    federated(provider(EKS), like(`${EKS}:sub`, 'system:serviceaccount:*:*')),
    'high',
    'pod-subject-open',
    'every pod of the cluster',
  ],
  ['every certificate', trusting({ Service: ANYWHERE }), 'high', 'certificate-open', 'asks for no aws:SourceArn'],
];

describe('a standard that says nothing of who may assume a role', () => {
  test.each(CLOSED)('lets a role trust %s', (_, after) => {
    expect(findings({ after })).toEqual([]);
  });

  test.each(OPEN)('does not let it trust %s', (_, after, severity, rule, detail) => {
    expect(findings({ after }, [])).toMatchObject([
      {
        kind: 'excess-trust',
        verdict: 'exceeds',
        severity,
        reasons: [{ rule, detail: expect.stringContaining(detail) }],
      },
    ]);
  });

  test('shows a token of a stranger that the role takes', () => {
    const [finding] = findings({ after: github(sub('repo:*/web:*')) });
    expect(finding?.witness).toMatchObject({ principal: provider(GITHUB), action: 'sts:AssumeRoleWithWebIdentity' });
    const subject = finding?.witness?.context[`${GITHUB}:sub`];
    expect(String(subject)).toMatch(/^repo:.*\/web:/);
  });
});

test('a role that lets in everybody of another account, or of whatever account they say, is open', () => {
  const [of, is] = [(value: string) => equals('aws:PrincipalAccount', value), 'excess-trust'];
  expect(findings({ after: trusting({ AWS: '*' }, of('999988887777')) })).toMatchObject([{ kind: is }]);
  expect(findings({ after: trusting({ AWS: '*' }, of(`\${aws:PrincipalAccount}`)) })).toMatchObject([{ kind: is }]);
  const old = { ...trusting({ AWS: '*' }, of(`\${aws:ResourceAccount}`)), Version: '2008-10-17' };
  // without a Version of 2012 it is no variable
  expect(findings({ after: old })).toMatchObject([{ kind: is }]);
});

test('what was open before is no news, and what opens further is', () => {
  const [open, closed] = [github(sub('repo:*')), github(sub('repo:acme/*'))];
  expect(findings({ before: open, after: open })).toEqual([]);
  expect(findings({ before: open, after: closed })).toEqual([]);
  expect(findings({ before: closed, after: open })).toHaveLength(1);
});

const FROM_ANYBODY = /githubusercontent|gitlab|terraform|cognito|google/;

describe('whom a trust policy names of an issuer that serves everybody', () => {
  const mallory = github(sub('repo:mallory/web:*'));

  test('is a stranger where the standards name others', () => {
    expect(findings({ after: mallory })).toMatchObject([
      { kind: 'excess-trust', verdict: 'exceeds', severity: 'high', response: { kind: 'hold' } },
    ]);
  });

  test('is a stranger where it is named by another claim than those of the standards', () => {
    const byOwner = github({ StringEquals: { ...audience, [`${GITHUB}:repository_owner`]: 'acme' } });
    expect(findings({ after: byOwner })).toMatchObject([{ verdict: 'exceeds' }]);
  });

  test.each(CLOSED.filter(([, trust]) => FROM_ANYBODY.test(JSON.stringify(trust))))(
    'is not known to be one’s own where the standards name nobody: %s',
    (_, after) => {
      const [finding, ...others] = findings({ after }, []);
      expect(others).toEqual([]);
      expect(finding).toMatchObject({ kind: 'excess-trust', verdict: 'undetermined', response: { kind: 'hold' } });
      expect(finding?.reasons.map(({ rule }) => rule)).toContain('token-unknown');
    },
  );

  test('is said, with what to do', () => {
    const [finding] = findings({ after: mallory }, []);
    expect(finding?.reasons[0]?.detail).toBe(
      `nobody says that repo:mallory/web:* as ${GITHUB}:sub is your own; if so, list it in trustedTokens of the standards`,
    );
  });

  test('is no news where it was named before', () => {
    expect(findings({ before: mallory, after: mallory }, [])).toEqual([]);
    expect(findings({ before: mallory, after: github(sub('repo:mallory/web:ref:refs/heads/main')) }, [])).toEqual([]);
  });
});
