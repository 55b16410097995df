import { spawnSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { findingToJson } from '../../../lib/core/governance/finding-json.ts';
import { standInFor } from '../../../lib/core/governance/holds/denies/stand-in.ts';
import { cliOfCall } from '../../../lib/core/governance/undo/cli-of-call.ts';
import { releaseCommands } from '../../../lib/core/governance/undo/release-commands.ts';
import { findingId, raise } from '../../../lib/core/governance/raise.ts';
import { ACCOUNT, NOW, draft } from './cases.ts';

const RELEASE = "aws iam put-role-policy --role-name deploy --policy-name p --policy-document '{}'";
const plan = {
  kind: 'contain',
  account: ACCOUNT,
  calls: [{ name: 'DeleteRolePolicy', roleName: 'deploy', policyName: 'p' }],
  restore: [{ name: 'PutRolePolicy', roleName: 'deploy', policyName: 'p', policyDocument: {} }],
  summary: 'takes p away',
  proof: { shown: 'nothing-left', passedOver: [{ plan: 'exact-deny', why: 'it is not proved' }] },
} as const;

describe('a finding as JSON', () => {
  test('has the members that scripts rely on', () => {
    const finding = raise(draft(), { kind: 'hold', plan });
    expect(findingToJson(finding, 'held')).toEqual({
      id: 'F-000000000000',
      kind: 'excess-access',
      severity: 'high',
      principal: `arn:aws:iam::${ACCOUNT}:role/deploy`,
      class: 'engineers',
      actor: { id: 'a', name: 'a', class: 'engineers', via: 'console', person: null, agentHints: [] },
      call: {
        id: 'call-1',
        source: 'iam.amazonaws.com',
        name: 'AttachRolePolicy',
        time: '2026-01-05T12:00:00.000Z',
      },
      verdict: 'exceeds',
      excess: [
        {
          actions: ['s3:GetObject'],
          accessLevels: ['Read'],
          resources: ['*'],
          policy: 'inline:p',
          statement: 'Statement[0]',
        },
      ],
      witness: { action: 's3:GetObject', resource: 'arn:aws:s3:::b/k', context: {} },
      response: 'hold',
      status: 'held',
      digest: finding.digest,
      account: ACCOUNT,
      reasons: [],
      resources: [],
      hold: {
        kind: 'contain',
        summary: 'takes p away',
        calls: plan.calls,
        restore: plan.restore,
        release: [RELEASE],
        proof: { ...plan.proof, leaves: [] },
      },
      raisedAt: '2026-01-05T12:00:00.000Z',
    });
  });

  test('has null where there is no call, no witness and no hold', () => {
    const finding = raise(draft({ call: null, witness: null }), { kind: 'alert', why: 'class "x" only alerts' });
    expect(findingToJson(finding, 'open')).toMatchObject({
      call: null,
      witness: null,
      hold: null,
      why: 'class "x" only alerts',
    });
  });

  test('says until when an approval keeps the hold away', () => {
    const finding = raise(draft(), { kind: 'hold-unless-approved', plan, deadline: NOW });
    expect(findingToJson(finding, 'open')['deadline']).toBe('2026-01-05T12:00:00.000Z');
  });

  test('says how a hold is released as it was made: also what stands in for the plan', () => {
    const finding = raise(draft({ principal: `arn:aws:iam::${ACCOUNT}:role/deploy` }), { kind: 'hold', plan });
    const standIn = standInFor(finding);
    if (standIn === undefined) throw new Error('nothing stands in for a role');
    const hold = { kind: 'confirmed', calls: [standIn.put], standIns: [standIn], at: NOW } as const;
    const release = findingToJson(finding, 'held', hold).hold?.release ?? [];
    expect(release).toEqual([RELEASE, cliOfCall(standIn.remove), expect.stringContaining(' untag-role ')]);
  });

  test.each([
    ['made where no other deny is left', 'PolicyNames: [other]', 0, ['list-role-policies', 'untag-role']],
    ['not made where another deny is left', 'PolicyNames: [AmbitHold-F-1]', 0, ['list-role-policies']],
    ['not made where nobody knows what is left, which fails', '', 254, ['list-role-policies']],
  ])('has a last command of a release that is %s', (_, answer, status, made) => {
    const finding = raise(draft({ principal: `arn:aws:iam::${ACCOUNT}:role/deploy` }), { kind: 'hold', plan });
    const standIn = standInFor(finding);
    const standIns = standIn === undefined ? [] : [standIn];
    const hold = { kind: 'confirmed', calls: standIns.map(({ put }) => put), standIns, at: NOW } as const;
    const last = releaseCommands(finding, hold).at(-1) ?? '';
    const aws = `aws() { echo "$2" >&3; case $2 in list-*) echo '${answer}'; return ${status} ;; esac; }`;
    const run = spawnSync('sh', ['-c', `${aws}; ${last} && echo after >&3`], {
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      encoding: 'utf8',
    });
    expect(run.output[3]?.trim().split('\n')).toEqual([...made, ...(status === 0 ? ['after'] : [])]);
  });

  test('survives a round through JSON text', () => {
    const json = findingToJson(raise(draft(), { kind: 'hold', plan }), 'held');
    expect(JSON.parse(JSON.stringify(json))).toEqual(json);
  });
});

describe('the id of a finding', () => {
  test('is the same for the same call, principal and kind', () => {
    expect(findingId('c', 'p', 'excess-access')).toBe(findingId('c', 'p', 'excess-access'));
    expect(findingId('c', 'p', 'excess-access')).toMatch(/^F-[0-9a-f]{12}$/);
  });
  test('differs where one of them does', () => {
    const ids = [
      findingId('c', 'p', 'excess-access'),
      findingId('d', 'p', 'excess-access'),
      findingId('c', 'q', 'excess-access'),
      findingId('c', 'p', 'excess-trust'),
    ];
    expect(new Set(ids).size).toBe(4);
  });
});
