import { describe, expect, test } from '@jest/globals';
import type { Fact } from '../../../lib/core/governance/ledger/fact.ts';
import { restoreAccess } from '../../../lib/usecases/approval/restore-access.ts';
import { ADMIN, attachAdmin, DAY, governance, NOW } from '../company.ts';
import { caseOf } from '../handled.ts';
import { CLAIM_LASTS } from '../../../lib/usecases/holds/hold-claim.ts';
import { attached, begun, beside, consentsTo, signed } from './signed-world.ts';

describe('what another worker does while it is given back', () => {
  const facts = (kinds: readonly Fact['kind'][], findingId: string, detail = 'it stood still'): readonly Fact[] =>
    kinds.flatMap((kind): readonly Fact[] => {
      const calls = [{ name: 'DetachRolePolicy', roleName: 'deployer', policyArn: ADMIN }] as const;
      if (kind === 'restore-confirmed' || kind === 'hold-confirmed') return [{ kind, findingId, at: NOW }];
      if (kind === 'restore-failed') return [{ kind, findingId, detail, at: NOW }];
      return kind === 'hold-intended' ? [{ kind, findingId, calls, at: NOW }] : [];
    });

  const back = { kind: 'restored', until: NOW + DAY };
  const again = { kind: 'failed', detail: 'the waiver ended while the access was given back; it is held again' };

  test.each<[string, readonly Fact['kind'][], object, string, readonly string[]]>([
    ['gives it back as well: it is back', ['restore-confirmed'], back, 'restored', [ADMIN]],
    ['fails: it is held', ['restore-failed'], again, 'held', []],
    ['fails and is about to hold: it is held', ['restore-failed', 'hold-intended'], again, 'held', []],
    [
      'fails and has held, before the call was made: it is held again',
      ['restore-failed', 'hold-intended', 'hold-confirmed'],
      again,
      'held',
      [],
    ],
  ])('and %s', async (_, kinds, outcome, status, left) => {
    const { here, findingId } = await begun();
    const deps = beside(here, () => here.deps.ledger.append(facts(kinds, findingId)));
    expect(await restoreAccess(findingId, deps)).toEqual(outcome);
    expect(await caseOf(here, findingId)).toMatchObject({ status, irregularities: [] });
    expect(attached(here)).toEqual(left);
  });

  test('and is about to hold within the same millisecond is told from the hold that is begun anew', async () => {
    const { here, findingId } = await begun();
    const kinds = ['restore-failed', 'hold-intended'] as const;
    const deps = beside(here, () => here.deps.ledger.append(facts(kinds, findingId)));
    await restoreAccess(findingId, deps);
    const entries = await here.deps.ledger.about(findingId);
    const intentions = entries.flatMap(({ fact }) => (fact.kind === 'hold-intended' ? [fact.at] : []));
    expect(intentions.slice(-2)).toEqual([NOW, NOW + 1]);
  });

  test('and is at the hold, which may have come before the call: it is not left to that one', async () => {
    const { here, findingId } = await begun();
    here.at(NOW + CLAIM_LASTS);
    const kinds = ['restore-failed', 'hold-intended'] as const;
    const told = facts(kinds, findingId).map((fact) => ({ ...fact, at: NOW + CLAIM_LASTS }));
    const deps = beside(here, () => here.deps.ledger.append(told));
    expect(await restoreAccess(findingId, { ...deps, claimLasts: CLAIM_LASTS })).toEqual(again);
    expect((await caseOf(here, findingId)).status).toBe('held');
    expect(attached(here)).toEqual([]);
  });

  test('and ends what was never held: nothing is held then either', async () => {
    const rules = governance();
    const classes = rules.classes.map((each) => ({ ...each, mode: 'warn' as const }));
    const { here, findingId } = await signed(attachAdmin(), { governance: { ...rules, classes } });
    const { scheduler, ledger } = here.deps;
    const set: typeof scheduler.set = async (deadline) => {
      if (deadline.kind === 'waiver-end') await ledger.append(facts(['restore-failed'], findingId));
      return scheduler.set(deadline);
    };
    const due: typeof scheduler.due = (now) => scheduler.due(now);
    const done: typeof scheduler.done = (deadline) => scheduler.done(deadline);
    expect(await restoreAccess(findingId, { ...here.deps, scheduler: { set, due, done } })).toEqual(again);
    expect(await caseOf(here, findingId)).toMatchObject({ hold: { kind: 'none' }, irregularities: [] });
  });

  test('and holds again, while this one fails, is the last of it', async () => {
    const { here, findingId } = await begun();
    here.account.refuses.add('AttachRolePolicy');
    const kinds = ['restore-failed', 'hold-intended', 'hold-confirmed'] as const;
    const deps = beside(here, () => here.deps.ledger.append(facts(kinds, findingId)));
    const detail = expect.stringMatching(/^AttachRolePolicy was refused/);
    expect(await restoreAccess(findingId, deps)).toEqual({ kind: 'failed', detail });
    const written = (await here.deps.ledger.about(findingId)).map(({ fact }) => fact.kind);
    expect(written.filter((kind) => kind === 'hold-intended')).toHaveLength(2);
  });

  test('counts where this one fails: what was given back by the other stays', async () => {
    const { here, findingId } = await begun();
    here.account.change({ name: 'AttachRolePolicy', roleName: 'deployer', policyArn: ADMIN });
    here.account.refuses.add('AttachRolePolicy');
    const deps = beside(here, () => here.deps.ledger.append(facts(['restore-confirmed'], findingId)));
    expect(await restoreAccess(findingId, deps)).toMatchObject({ kind: 'failed' });
    expect(await caseOf(here, findingId)).toMatchObject({ status: 'restored', irregularities: [] });
    expect(attached(here)).toEqual([ADMIN]);
  });

  test.each([[true], [false]])('and people sign anew: that attempt has its own end (done here: %s)', async (isDone) => {
    const { here, findingId, intended } = await begun();
    if (!isDone) here.account.refuses.add('AttachRolePolicy');
    const deps = beside(here, async () => {
      const failed = facts(['restore-failed', 'hold-intended', 'hold-confirmed'], findingId);
      const again = { ...intended, at: NOW + 1 };
      await here.deps.ledger.append([...failed, ...(await consentsTo(here, findingId, NOW + 1)), again]);
    });
    await restoreAccess(findingId, deps);
    expect(await caseOf(here, findingId)).toMatchObject({ status: 'restoring', irregularities: [] });
  });
});
