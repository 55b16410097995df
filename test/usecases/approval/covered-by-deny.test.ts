import { describe, expect, test } from '@jest/globals';
import { ADMIN, attachAdmin, callOf, MINUTE, NOW, record } from '../company.ts';
import { caseOf, handled } from '../handled.ts';
import { open } from '../opened.ts';
import { denies, foundBy, put, sign } from '../holds/held-world.ts';

const letsIn = (account: string) =>
  callOf(
    record('UpdateAssumeRolePolicy', {
      roleName: 'deployer',
      policyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'sts:AssumeRole' }],
      }),
    }),
  );
const WIDER = expect.stringContaining('the access is wider than what was signed (exceeds: ');

/** A role whom everything is denied, since AWS did not let the change of its trust be undone. */
async function denied() {
  const here = await open();
  here.account.refuses.add('UpdateAssumeRolePolicy');
  const findingId = await foundBy(here, letsIn('999988887777'));
  here.account.refuses.clear();
  return { here, findingId };
}

describe('trust that is held by a deny of everything', () => {
  test('is given back, and the deny is lifted', async () => {
    const { here, findingId } = await denied();
    await sign(here, findingId);
    expect((await caseOf(here, findingId)).status).toBe('restored');
    expect(denies(here, 'deployer')).toEqual([]);
  });

  test('is not given back where the deny has covered what nobody signed: that would be let loose, and nobody was told', async () => {
    const { here, findingId } = await denied();
    expect(await handled(here, attachAdmin())).toEqual([]);
    await sign(here, findingId);
    const facts = (await here.deps.ledger.about(findingId)).map(({ fact }) => fact);
    expect(facts).toContainEqual(expect.objectContaining({ kind: 'restore-failed', detail: WIDER }));
    expect((await caseOf(here, findingId)).status).toBe('held');
    expect(denies(here, 'deployer')).toHaveLength(1);
    here.account.change({ name: 'DetachRolePolicy', roleName: 'deployer', policyArn: ADMIN });
    await sign(here, findingId);
    expect((await caseOf(here, findingId)).status).toBe('restored');
  });

  test('is given back beside what is within the standard', async () => {
    const { here, findingId } = await denied();
    await handled(here, put('deployer', 's3:GetObject'));
    await sign(here, findingId);
    expect((await caseOf(here, findingId)).status).toBe('restored');
  });

  test('is given back beside what people know of by another finding, and have left where it is', async () => {
    const here = await open();
    await handled(here, attachAdmin({ time: NOW - 60 * MINUTE }));
    here.account.refuses.add('UpdateAssumeRolePolicy');
    const findingId = await foundBy(here, letsIn('999988887777'));
    here.account.refuses.clear();
    expect(denies(here, 'deployer')).toHaveLength(1);
    await sign(here, findingId);
    expect((await caseOf(here, findingId)).status).toBe('restored');
  });

  test('is not given back beside what is held under another finding, once that is there again', async () => {
    const here = await open();
    await foundBy(here, attachAdmin());
    here.account.refuses.add('UpdateAssumeRolePolicy');
    const findingId = await foundBy(here, letsIn('999988887777'));
    here.account.refuses.clear();
    here.account.change({ name: 'AttachRolePolicy', roleName: 'deployer', policyArn: ADMIN });
    await sign(here, findingId);
    expect((await caseOf(here, findingId)).status).toBe('held');
  });

  test('is not given back beside what an old alert told of, that people took away, and that came again under the deny', async () => {
    const here = await open();
    const old = await foundBy(here, attachAdmin({ id: 'old', time: NOW - 60 * MINUTE }));
    expect((await caseOf(here, old)).status).toBe('alerted');
    await handled(here, callOf(record('DetachRolePolicy', { roleName: 'deployer', policyArn: ADMIN })));
    here.account.refuses.add('UpdateAssumeRolePolicy');
    const findingId = await foundBy(here, letsIn('999988887777'));
    here.account.refuses.clear();
    expect(await handled(here, attachAdmin({ id: 'covered' }))).toEqual([]);
    await sign(here, findingId);
    expect((await caseOf(here, findingId)).status).toBe('held');
  });
});
