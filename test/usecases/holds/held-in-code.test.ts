import { describe, expect, test } from '@jest/globals';
import { handleCall } from '../../../lib/usecases/calls/handle-call.ts';
import { ADMIN, NOW, record } from '../company.ts';
import { caseOf } from '../handled.ts';
import { open } from '../opened.ts';
import { answers, byTerraform, denies, foundBy, sign } from './held-world.ts';

describe('what Terraform granted', () => {
  const grant = (id: string) =>
    byTerraform(record('AttachRolePolicy', { roleName: 'deployer', policyArn: ADMIN }, { id }));

  test('stays in its state, beside a deny of exactly the excess; people are told what to change in the code', async () => {
    const here = await open();
    const findingId = await foundBy(here, grant('a'));
    const { finding, status } = await caseOf(here, findingId);
    expect(status).toBe('held');
    expect(here.account.state.roles.get('deployer')?.attached).toEqual([ADMIN]);
    expect(answers(here, 'deployer', ['s3:GetObject', 'iam:CreateUser', 'brandnew:DoIt'])).toEqual([
      'allow',
      'deny',
      'deny',
    ]);
    expect(finding.reasons).toContainEqual({ rule: 'fix-in-code', detail: expect.stringContaining(ADMIN) });
  });

  test('cannot be deleted while the deny stands: people are told how it goes away, with the finding', async () => {
    const here = await open();
    const findingId = await foundBy(here, grant('a'));
    const [deny = ''] = denies(here, 'deployer');
    const { finding } = await caseOf(here, findingId);
    const lifted = `aws iam delete-role-policy --role-name deployer --policy-name ${deny}`;
    const said = finding.reasons.filter(({ detail }) => detail.includes(`ambit undo ${findingId}`));
    expect(said).toEqual([{ rule: 'fix-in-code', detail: expect.stringContaining(lifted) }]);
  });

  const deletion = (id: string, error = 'DeleteConflictException', roleName = 'deployer') =>
    byTerraform({
      ...record('DeleteRole', { roleName }, { id, errorCode: error }),
      errorMessage: 'Cannot delete entity, must delete policies first.',
    });

  test('and could not delete is told once for each hold, on every channel', async () => {
    const here = await open();
    const findingId = await foundBy(here, grant('a'));
    const calls = [deletion('b'), deletion('c'), deletion('d')];
    for (const call of calls) expect(await handleCall(call, here.deps)).toEqual({ kind: 'denied', findings: [] });
    const facts = (await here.deps.ledger.about(findingId)).map(({ fact }) => fact);
    expect(facts.filter(({ kind }) => kind === 'deletion-refused')).toEqual([
      { kind: 'deletion-refused', findingId, callId: 'b', name: 'DeleteRole', by: expect.any(String), at: NOW },
    ]);
    expect(here.announced.filter((text) => text.includes('could not delete whom it holds'))).toHaveLength(1);
    expect(await caseOf(here, findingId)).toMatchObject({ status: 'held', irregularities: [] });
  });

  test.each([
    ['another role', deletion('b', 'DeleteConflictException', 'engineer')],
    ['a role that has gone', deletion('b', 'NoSuchEntityException')],
    [
      'a role of a profile',
      { ...deletion('b'), error: { code: 'DeleteConflict', message: 'must remove roles from instance profile first' } },
    ],
    ['a role, in a replay', { ...deletion('b'), replayed: true }],
  ])('and could not delete is told to nobody where it is %s', async (_, call) => {
    const here = await open();
    const findingId = await foundBy(here, grant('a'));
    await handleCall(call, here.deps);
    const facts = (await here.deps.ledger.about(findingId)).map(({ fact }) => fact.kind);
    expect(facts).not.toContain('deletion-refused');
  });

  test('and is given back is in nobody’s way', async () => {
    const here = await open();
    const findingId = await foundBy(here, grant('a'));
    await sign(here, findingId);
    await handleCall(deletion('b'), here.deps);
    const facts = (await here.deps.ledger.about(findingId)).map(({ fact }) => fact.kind);
    expect(facts).not.toContain('deletion-refused');
  });

  test('and grants again is held already: nothing is found, and nothing done', async () => {
    const here = await open();
    await foundBy(here, grant('a'));
    const held = here.account.state;
    const again = grant('b');
    here.account.play(again);
    expect(await handleCall(again, here.deps)).toMatchObject({ findings: [] });
    expect(here.account.state).toEqual(held);
  });

  test('comes back by lifting the deny, once two people have signed', async () => {
    const here = await open();
    const findingId = await foundBy(here, grant('a'));
    await sign(here, findingId);
    expect(await caseOf(here, findingId)).toMatchObject({ status: 'restored', irregularities: [] });
    expect(denies(here, 'deployer')).toEqual([]);
  });
});
