import { afterEach, describe, expect, test } from '@jest/globals';
import { digestOf } from '../../../lib/core/digest.ts';
import { type Case, foldCase } from '../../../lib/core/governance/cases/case.ts';
import type { Fact } from '../../../lib/core/governance/ledger/fact.ts';
import { standInFor } from '../../../lib/core/governance/holds/denies/stand-in.ts';
import type { Ledger } from '../../../lib/ports/ledger.ts';
import { handleCall } from '../../../lib/usecases/calls/handle-call.ts';
import { holdAccess } from '../../../lib/usecases/holds/hold-access.ts';
import { warrantedHolder } from '../../../lib/usecases/holds/warranted.ts';
import { ADMIN, attachAdmin, NOW } from '../company.ts';
import { openWorld, type World } from '../world.ts';

let world: World | undefined;

afterEach(() => world?.close());

/** A finding that was raised, and not held yet, for its worker died. */
async function raised(): Promise<{ readonly here: World; readonly findingId: string }> {
  const here = await openWorld();
  world = here;
  const call = attachAdmin();
  here.account.play(call);
  const dying = { enforce: () => Promise.reject(new Error('killed')) };
  await expect(handleCall(call, { ...here.deps, enforcer: dying })).rejects.toThrow('killed');
  const [found] = await here.deps.cases.cases();
  return { here, findingId: found?.finding.id ?? '' };
}

async function caseOf({ deps }: World, findingId: string): Promise<Case> {
  const found = foldCase(await deps.ledger.about(findingId));
  if (found === undefined) throw new Error('no such case');
  return found;
}

/** Holds, while this happens between the intention and its first call. */
async function heldWhile(here: World, findingId: string, meanwhile: () => Promise<unknown>) {
  let isFirst = true;
  const enforcer: World['deps']['enforcer'] = {
    enforce: async (account, call, finding) => {
      if (isFirst) {
        isFirst = false;
        await meanwhile();
      }
      return here.deps.enforcer.enforce(account, call, finding);
    },
  };
  return holdAccess(findingId, { ...here.deps, enforcer });
}

const kindsOf = async ({ deps }: World, findingId: string) =>
  (await deps.ledger.about(findingId))
    .filter(({ fact }) => fact.kind.startsWith('hold-') && !('again' in fact))
    .map(({ fact }) => fact.kind);

const denies = ({ account }: World): readonly string[] =>
  [...(account.state.roles.get('deployer')?.inline ?? new Map<string, unknown>()).keys()].filter((name) =>
    name.startsWith('AmbitHold-'),
  );

const attached = ({ account }: World) => account.state.roles.get('deployer')?.attached;

describe('a hold that another worker took further meanwhile', () => {
  test('and did is left as it is: nothing stands in for it', async () => {
    const { here, findingId } = await raised();
    const outcome = await heldWhile(here, findingId, () => holdAccess(findingId, here.deps));
    expect(outcome).toEqual({ kind: 'already-held' });
    expect(await caseOf(here, findingId)).toMatchObject({ status: 'held', irregularities: [] });
    expect(await kindsOf(here, findingId)).toEqual(['hold-intended', 'hold-confirmed']);
    expect([attached(here), denies(here)]).toEqual([[], []]);
  });

  test('and gave up is done after all, by its own plan', async () => {
    const { here, findingId } = await raised();
    const gaveUp: Fact = { kind: 'hold-failed', findingId, detail: 'throttled', at: NOW };
    expect(await heldWhile(here, findingId, () => here.deps.ledger.append([gaveUp]))).toEqual({ kind: 'held' });
    expect(await caseOf(here, findingId)).toMatchObject({ status: 'held', irregularities: [] });
    expect([attached(here), denies(here)]).toEqual([[], []]);
  });

  test('and began with a deny in its place, and died, is held by that deny', async () => {
    const { here, findingId } = await raised();
    const standIn = standInFor((await caseOf(here, findingId)).finding);
    if (standIn === undefined) throw new Error('a role can be denied');
    const denied: Fact = { kind: 'hold-intended', findingId, calls: [standIn.put], at: NOW };
    expect(await heldWhile(here, findingId, () => here.deps.ledger.append([denied]))).toEqual({ kind: 'held' });
    expect(await caseOf(here, findingId)).toMatchObject({ status: 'held', irregularities: [] });
    expect(denies(here)).toHaveLength(1);
  });

  test('and began otherwise is not failed by what came of the first plan', async () => {
    const { here, findingId } = await raised();
    const standIn = standInFor((await caseOf(here, findingId)).finding);
    if (standIn === undefined) throw new Error('a role can be denied');
    here.account.refuses.add('DetachRolePolicy');
    const denied: Fact = { kind: 'hold-intended', findingId, calls: [standIn.put], at: NOW };
    // AWS refuses what was on its way before the other one wrote down what it does
    const enforcer: World['deps']['enforcer'] = {
      enforce: async (account, call, finding) => {
        if (call.name !== 'DetachRolePolicy') return here.deps.enforcer.enforce(account, call, finding);
        const outcome = await here.account.enforce(account, call);
        await here.deps.ledger.append([denied]);
        return outcome;
      },
    };
    expect(await holdAccess(findingId, { ...here.deps, enforcer })).toEqual({ kind: 'held' });
    expect(await kindsOf(here, findingId)).not.toContain('hold-failed');
    expect(denies(here)).toHaveLength(1);
  });

  test('what AWS refuses is still held by a deny', async () => {
    const { here, findingId } = await raised();
    here.account.refuses.add('DetachRolePolicy');
    expect(await holdAccess(findingId, here.deps)).toEqual({ kind: 'held' });
    expect([attached(here), denies(here).length]).toEqual([[ADMIN], 1]);
  });
});

test('what never gets a warrant is a hold that failed, told and tried again, and nothing stands in for it', async () => {
  const { here, findingId } = await raised();
  const ledger: Pick<Ledger, 'about'> = {
    about: async (subject) => {
      const entries = await here.deps.ledger.about(subject);
      return entries.map((entry) => {
        const { fact } = entry;
        if (fact.kind !== 'finding-raised') return entry;
        return { ...entry, fact: { ...fact, finding: { ...fact.finding, digest: digestOf('another') } } };
      });
    },
  };
  const before = here.account.state;
  const outcome = await holdAccess(findingId, {
    ...here.deps,
    enforcer: warrantedHolder(here.account, { ...here.deps, ledger }),
  });
  expect(outcome).toMatchObject({ kind: 'failed', detail: expect.stringContaining('not what its digest says') });
  expect(await kindsOf(here, findingId)).toEqual(['hold-intended', 'hold-failed']);
  expect(here.account.state).toBe(before);
  expect(here.announced.at(-1)).toContain('not what its digest says');
});
