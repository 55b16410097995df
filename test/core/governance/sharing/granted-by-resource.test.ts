import { describe, expect, test } from '@jest/globals';
import type { AccountState } from '../../../../lib/core/account/state.ts';
import type { Finding } from '../../../../lib/core/governance/finding.ts';
import type { JsonObject, JsonValue } from '../../../../lib/core/json.ts';
import { account, allow, role, roleArn, user, userArn } from '../accounts.ts';
import { principalClass } from '../cases.ts';
import { findingsOf } from './findings-of.ts';
import { OWN, policy, readPolicy, text } from './shared-resources.ts';

const BUCKET = 'arn:aws:s3:::cost-reports';
const AGENT = roleArn('kiro');

const nothing = { names: [], paths: [], tags: [], trust: [], permissionSets: [] };
const agents = principalClass({
  name: 'agents',
  kind: 'agent',
  match: { ...nothing, names: ['kiro*'], tags: [new Map([['kind', 'agent']])] },
  standard: { name: 'agents', policies: [readPolicy('agents', allow('s3:GetObject', `${BUCKET}/*`))] },
});
const apps = principalClass({
  name: 'apps',
  kind: 'workload',
  match: { ...nothing, names: ['app*'] },
  standard: { name: 'apps', policies: [readPolicy('apps', allow(['s3:*', 'kms:Decrypt']))] },
});

const put = (bucketPolicy: JsonObject) => ({
  service: 's3',
  name: 'PutBucketPolicy',
  asked: { bucketName: 'cost-reports', bucketPolicy },
});

function found(document: JsonObject, state?: AccountState, before?: JsonValue): readonly Finding[] {
  const world = { classes: [agents, apps], ...(state === undefined ? {} : { state }) };
  return findingsOf(put(document), before === undefined ? world : { ...world, before });
}

const everything = policy({ principal: { AWS: AGENT }, action: 's3:*', resource: [BUCKET, `${BUCKET}/*`] });

describe('a bucket policy that lets in a principal of its own account', () => {
  test('gives an agent more than its standard: exactly the rest is in excess, for the agent', () => {
    const [finding, ...others] = found(everything, account(role('kiro', { attached: [] })));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      kind: 'excess-sharing',
      principal: AGENT,
      class: 'agents',
      severity: 'high',
      verdict: 'exceeds',
      resources: [BUCKET],
      response: { kind: 'alert' },
      witness: { principal: AGENT },
    });
    const actions = finding?.excess.flatMap((part) => part.actions) ?? [];
    expect(actions).toContain('s3:PutObject*');
    expect(actions).not.toContain('s3:GetObject');
    expect(finding?.reasons.map(({ rule }) => rule)).toContain('granted-by-resource');
  });

  test('gives an agent that is known by its name alone the same', () => {
    expect(found(everything)).toMatchObject([{ principal: AGENT, class: 'agents', verdict: 'exceeds' }]);
  });

  test('gives an agent what its standard lets it hold: nothing is said', () => {
    const read = policy({ principal: { AWS: AGENT }, action: 's3:GetObject', resource: `${BUCKET}/2026/*` });
    expect(found(read, account(role('kiro')))).toEqual([]);
  });

  test('gives an agent what its own policies gave it before: nothing is said', () => {
    const held = new Map<string, JsonValue>([['all', allow('s3:*')]]);
    expect(found(everything, account(role('kiro', { inline: held })))).toEqual([]);
  });

  test('gives what the policy of before gave: nothing is said', () => {
    expect(found(everything, account(role('kiro', { attached: [] })), everything)).toEqual([]);
  });

  test('is limited by the boundary of a role, but not by that of a user', () => {
    const boundary = `arn:aws:iam::${OWN}:policy/read`;
    const fenced = account(role('kiro', { attached: [], boundary }), user('kiro-cli', { attached: [], boundary }));
    expect(found(everything, fenced)).toEqual([]);
    const toUser = policy({ principal: { AWS: userArn('kiro-cli') }, action: 's3:*', resource: `${BUCKET}/*` });
    expect(found(toUser, fenced)).toMatchObject([{ principal: userArn('kiro-cli') }]);
  });

  test('names a session: its role is measured', () => {
    const session = `arn:aws:sts::${OWN}:assumed-role/kiro/work`;
    const toSession = policy({ principal: { AWS: session }, action: 's3:DeleteObject', resource: `${BUCKET}/*` });
    expect(found(toSession, account(role('kiro', { attached: [] })))).toMatchObject([
      { principal: AGENT, witness: { action: 's3:DeleteObject' } },
    ]);
  });

  test('names it by a condition', () => {
    const byCondition = policy({
      principal: '*',
      action: 's3:DeleteObject',
      resource: `${BUCKET}/*`,
      condition: { ArnEquals: { 'aws:PrincipalArn': AGENT } },
    });
    expect(found(byCondition)).toMatchObject([{ principal: AGENT, witness: { action: 's3:DeleteObject' } }]);
  });

  test('lets in the whole account by itself: its agents are measured, however they are told', () => {
    const open = policy({
      principal: '*',
      action: 's3:PutObject',
      resource: `${BUCKET}/*`,
      condition: { StringEquals: { 'aws:PrincipalAccount': OWN } },
    });
    const tagged = role('helper', { attached: [], tags: new Map([['kind', 'agent']]) });
    const findings = found(open, account(tagged, role('kiro', { attached: [] }), role('app-1')));
    expect(findings.map(({ principal }) => principal).sort()).toEqual([roleArn('helper'), AGENT]);
  });

  test('lets in the account, whose principals need a policy of their own: nothing is said', () => {
    const delegated = policy({ principal: { AWS: OWN }, action: 's3:*', resource: `${BUCKET}/*` });
    expect(found(delegated, account(role('kiro')))).toEqual([]);
  });

  test('gives a workload what its standard lets it hold: nothing is said', () => {
    const toApp = policy({ principal: { AWS: roleArn('app-1') }, action: 's3:*', resource: `${BUCKET}/*` });
    expect(found(toApp, account(role('app-1')))).toEqual([]);
  });
});

describe('a key', () => {
  const grant = (grantee: string) => ({
    service: 'kms',
    name: 'CreateGrant',
    asked: { keyId: 'k-1', granteePrincipal: grantee, operations: ['Decrypt'] },
  });
  const withKey = account(role('kiro', { inline: new Map([['key', allow('kms:Decrypt')]]) }), role('app-1'));

  test('that is granted to an agent is an excess, also where its own policies spoke of it: the key did not let it', () => {
    expect(findingsOf(grant(AGENT), { classes: [agents, apps], state: withKey })).toMatchObject([
      { principal: AGENT, witness: { action: 'kms:Decrypt', principal: AGENT } },
    ]);
  });

  test('that is granted to a workload whose standard has it is none', () => {
    expect(findingsOf(grant(roleArn('app-1')), { classes: [agents, apps], state: withKey })).toEqual([]);
  });

  test('whose policy passed it on to the account gives nothing new to an agent whose own policies had it', () => {
    const before = policy({ principal: { AWS: OWN }, action: 'kms:*' });
    expect(findingsOf(grant(AGENT), { classes: [agents, apps], state: withKey, before })).toEqual([]);
  });

  test('whose policy names an agent gives it the key', () => {
    const document = policy(
      { principal: { AWS: `arn:aws:iam::${OWN}:root` }, action: 'kms:*' },
      { principal: { AWS: AGENT }, action: ['kms:Decrypt', 'kms:PutKeyPolicy'] },
    );
    const asked = { keyId: 'k-1', policyName: 'default', policy: text(document) };
    const put = { service: 'kms', name: 'PutKeyPolicy', asked };
    expect(findingsOf(put, { classes: [agents, apps] })).toMatchObject([
      { principal: AGENT, severity: 'high', excess: [{ actions: ['kms:Decrypt', 'kms:PutKeyPolicy'] }] },
    ]);
  });
});
