import { describe, expect, test } from '@jest/globals';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import type { JsonValue } from '../../lib/core/json.ts';
import { ed25519Verifier } from '../../lib/adapters/local/local-signer.ts';
import { mayRestore } from '../../lib/core/governance/cases/may-restore.ts';
import { meetDueDeadlines } from '../../lib/usecases/approval/meet-due-deadlines.ts';
import { restoreAccess } from '../../lib/usecases/approval/restore-access.ts';
import { ADMIN, AGENT, allow, callOf, DAY, MINUTE, NOW, record } from '../usecases/company.ts';
import { type Attacked, heldGrant, underAttack } from './attacked.ts';
import { begin } from './begin.ts';

const refused = (code: string) => ({ ok: false, error: { code } });

/** The refusal is in the ledger, the access is not back, and the other signature that there is completes nothing. */
async function leavesItHeld(here: Attacked, findingId: string, by: string, code: string): Promise<void> {
  expect((await here.factsAbout(findingId)).at(-1)).toMatchObject({ kind: 'signature-refused', personId: by, code });
  expect(await here.signs('pat', findingId)).toMatchObject({ ok: true, value: { kind: 'signed' } });
  expect(await here.caseOf(findingId)).toMatchObject({ status: 'held' });
  expect(await here.attached()).toEqual([]);
}

test('a waiver of little waives nothing that stood beside it unheld when it was found', async () => {
  const later = { kind: 'hold-unless-approved', withinMinutes: 60 };
  const classes: JsonValue = [
    {
      name: 'agent',
      kind: 'agent',
      match: { paths: ['/agents/*'] },
      mode: 'enforce',
      response: later,
      standard: { policies: [allow('s3:GetObject')] },
    },
  ];
  const here = await begin({ standards: { classes } });
  const put = (policyName: string, action: string, time: number) => {
    const policyDocument = JSON.stringify(allow(action));
    return callOf(
      record('PutRolePolicy', { roleName: 'deployer', policyName, policyDocument }, { id: policyName, time }),
    );
  };
  const [grave = ''] = await here.happens(put('grave', 's3:DeleteBucket', NOW));
  const [small = ''] = await here.happens(put('small', 's3:PutObject', NOW + 1000));
  expect((await here.caseOf(small)).finding.excess).toMatchObject([{ actions: ['s3:PutObject'] }]);
  for (const person of ['sam', 'pat']) await here.signs(person, small);
  here.at(NOW + 61 * MINUTE);
  await meetDueDeadlines(here.deps);
  expect([(await here.caseOf(grave)).status, (await here.caseOf(small)).status]).toEqual(['held', 'restored']);
  const [again = ''] = await here.happens(put('again', 's3:DeleteBucket', NOW + 61 * MINUTE));
  expect((await here.caseOf(again)).finding.excess).toMatchObject([{ actions: ['s3:DeleteBucket'] }]);
});

describe('a signature does not count', () => {
  test('of who made the grant', async () => {
    const here = await begin();
    const findingId = await heldGrant(here);
    expect(await here.signs('rita', findingId)).toMatchObject(refused('SIGNED_OWN_REQUEST'));
    await leavesItHeld(here, findingId, 'rita', 'SIGNED_OWN_REQUEST');
  });

  test('of who would get the access through a chain of roles', async () => {
    const eve = { id: 'eve', name: 'Eve', groups: ['security'], actsAs: ['arn:aws:iam::111122223333:role/eve'] };
    const here = await begin({ people: [eve] });
    const become = (role: string) => ({
      ...allow('sts:AssumeRole'),
      Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: role }],
    });
    const trust = (role: string) => ({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: role }, Action: 'sts:AssumeRole' }],
    });
    const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
    const calls: readonly (readonly [string, object])[] = [
      [
        'CreateRole',
        {
          roleName: 'eve',
          path: '/',
          assumeRolePolicyDocument: JSON.stringify(trust('arn:aws:iam::111122223333:root')),
        },
      ],
      [
        'PutRolePolicy',
        { roleName: 'eve', policyName: 'next', policyDocument: JSON.stringify(become(role('middle'))) },
      ],
      ['CreateRole', { roleName: 'middle', path: '/', assumeRolePolicyDocument: JSON.stringify(trust(role('eve'))) }],
      ['PutRolePolicy', { roleName: 'middle', policyName: 'next', policyDocument: JSON.stringify(become(AGENT)) }],
      ['UpdateAssumeRolePolicy', { roleName: 'deployer', policyDocument: JSON.stringify(trust(role('middle'))) }],
    ];
    for (const [index, [name, parameters]] of calls.entries()) {
      await here.happens(callOf(record(name, { ...parameters }, { id: `chain-${index}`, time: NOW })));
    }
    const findingId = await heldGrant(here);
    expect(await here.signs('eve', findingId)).toMatchObject({
      ok: false,
      error: { code: 'GAINS_BY_IT', through: role('eve') },
    });
    await leavesItHeld(here, findingId, 'eve', 'GAINS_BY_IT');
  });

  test('of an agent, whatever group it is in', async () => {
    const bot = { id: 'bot', name: 'Bot', groups: ['security'], actsAs: [AGENT.replace('deployer', 'reviewer')] };
    const here = await begin({ people: [bot] });
    const findingId = await heldGrant(here);
    expect(await here.signs('bot', findingId)).toMatchObject(refused('IS_AGENT'));
    await leavesItHeld(here, findingId, 'bot', 'IS_AGENT');
  });

  test('that was given for another finding', async () => {
    const here = await begin();
    const findingId = await heldGrant(here);
    const put = record(
      'PutRolePolicy',
      { roleName: 'deployer', policyName: 'more', policyDocument: JSON.stringify(allow('s3:*')) },
      { time: NOW + 1000 },
    );
    const [second = ''] = await here.happens(callOf(put));
    const { digest } = (await here.caseOf(second)).finding;
    expect(await here.signs('sam', second)).toMatchObject({ ok: true });
    expect(await here.signs('sam', findingId, { digest })).toMatchObject(refused('DIGEST_CHANGED'));
    await leavesItHeld(here, findingId, 'sam', 'DIGEST_CHANGED');
  });

  test('a second time, when the waiver that it was given for has ended', async () => {
    const here = await begin();
    const findingId = await heldGrant(here);
    for (const person of ['sam', 'pat']) await here.signs(person, findingId);
    expect(await here.attached()).toEqual([ADMIN]);
    here.at(NOW + DAY + MINUTE);
    await meetDueDeadlines(here.deps);
    expect(await here.attached()).toEqual([]);
    expect(await here.signs('pat', findingId)).toMatchObject({ ok: true, value: { kind: 'signed' } });
    expect(await restoreAccess(findingId, here.deps)).toMatchObject({
      kind: 'refused',
      refusal: { code: 'QUORUM_INCOMPLETE' },
    });
    expect(await here.attached()).toEqual([]);
  });

  test('on what the finding said before the account changed', async () => {
    const here = await begin();
    const findingId = await heldGrant(here);
    const { digest } = (await here.caseOf(findingId)).finding;
    // the same grant again, on another state: another finding, which nobody has signed
    const put = record(
      'PutRolePolicy',
      {
        roleName: 'deployer',
        policyName: 'same',
        policyDocument: JSON.stringify(allow('s3:GetObject')),
      },
      { time: NOW + 1000 },
    );
    await here.happens(callOf(put));
    const again = record(
      'AttachRolePolicy',
      { roleName: 'deployer', policyArn: ADMIN },
      { id: 'again', time: NOW + 2000 },
    );
    const found = await here.happens(callOf(again));
    const cases = await Promise.all(found.map((each) => here.caseOf(each)));
    const fresh = cases.find(({ finding }) => finding.kind === 'excess-access');
    expect(fresh?.finding.digest).not.toBe(digest);
    expect(await here.signs('sam', fresh?.finding.id ?? '', { digest })).toMatchObject(refused('DIGEST_CHANGED'));
  });

  test('twice, of one person who is listed with two e-mail addresses', async () => {
    const twin = { id: 'sam-2', name: 'Sam', groups: ['owners'], actsAs: ['*:sam@b.example'] };
    const people = [
      { id: 'rita', name: 'Rita', groups: ['security'], actsAs: ['AROAENGINEER:rita'] },
      {
        id: 'sam',
        name: 'Sam',
        groups: ['security'],
        actsAs: ['*:sam@a.example', 'arn:aws:sts::111122223333:assumed-role/engineer/sam'],
      },
      { ...twin, actsAs: [...twin.actsAs, 'arn:aws:sts::111122223333:assumed-role/admin/sam'] },
    ];
    await expect(begin({ standards: { people } })).rejects.toThrow('an identity of one person only');
  });

  test('twice, of one person who clicks twice, and two who click at once restore once', async () => {
    const here = await begin();
    const findingId = await heldGrant(here);
    const clicks = ['sam', 'sam', 'pat', 'pat', 'sam'].map((person) => here.signs(person, findingId));
    const outcomes = await Promise.all(clicks);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(2);
    expect(outcomes.filter((each) => each.ok && each.value.kind === 'complete')).toHaveLength(1);
    const facts = (await here.factsAbout(findingId)).map(({ kind }) => kind);
    expect(facts.filter((kind) => kind === 'restore-confirmed')).toHaveLength(1);
    expect(await here.attached()).toEqual([ADMIN]);
  });
});

test('what two people signed does not come back when the policy behind the same ARN has grown since', async () => {
  const tools = 'arn:aws:iam::111122223333:policy/tools';
  const here = await begin();
  const create = { policyName: 'tools', path: '/', policyDocument: JSON.stringify(allow('s3:PutObject')) };
  await here.happens(
    callOf(record('CreatePolicy', create, { time: NOW, response: { policy: { arn: tools, policyId: 'ANPATOOLS' } } })),
  );
  const findingId = await heldGrant(here, tools);
  expect(await here.attached()).toEqual([]);
  const grown = { policyArn: tools, policyDocument: JSON.stringify(allow('*')), setAsDefault: true };
  await here.happens(
    callOf(
      record('CreatePolicyVersion', grown, {
        time: NOW + 1000,
        response: { policyVersion: { versionId: 'v2', isDefaultVersion: true } },
      }),
    ),
  );
  expect(await here.signs('sam', findingId)).toMatchObject({ ok: true });
  const detail = expect.stringContaining('wider than what was signed');
  expect(await here.signs('pat', findingId)).toMatchObject({
    ok: true,
    value: { kind: 'complete', restore: { kind: 'failed', detail } },
  });
  expect(await here.attached()).toEqual([]);
  expect((await here.caseOf(findingId)).status).toBe('held');
});

describe('a ledger that somebody wrote into', () => {
  async function damagedBy(statements: readonly string[]) {
    const here = await begin();
    const findingId = await heldGrant(here);
    await here.signs('sam', findingId);
    await here.checkpoints.seal(here.signer, here.deps.clock.now());
    const writer = new DatabaseSync(join(here.folder, 'state', 'ambit.db'));
    writer.exec('DROP TRIGGER entry_is_never_changed; DROP TRIGGER entry_is_never_removed');
    for (const statement of statements) writer.exec(statement);
    writer.close();
    return {
      here,
      findingId,
      verify: async () => here.checkpoints.verify(ed25519Verifier(await here.signer.publicKey())),
    };
  }

  test.each([
    [
      'a signature that says that somebody else gave it',
      [`UPDATE entry SET fact = replace(fact, '"sam"', '"pat"') WHERE fact LIKE '%"kind":"signed"%'`],
    ],
    [
      'two entries in each other’s place',
      [
        `UPDATE entry SET sequence = 1000 WHERE sequence = 3`,
        `UPDATE entry SET sequence = 3 WHERE sequence = 4`,
        `UPDATE entry SET sequence = 4 WHERE sequence = 1000`,
      ],
    ],
    ['an entry less', ['DELETE FROM entry WHERE sequence = 3']],
    [
      'a signature that was put at its end',
      [
        `INSERT INTO entry SELECT sequence + 1, subject, replace(fact, '"sam"', '"pat"'), hash, hash FROM entry WHERE fact LIKE '%"kind":"signed"%'`,
      ],
    ],
  ])('is told from a good one: it has %s', async (_, statements) => {
    const { here, findingId, verify } = await damagedBy(statements);
    const { fault } = await verify();
    expect(fault).toBeDefined();
    await here.signs('pat', findingId).catch(() => undefined);
    expect(await here.attached()).toEqual([]);
  });
});

test('who asked for the access empties the group that must sign, and nobody signs', async () => {
  const first = await begin();
  const findingId = await heldGrant(first);
  await first.signs('sam', findingId);
  const { folder } = first;
  first.close();
  const people = [
    { id: 'rita', name: 'Rita', groups: ['security', 'owners'], actsAs: ['AROAENGINEER:rita'] },
    { id: 'sam', name: 'Sam', groups: ['owners'], actsAs: [] },
    { id: 'pat', name: 'Pat', groups: ['owners'], actsAs: [] },
  ];
  // only the requester is left in it: what nobody signed is not in force
  const here = await begin({ folder, standards: { people } });
  expect(here.standing.kind).toBe('refused');
  expect(here.deps.governance.people.map(({ groups }) => groups)).toEqual([['security'], ['security'], ['owners']]);
  expect(await here.signs('rita', findingId)).toMatchObject(refused('SIGNED_OWN_REQUEST'));
  // were it in force, nobody's signature would count for the group any more
  const emptied = { ...here.deps.governance, people };
  expect(mayRestore(await here.caseOf(findingId), emptied, NOW)).toMatchObject({
    ok: false,
    error: { code: 'QUORUM_INCOMPLETE', missing: [expect.objectContaining({ group: 'security' }), expect.anything()] },
  });
  expect(await here.attached()).toEqual([]);
  const empty = { people: people.map((person) => ({ ...person, groups: ['owners'] })) };
  await expect(underAttack({ standards: empty })).rejects.toThrow('a group of one of the people');
});
