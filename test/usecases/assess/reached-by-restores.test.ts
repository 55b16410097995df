import { describe, expect, test } from '@jest/globals';
import type { IamCall } from '../../../lib/core/account/call.ts';
import type { Call } from '../../../lib/core/activity/call.ts';
import { reachedByRestores } from '../../../lib/usecases/assess/reached-by-restores.ts';
import { ACCOUNT, ADMIN, AGENT, account, allow, attachAdmin, callOf, FENCE, record } from '../company.ts';
import { caseOf } from '../handled.ts';
import { ANN, foundBy, put, sign, withAnn } from '../holds/held-world.ts';
import { open } from '../opened.ts';
import type { World } from '../world.ts';

const joined = callOf(record('AddUserToGroup', { groupName: 'ops', userName: 'ann' }));
const bounded = callOf(
  record('PutRolePermissionsBoundary', { roleName: 'deployer', permissionsBoundary: ADMIN }, { id: 'bounded' }),
);
const attached = attachAdmin();
const written = put('deployer', 's3:PutObject');

const putGroup = (groupName: string): IamCall => ({
  name: 'PutGroupPolicy',
  groupName,
  policyName: 'more',
  policyDocument: allow('*'),
});
const version = (policyArn: string): IamCall => ({
  name: 'CreatePolicyVersion',
  policyArn,
  policyDocument: allow('*'),
  setAsDefault: true,
  versionId: 'v9',
});

const CREATED: IamCall = {
  name: 'CreatePolicy',
  policyName: 'new',
  path: '/',
  policyDocument: allow('*'),
  tags: [],
};

/** How far what a call gave has come back, and how it does. */
const GIVEN = {
  held: async () => undefined,
  restored: sign,
  restoring: async (here: World, findingId: string) => {
    const restorer = { enforce: () => Promise.reject(new Error('killed')) };
    return sign({ ...here, deps: { ...here.deps, restorer } }, findingId).catch((fault: unknown) => fault);
  },
} as const;

/** A world where each of these calls was found, and what it gave has come back so far. */
async function given(calls: readonly Call[], until: keyof typeof GIVEN = 'restored') {
  const here = await open({ state: { ...account(), ...withGroup() } });
  for (const call of calls) {
    const findingId = await foundBy(here, call);
    await GIVEN[until](here, findingId);
    expect((await caseOf(here, findingId)).status).toBe(until);
  }
  return here.deps.cases;
}

function withGroup() {
  const { users, groups } = withAnn();
  return { users, groups };
}

describe('a call reaches, besides whom the account shows,', () => {
  test.each<[string, IamCall, readonly string[], readonly Call[], keyof typeof GIVEN]>([
    ['who was given back to its group', putGroup('ops'), [ANN], [joined], 'restored'],
    ['who is being given back to it', putGroup('ops'), [ANN], [joined], 'restoring'],
    ['them by whatever case its name is written in', putGroup('OPS'), [ANN], [joined], 'restored'],
    ['who was given back its policy', version(ADMIN), [AGENT], [attached], 'restored'],
    ['who was given back its policy as a boundary', version(ADMIN), [AGENT], [bounded], 'restored'],
    ['nobody twice', version(ADMIN), [AGENT], [attached, bounded], 'restored'],
    ['nobody who is held', putGroup('ops'), [], [joined], 'held'],
    ['nobody of another group', putGroup('people'), [], [joined], 'restored'],
    ['nobody of another policy', version(FENCE), [], [attached], 'restored'],
    ['nobody by a policy of its own', putGroup('ops'), [], [written], 'restored'],
    [
      'nobody by a call on one user',
      { name: 'AddUserToGroup', groupName: 'ops', userName: 'bob' },
      [],
      [joined],
      'restored',
    ],
    [
      'nobody by a call on one role',
      { name: 'AttachRolePolicy', roleName: 'engineer', policyArn: ADMIN },
      [],
      [attached],
      'restored',
    ],
    ['nobody by a call on neither', CREATED, [], [written], 'restored'],
  ])('%s', async (_, iam, reached, calls, until) => {
    const book = await given(calls, until);
    expect(await reachedByRestores(iam, { account: ACCOUNT, affected: [] }, book)).toEqual(reached);
  });

  test('who was given back its policy by a restore that lifts a deny as well', async () => {
    const here = await open();
    here.account.refuses.add('DetachRolePolicy');
    const findingId = await foundBy(here, attached);
    here.account.change({ name: 'DetachRolePolicy', roleName: 'deployer', policyArn: ADMIN });
    await sign(here, findingId);
    const { restore } = await caseOf(here, findingId);
    expect(restore).toMatchObject({
      kind: 'confirmed',
      calls: [{ name: 'AttachRolePolicy' }, { name: 'DeleteRolePolicy' }],
    });
    const asked = { account: ACCOUNT, affected: [] };
    expect(await reachedByRestores(version(ADMIN), asked, here.deps.cases)).toEqual([AGENT]);
  });

  test('nobody whom the account shows, and nobody of another account', async () => {
    const book = await given([joined]);
    const of = (account: string, affected: readonly string[]) =>
      reachedByRestores(putGroup('ops'), { account, affected }, book);
    expect([await of(ACCOUNT, [ANN]), await of('999988887777', [])]).toEqual([[], []]);
  });
});
