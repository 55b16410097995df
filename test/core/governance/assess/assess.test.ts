import { describe, expect, test } from '@jest/globals';
import type { IamCall } from '../../../../lib/core/account/call.ts';
import { sliceOf } from '../../../../lib/core/account/slice.ts';
import type { AccountState } from '../../../../lib/core/account/state.ts';
import { stateToJson } from '../../../../lib/core/account/state-json.ts';
import type { Call } from '../../../../lib/core/activity/call.ts';
import type { JsonValue } from '../../../../lib/core/json.ts';
import { trustSetOf } from '../../../../lib/core/governance/standards/access-limits.ts';
import { assessAccess } from '../../../../lib/core/governance/assess/assess.ts';
import type { Finding } from '../../../../lib/core/governance/finding.ts';
import { ADMIN, FENCE, READ, SHARED, account, allow, role, roleArn, trustOf, user } from '../accounts.ts';
import { ACCOUNT, engineerSession } from '../cases.ts';
import { after } from '../../account/after.ts';
import {
  deploy,
  rita,
  attachAdmin,
  attachRead,
  type Case,
  assess,
  question,
  waiverOf,
  trustEveryone,
} from './assessed-call.ts';
import { attach, GRANTS, HARMLESS } from './assess-cases.ts';

describe('a call that gives more than the standard', () => {
  test('is a finding with the excess, what to blame, and a hold that undoes it', () => {
    const before = account(role('deploy'));
    const [finding, ...others] = assess({ before, iam: attachAdmin });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      kind: 'excess-access',
      severity: 'critical',
      principal: deploy,
      account: ACCOUNT,
      class: 'unclassified',
      actor: { id: 'AROAENGINEER:rita', class: 'engineers', personId: 'rita' },
      call: { id: 'call-1' },
      verdict: 'exceeds',
      response: { kind: 'hold', plan: { kind: 'exact-inverse', restore: [attachAdmin] } },
    });
    expect(finding?.excess.map((box) => box.policy)).toContain(ADMIN);
    expect(finding?.witness).not.toBeNull();
    expect(finding?.reasons.map(({ rule }) => rule)).toContain('escalation-path');
  });

  test('freezes what the principal then held: a waiver covers that and nothing wider', () => {
    const before = account(role('deploy'), role('other'));
    const [finding] = assess({ before, iam: attachAdmin });
    const slice = sliceOf(after(before, attachAdmin), deploy);
    expect(finding?.frozen).toEqual(slice === undefined ? undefined : stateToJson(slice));
  });

  test('has the same finding when it is delivered again', () => {
    const one: Case = { before: account(role('deploy')), iam: attachAdmin };
    expect(assess(one)).toEqual(assess(one));
  });

  test.each(GRANTS)('counts %s', (_, one) => {
    expect(assess(one).map(({ kind }) => kind)).toEqual(['excess-access']);
  });

  test('holds what is undetermined as well', () => {
    const [finding] = assess({ before: account(role('deploy')), iam: attach('unknown') });
    expect(finding).toMatchObject({ verdict: 'undetermined', response: { kind: 'hold' } });
  });

  test('says so where nobody read the principal before', () => {
    const before: AccountState = { ...account(), coverage: 'partial' };
    const asked = question({ before: account(role('deploy')), iam: attachAdmin });
    const [finding] = assessAccess({ ...asked, pair: { ...asked.pair, before } });
    expect(finding?.reasons.map(({ rule }) => rule)).toContain('before-unknown');
    expect(finding).toMatchObject({ kind: 'excess-access', response: { kind: 'hold', plan: { kind: 'contain' } } });
  });

  test('counts where the record does not say what was changed: the state says it', () => {
    const before = account(role('deploy'));
    const change: Partial<Call> = { change: { kind: 'access', iam: undefined } };
    expect(assess({ before, iam: attachAdmin, change })).toMatchObject([
      { kind: 'excess-access', response: { kind: 'hold', plan: { kind: 'contain' } } },
    ]);
  });
});

describe('a call raises nothing', () => {
  test.each(HARMLESS)('%s', (_, one) => {
    expect(assess(one)).toEqual([]);
  });

  test('about a principal that is gone', () => {
    const gone: IamCall = { name: 'DeleteRole', roleName: 'deploy' };
    expect(assess({ before: account(role('deploy', { attached: [] })), iam: gone })).toEqual([]);
  });
});

describe('a waiver', () => {
  test('does not cover a wider grant: it reopens', () => {
    const signed = account(role('deploy', { attached: [READ, SHARED] }));
    const [finding] = assess({ before: account(role('deploy')), iam: attachAdmin, waivers: [waiverOf(signed)] });
    expect(finding?.kind).toBe('excess-access');
  });

  test('of access does not waive trust, one of trust does', () => {
    const before = account(role('deploy'));
    const iam = trustEveryone();
    const signed = after(before, iam);
    expect(assess({ before, iam, waivers: [waiverOf(signed)] })).toMatchObject([{ kind: 'excess-trust' }]);
    const trust = trustSetOf(signed, deploy);
    expect(assess({ before, iam, waivers: trust === undefined ? [] : [trust] })).toEqual([]);
  });
});

describe('the loss of a boundary', () => {
  const fenced = account(role('deploy', { attached: [ADMIN], boundary: FENCE }));
  test.each<[string, IamCall]>([
    ['by its removal', { name: 'DeleteRolePermissionsBoundary', roleName: 'deploy' }],
    ['for a wider one', { name: 'PutRolePermissionsBoundary', roleName: 'deploy', permissionsBoundary: ADMIN }],
    [
      'by a wider version of it',
      {
        name: 'CreatePolicyVersion',
        policyArn: FENCE,
        policyDocument: allow('*'),
        setAsDefault: true,
        versionId: 'v2',
      },
    ],
  ])('%s is told as such', (_, iam) => {
    expect(assess({ before: fenced, iam })).toMatchObject([{ kind: 'guardrail-removed', verdict: 'exceeds' }]);
  });
});

describe('who may assume a role', () => {
  test('is a finding of its own where a call opens it beyond the ceiling', () => {
    expect(assess({ before: account(role('deploy')), iam: trustEveryone() })).toMatchObject([
      {
        kind: 'excess-trust',
        severity: 'critical',
        response: { kind: 'hold', plan: { kind: 'exact-inverse' } },
      },
    ]);
  });
  test('makes access gained that hangs on tags, once it lets somebody bring tags of their own', () => {
    const tagged = { StringEquals: { 'aws:PrincipalTag/env': 'prod' } };
    const Statement = [{ Effect: 'Allow', Action: 'iam:*', Resource: '*', Condition: tagged }];
    const inline = new Map([['by-tag', { Version: '2012-10-17', Statement }]]);
    const before = account(role('deploy', { inline, tags: new Map([['env', 'dev']]) }));
    const byTagging = (Action: JsonValue): IamCall => ({
      name: 'UpdateAssumeRolePolicy',
      roleName: 'deploy',
      policyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action }],
      },
    });
    const opened = assess({ before, iam: byTagging(['sts:AssumeRole', 'sts:TagSession']) });
    expect(opened.map(({ kind }) => kind)).toContain('excess-access');
    expect(assess({ before, iam: byTagging('sts:AssumeRole') })).toEqual([]);
  });
  test('is none where the call left it as it was', () => {
    const open = role('deploy', { trust: trustOf({ AWS: '*' }), attached: [] });
    expect(assess({ before: account(open), iam: attachRead })).toEqual([]);
  });
  test('is one for a role that is created open', () => {
    const iam: IamCall = {
      name: 'CreateRole',
      roleName: 'new',
      path: '/',
      assumeRolePolicyDocument: trustOf({ AWS: '999988887777' }),
      tags: [],
    };
    expect(assess({ before: account(), iam, principal: roleArn('new') })).toMatchObject([
      { kind: 'excess-trust', severity: 'high', response: { plan: { kind: 'contain' } } },
    ]);
  });
});

describe('a credential', () => {
  const key: IamCall = { name: 'CreateAccessKey', userName: 'rita', accessKeyId: 'AKIA1' };
  const asRita = { actor: { ...engineerSession, principalArn: rita } };

  test('of a user beyond its standard shows all that it opens', () => {
    const [finding] = assess({
      before: account(user('rita', { attached: [ADMIN] })),
      iam: key,
      principal: rita,
      change: asRita,
    });
    expect(finding).toMatchObject({ kind: 'credential-created', verdict: 'exceeds', severity: 'critical' });
    expect(finding?.excess).not.toEqual([]);
  });
  test('that another makes is a finding even for a user within its standard', () => {
    expect(assess({ before: account(user('rita')), iam: key, principal: rita })).toMatchObject([
      {
        kind: 'credential-created',
        severity: 'medium',
        reasons: [{ rule: 'credential' }, { rule: 'credential-for-another' }],
        response: { plan: { calls: [{ name: 'UpdateAccessKey', status: 'Inactive' }, { name: 'PutUserPolicy' }] } },
      },
    ]);
  });
  test('that a user within its standard makes for itself is none', () => {
    expect(assess({ before: account(user('rita')), iam: key, principal: rita, change: asRita })).toEqual([]);
  });
  test.each<IamCall>([
    { name: 'CreateServiceSpecificCredential', userName: 'rita', serviceName: 'bedrock.amazonaws.com' },
    { name: 'ResetServiceSpecificCredential', userName: 'rita', serviceSpecificCredentialId: 'ACCA1' },
    {
      name: 'UpdateServiceSpecificCredential',
      userName: 'rita',
      serviceSpecificCredentialId: 'ACCA1',
      status: 'Active',
    },
    { name: 'UploadSSHPublicKey', userName: 'rita', sSHPublicKeyId: 'APKA1' },
    { name: 'UpdateSSHPublicKey', userName: 'rita', sSHPublicKeyId: 'APKA1', status: 'Active' },
    { name: 'UploadSigningCertificate', userName: 'rita', certificateId: 'CERT1' },
    { name: 'UpdateSigningCertificate', userName: 'rita', certificateId: 'CERT1', status: 'Active' },
  ])('by $name, too, and it is deactivated; its user is denied everything where its id is not known', (iam) => {
    const isKnown = Object.keys(iam).some((name) => name.endsWith('Id'));
    const call = isKnown ? { status: 'Inactive' } : { name: 'PutUserPolicy' };
    expect(assess({ before: account(user('rita')), iam, principal: rita })).toMatchObject([
      { kind: 'credential-created', response: { plan: { kind: 'contain', calls: [call] } } },
    ]);
  });
  test('that is made inactive opens nothing', () => {
    const status = 'Inactive';
    const iam: IamCall = { name: 'UpdateSSHPublicKey', userName: 'rita', sSHPublicKeyId: 'APKA1', status };
    expect(assess({ before: account(user('rita')), iam, principal: rita })).toEqual([]);
  });
  test('does not hide access that came along with it', () => {
    const also: IamCall = { name: 'AttachUserPolicy', userName: 'rita', policyArn: ADMIN };
    const findings = assess({ before: account(user('rita')), iam: key, principal: rita, change: asRita, also: [also] });
    expect(findings.map(({ kind }) => kind)).toEqual(['credential-created', 'excess-access']);
  });
});

describe('a sweep', () => {
  const state = account(role('deploy', { attached: [ADMIN], trust: trustOf({ AWS: '*' }) }));

  test('finds what no call explains, and leaves it to people', () => {
    const findings = sweep(state);
    expect(findings).toMatchObject([
      { kind: 'standing-excess', call: null, actor: { id: 'sweep' }, response: { kind: 'alert' } },
      { kind: 'excess-trust', call: null },
    ]);
  });
  test('finds the same excess under the same id again, another under another', () => {
    const other = account(role('deploy', { attached: [SHARED] }));
    expect(sweep(state).map(({ id }) => id)).toEqual(sweep(state).map(({ id }) => id));
    expect(sweep(state)[0]?.id).not.toBe(sweep(other)[0]?.id);
  });
  test('finds nothing in a principal within its standard', () => {
    expect(sweep(account(role('deploy')))).toEqual([]);
  });
});

function sweep(state: AccountState): readonly Finding[] {
  const pair = { before: state, after: state };
  const asked = question({ before: state, iam: attachAdmin });
  return assessAccess({ ...asked, pair, call: undefined, actorClass: undefined });
}
