import { describe, expect, test } from '@jest/globals';
import { awsManagedPolicy } from '../../../lib/adapters/local/aws-managed-policies.ts';
import type { AccountState } from '../../../lib/core/account/state.ts';
import type { Finding } from '../../../lib/core/governance/finding.ts';
import type { JsonValue } from '../../../lib/core/json.ts';
import { replayRecords } from '../../../lib/usecases/replay/replay-records.ts';
import type { ReplayCounts } from '../../../lib/usecases/replay/replayed-readings.ts';
import { account, ADMIN, AGENT, allow, governance, MINUTE, NOW, record } from '../company.ts';

async function replay(records: readonly JsonValue[], accounts: readonly AccountState[] = [account()]) {
  const findings: Finding[] = [];
  let counts: ReplayCounts | undefined;
  const input = { accounts, records: stream(records), governance: governance(), managedPolicy: awsManagedPolicy };
  for await (const step of replayRecords(input)) {
    if (step.kind === 'finding') findings.push(step.finding);
    else counts = step.counts;
  }
  return { findings, counts };
}

async function* stream(records: readonly JsonValue[]): AsyncIterable<JsonValue> {
  yield* records;
}

const attach = record('AttachRolePolicy', { roleName: 'deployer', policyArn: ADMIN });
const other = { account: '444455556666', time: NOW };
const createUser = record('CreateUser', { userName: 'intruder' }, { ...other, id: 'create' });
const createKey = record(
  'CreateAccessKey',
  { userName: 'intruder' },
  {
    ...other,
    id: 'key',
    response: { accessKey: { accessKeyId: 'AKIAEXAMPLE', status: 'Active', userName: 'intruder' } },
  },
);
const attachUser = record('AttachUserPolicy', { userName: 'intruder', policyArn: ADMIN }, { ...other, id: 'attach' });

describe('records that are replayed', () => {
  test('tell what would have been found, and nothing is done', async () => {
    const { findings, counts } = await replay([attach]);
    expect(findings).toMatchObject([{ kind: 'excess-access', principal: AGENT, verdict: 'exceeds' }]);
    expect(counts).toEqual({ read: 1, understood: 1, denied: 0, repeated: 0, unrelated: 0, unreadable: 0 });
  });

  test('are counted by what they are', async () => {
    const denied = record('AttachRolePolicy', null, { id: 'denied', errorCode: 'AccessDenied' });
    const unrelated = record('GetRole', { roleName: 'deployer' }, { id: 'read' });
    const unreadable = record('AttachRolePolicy', { policyArn: ADMIN }, { id: 'broken' });
    const { findings, counts } = await replay([attach, attach, denied, unrelated, unreadable, 'no record']);
    expect(counts).toEqual({ read: 6, understood: 3, denied: 1, repeated: 1, unrelated: 1, unreadable: 2 });
    expect(findings.map(({ kind }) => kind).sort()).toEqual(['excess-access', 'unreadable-call', 'unreadable-call']);
  });

  test('at which Ambit fails are findings, and the others are assessed all the same', async () => {
    const managed = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
    const fatal = record('AttachRolePolicy', { roleName: 'deployer', policyArn: managed }, { id: 'fatal' });
    const found: (Finding | number)[] = [];
    for await (const step of replayRecords({
      accounts: [account()],
      records: stream([fatal, fatal, attach]),
      governance: governance(),
      managedPolicy: (arn) => {
        if (arn === managed) throw new RangeError('too deep');
        return awsManagedPolicy(arn);
      },
    })) {
      found.push(step.kind === 'finding' ? step.finding : step.faults);
    }
    const reasons = [{ rule: 'NOT_HANDLED', detail: 'record: it could not be handled: too deep' }];
    expect(found).toHaveLength(3);
    expect(found).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'unreadable-call', call: expect.objectContaining({ id: 'fatal' }), reasons }),
        expect.objectContaining({ kind: 'excess-access', principal: AGENT }),
        1,
      ]),
    );
  });

  test.each([
    [createUser, createKey, attachUser],
    [attachUser, createKey, createUser],
    [createKey, attachUser, createUser],
    [attachUser, createUser, createKey],
  ])(
    'find an administrator in an account of which nothing is known, in any order of one second',
    async (...records) => {
      const { findings } = await replay(records);
      const admin = findings.find(({ kind }) => kind === 'excess-access');
      expect(admin).toMatchObject({ verdict: 'exceeds', account: '444455556666' });
      expect(admin?.excess.map(({ policy }) => policy)).toContain(ADMIN);
    },
  );

  test('find a grant that the snapshot already shows', async () => {
    const first = await replay([attach]);
    expect(first.findings).toHaveLength(1);
    const later = account();
    const role = later.roles.get('deployer');
    if (role === undefined) throw new Error('no role');
    const shown = { ...later, roles: new Map([...later.roles, ['deployer', { ...role, attached: [ADMIN] }]]) };
    const { findings } = await replay([attach], [shown]);
    expect(findings).toMatchObject([{ kind: 'excess-access', principal: AGENT }]);
  });

  test('find the second life of an environment, whichever record comes first', async () => {
    const stack = (name: string, id: string, time: number) =>
      record(name, { stackName: 'cost-prod' }, { id, time, source: 'cloudformation.amazonaws.com' });
    const records = [stack('DeleteStack', 'delete', NOW), stack('CreateStack', 'create', NOW + MINUTE)];
    const kinds = async (each: readonly JsonValue[]) => (await replay(each)).findings.map(({ kind }) => kind).sort();
    expect(await kinds(records)).toEqual(['environment-recreated', 'unpermitted-destruction']);
    expect(await kinds(records.toReversed())).toEqual(['environment-recreated', 'unpermitted-destruction']);
  });
});

describe('a state that speaks against what AWS took hides no grant', () => {
  const fence = `arn:aws:iam::111122223333:policy/fence`;
  const trust = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  });
  const full = (): AccountState => {
    const state = account();
    const policy = state.policies.get(fence);
    const role = state.roles.get('deployer');
    if (policy === undefined || role === undefined) throw new Error('not there');
    const versions = new Map([...policy.versions, ...['v2', 'v3', 'v4', 'v5'].map((id) => [id, {}] as const)]);
    const many = Array.from({ length: 20 }, (_, index) => `arn:aws:iam::aws:policy/none-${index}`);
    const holders = new Map([...state.roles, ['deployer', { ...role, attached: many }]]);
    return { ...state, policies: new Map([...state.policies, [fence, { ...policy, versions }]]), roles: holders };
  };
  const everything = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
  });

  test.each<[string, readonly JsonValue[]]>([
    ['a version that nobody has seen', [record('SetDefaultPolicyVersion', { policyArn: fence, versionId: 'v7' })]],
    [
      'a sixth version',
      [
        record(
          'CreatePolicyVersion',
          { policyArn: fence, policyDocument: everything, setAsDefault: true },
          { response: { policyVersion: { versionId: 'v6', isDefaultVersion: true } } },
        ),
      ],
    ],
    ['the end of the version that decided', [record('DeletePolicyVersion', { policyArn: fence, versionId: 'v1' })]],
    ['a policy too many', [record('AttachRolePolicy', { roleName: 'deployer', policyArn: ADMIN })]],
  ])('%s', async (_what, records) => {
    const { findings } = await replay(records, [full()]);
    expect(findings.map(({ principal }) => principal)).toContain(AGENT);
  });

  test('nor does a role that was deleted and made anew', async () => {
    const state = account();
    const engineer = state.roles.get('engineer');
    if (engineer === undefined) throw new Error('no role');
    const held = { ...state, roles: new Map([...state.roles, ['engineer', { ...engineer, attached: [ADMIN] }]]) };
    const { findings } = await replay(
      [
        record('DeleteRole', { roleName: 'engineer' }, { time: NOW }),
        record('CreateRole', { roleName: 'engineer', assumeRolePolicyDocument: trust }, { time: NOW + MINUTE }),
        record('AttachRolePolicy', { roleName: 'engineer', policyArn: ADMIN }, { time: NOW + 2 * MINUTE }),
      ],
      [held],
    );
    expect(findings).toMatchObject([{ kind: 'excess-access', principal: `arn:aws:iam::111122223333:role/engineer` }]);
  });
});

describe('in an account of which only calls tell,', () => {
  const policyArn = 'arn:aws:iam::111122223333:policy/of-somebody';
  const version = (action: string, id: string, time: number) =>
    record(
      'CreatePolicyVersion',
      { policyArn, policyDocument: JSON.stringify(allow(action)), setAsDefault: true },
      { id, time, response: { policyVersion: { versionId: id, isDefaultVersion: true } } },
    );
  const policyDocument = JSON.stringify(allow('iam:*'));
  const groupPolicy = record('PutGroupPolicy', { groupName: 'devs', policyName: 'p', policyDocument });
  const noBoundary = record('DeleteRolePermissionsBoundary', { roleName: 'prod' }, { time: NOW });
  const tagged = record('TagRole', { roleName: 'prod', tags: [{ key: 'a', value: 'b' }] });
  const provider = { name: 'okta', sAMLMetadataDocument: '<x/>' };
  const saml = record('CreateSAMLProvider', provider, {
    time: NOW,
    response: { sAMLProviderArn: 'arn:aws:iam::111122223333:saml-provider/okta' },
  });
  const everybody = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: '*' }] };
  const open = record('CreateRole', { roleName: 'open', assumeRolePolicyDocument: JSON.stringify(everybody) });
  const doubted = { kind: 'unassessed-change', verdict: 'undetermined' };

  test.each<[string, readonly JsonValue[], readonly object[]]>([
    [
      'what a policy gives to whoever has it is told',
      [version('iam:*', 'v2', NOW)],
      [{ ...doubted, severity: 'critical', resources: [policyArn], reasons: [{ rule: 'holders-unknown' }] }],
    ],
    ['and not where anybody may have it', [version('s3:GetObject', 'v2', NOW)], []],
    [
      'nor what it gave before',
      [version('iam:*', 'v2', NOW - MINUTE), version('iam:PutUserPolicy', 'v3', NOW)],
      [{ call: { id: 'v2' } }],
    ],
    [
      'a version that nobody has seen may say anything',
      [record('SetDefaultPolicyVersion', { policyArn, versionId: 'v1' })],
      [doubted],
    ],
    ['what a group gives to whoever is in it is told', [groupPolicy], [{ ...doubted, severity: 'critical' }]],
    [
      'a boundary that nobody has seen is missed, whatever was done to the role before',
      [tagged, noBoundary],
      [{}, {}, { kind: 'guardrail-removed', call: { name: 'DeleteRolePermissionsBoundary' } }, {}],
    ],
    [
      'a provider is told of, though the roles that are known gain nothing by it',
      [open, saml],
      [{ kind: 'excess-trust' }, { ...doubted, call: { name: 'CreateSAMLProvider' } }],
    ],
  ])('%s', async (_, records, expected) => {
    const { findings } = await replay(records, []);
    expect(findings).toMatchObject(expected);
  });
});
