import { describe, expect, test } from '@jest/globals';
import { stateToJson } from '../../../lib/core/account/state-json.ts';
import type { AccountState } from '../../../lib/core/account/state.ts';
import type { Case } from '../../../lib/core/governance/cases/case.ts';
import type { JsonObject } from '../../../lib/core/json.ts';
import { isJustRead, isOfNamesake } from '../../../lib/usecases/holds/namesake.ts';
import { appendChosen } from '../../../lib/usecases/append-chosen.ts';
import { resume } from '../../../lib/usecases/resume.ts';
import { holdsGone } from '../../../lib/usecases/sweep/holds-gone.ts';
import {
  caseOf as folded,
  FACTS,
  FINDING,
  findingWith,
  NOW as RAISED,
} from '../../core/governance/approval-fixtures.ts';
import { account, ADMIN, AGENT, attachAdmin, MINUTE, NOW, record } from '../company.ts';
import { caseOf } from '../handled.ts';
import { open } from '../opened.ts';
import type { World } from '../world.ts';
import { byTerraform, foundBy, put, sign } from './held-world.ts';

const grant = record('AttachRolePolicy', { roleName: 'deployer', policyArn: ADMIN });

describe('a role that was deleted, and another one with its name', () => {
  /** A new role with this name and nothing of the old one's but its trust. */
  const another = ({ account }: World) => {
    const old = account.state.roles.get('deployer');
    if (old === undefined) throw new Error('no such role');
    const { boundary: _gone, ...rest } = old;
    const role = { ...rest, id: 'AROAANOTHER', inline: new Map(), attached: [] };
    account.state = { ...account.state, roles: new Map(account.state.roles).set('deployer', role) };
    account.effects.length = 0;
  };

  /** The same grant, as it was found in another world. */
  const heldElsewhere = async () => {
    const there = await open();
    return caseOf(there, await foundBy(there, attachAdmin()));
  };

  test('are not taken for each other: a hold that failed is not made on the new one', async () => {
    const here = await open();
    here.account.refuses.add('DetachRolePolicy').add('PutRolePolicy');
    const findingId = await foundBy(here, attachAdmin());
    expect(await caseOf(here, findingId)).toMatchObject({ status: 'hold-failed' });
    here.account.refuses.clear();
    another(here);
    here.at(NOW + 30 * MINUTE);
    await resume(here.deps);
    expect(here.account.effects).toEqual([]);
    expect(await caseOf(here, findingId)).toMatchObject({ status: 'held', irregularities: [] });
    const facts = (await here.deps.ledger.about(findingId)).map(({ fact }) => fact);
    expect(facts).toContainEqual(
      expect.objectContaining({
        kind: 'hold-intended',
        why: expect.stringMatching(/^the principal was deleted since/),
      }),
    );
  });

  test.each([
    ['is made', 0, ['DetachRolePolicy']],
    ['a minute later is not made on the new one', MINUTE, []],
  ])('a hold that a crash kept from being begun %s', async (_, later, effects) => {
    const { finding } = await heldElsewhere();
    const here = await open();
    if (later > 0) another(here);
    here.account.play(attachAdmin());
    await appendChosen(here.deps.ledger, finding.id, () => ({
      facts: [{ kind: 'finding-raised', finding, at: finding.raisedAt }],
      answer: undefined,
    }));
    here.at(finding.raisedAt + later);
    await resume(here.deps);
    expect(here.account.effects).toEqual(effects);
    expect(await caseOf(here, finding.id)).toMatchObject({ status: 'held', irregularities: [] });
  });

  test('are not taken for each other: what was signed for the old one is not given to the new one, though it were within its standard', async () => {
    const here = await open();
    const findingId = await foundBy(here, put('deployer', 's3:DeleteObject'));
    another(here);
    const rules = here.deps.governance;
    const classes = rules.classes.map((each) => ({ ...each, standard: rules.classes[1]?.standard ?? each.standard }));
    const wider = { ...here, deps: { ...here.deps, governance: { ...rules, classes } } };
    const detail = `${AGENT} was deleted since, and another one has its name`;
    expect(await sign(wider, findingId)).toMatchObject({ value: { restore: { kind: 'failed', detail } } });
    expect(here.account.effects).toEqual([]);
  });

  test('are not taken for each other by a sweep: the hold of the old one was released by nobody', async () => {
    const here = await open();
    const held = await caseOf(here, await foundBy(here, byTerraform(grant)));
    another(here);
    const slice = await here.deps.accounts.stateOf(AGENT);
    expect(slice && holdsGone([held], slice)).toEqual([]);
  });
});

describe('whoever was read for a finding', () => {
  const { response } = FINDING;
  if (response.kind !== 'hold') throw new Error('it is held at once');
  const raised = folded([FACTS.raised()]);
  const later = findingWith({ response: { ...response, kind: 'hold-unless-approved', deadline: RAISED } });
  const told = findingWith({ response: { kind: 'alert', why: 'it only alerts' } });

  const waits = {
    kind: 'hold-waits',
    findingId: FINDING.id,
    stack: 'stack',
    status: 'UPDATE_IN_PROGRESS',
    look: RAISED,
    until: RAISED,
    since: RAISED,
    at: RAISED,
  } as const;

  test.each<[string, Case, number, boolean]>([
    ['was just read for a minute', raised, RAISED + MINUTE - 1, true],
    ['was not, a minute later', raised, RAISED + MINUTE, false],
    ['was not for a hold that is tried again', folded([FACTS.raised(), FACTS.holdIntended()]), RAISED, false],
    ['was not where it has been open for people', folded([FACTS.raised(later)]), RAISED, false],
    ['was not where people are only told', folded([FACTS.raised(told)]), RAISED, false],
    ['was not once people have decided', { ...raised, status: 'rejected' }, RAISED, false],
    ['was not where its hold waited for a stack', folded([FACTS.raised(), waits]), RAISED, false],
  ])('%s', (_, found, now, expected) => {
    expect(isJustRead(found, now)).toBe(expected);
  });

  test.each<[string, JsonObject | undefined, AccountState | undefined]>([
    ['nothing was kept of it', undefined, account()],
    ['what was kept is unreadable', { roles: 'broken' }, account()],
    ['nobody has its name now', stateToJson(account()), undefined],
    ['it has its name still', stateToJson(account()), account()],
  ])('is nobody else where %s', (_, frozen, live) => {
    const kept = frozen === undefined ? {} : { frozen };
    expect(isOfNamesake({ principal: AGENT, ...kept }, live)).toBe(false);
  });
});
