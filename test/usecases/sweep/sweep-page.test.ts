import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { digestOf } from '../../../lib/core/digest.ts';
import { decideApproval } from '../../../lib/usecases/approval/decide-approval.ts';
import { meetDueDeadlines } from '../../../lib/usecases/approval/meet-due-deadlines.ts';
import { handleCall } from '../../../lib/usecases/calls/handle-call.ts';
import { resume } from '../../../lib/usecases/resume.ts';
import { type SweepPageDeps, sweepPage } from '../../../lib/usecases/sweep/sweep-page.ts';
import {
  ACCOUNT,
  ADMIN,
  AGENT,
  allow,
  attachAdmin,
  callOf,
  DAY,
  ENGINEER,
  governance,
  MINUTE,
  NOW,
  record,
} from '../company.ts';
import { handled } from '../handled.ts';
import { ANN, withAnn } from '../holds/held-world.ts';
import { openWorld, type World } from '../world.ts';

const BEGINNING = { account: ACCOUNT, after: undefined } as const;

let world: World;
let deps: SweepPageDeps;

async function open(mode: 'observe' | 'enforce') {
  const rules = governance();
  const classes = rules.classes.map((each) => ({ ...each, mode }));
  world = await openWorld({ governance: { ...rules, classes } });
  deps = { ...world.deps, wasMeasured: async () => true };
}

beforeEach(() => open('enforce'));
afterEach(() => world.close());

const always = () => true;
const never = () => false;

describe('a page of a sweep', () => {
  test('finds what no event told, and tells people', async () => {
    world.account.play(attachAdmin());
    const swept = await sweepPage(BEGINNING, deps, always);
    expect(swept).toMatchObject({ principals: 2, next: undefined });
    const [found] = await deps.cases.cases();
    expect(found?.finding).toMatchObject({ kind: 'standing-excess', principal: AGENT });
    expect(swept.findings).toEqual([found?.finding.id]);
    expect(world.announced).toHaveLength(1);
    expect(world.account.effects).toEqual([]);
  });

  test('in observe mode writes down and tells nobody', async () => {
    world.close();
    await open('observe');
    world.account.play(attachAdmin());
    expect((await sweepPage(BEGINNING, deps, always)).findings).toHaveLength(1);
    expect(world.announced).toEqual([]);
  });

  test('says which hold somebody released while no event told of it', async () => {
    const call = attachAdmin();
    world.account.play(call);
    const { findings: held } = await handleCall(call, world.deps);
    expect((await sweepPage(BEGINNING, deps, always)).findings).toEqual([]);
    // the same again, of which nobody is told
    world.account.play(call);
    const { findings } = await sweepPage(BEGINNING, deps, always);
    const found = (await deps.cases.cases()).find(({ finding }) => findings.includes(finding.id));
    expect(found?.finding).toMatchObject({ kind: 'standing-excess', principal: AGENT });
    const detail = expect.stringContaining(`${held[0]} is held by the ledger, and the account does not show it`);
    expect(found?.finding.reasons).toContainEqual({ rule: 'hold-gone', detail });
    expect((await sweepPage(BEGINNING, deps, always)).findings).toEqual([]);
  });

  test('finds what was held and taken back, though people were told that it was: that tells of the hold', async () => {
    await handled(world, attachAdmin());
    world.at(NOW + MINUTE);
    await handled(world, attachAdmin({ id: 'again', time: NOW + MINUTE }));
    const told = (await deps.cases.cases()).map(({ finding, status }) => [finding.kind, status]);
    expect(told).toContainEqual(['hold-undone', 'alerted']);
    expect((await sweepPage(BEGINNING, deps, always)).findings).toEqual([]);
    // once more, of which nobody is told
    world.account.play(attachAdmin({ id: 'lost' }));
    const { findings } = await sweepPage(BEGINNING, deps, always);
    expect(findings).toHaveLength(1);
    expect((await sweepPage(BEGINNING, deps, always)).findings).toEqual([]);
  });

  test('misses a deny over a password, of which no measure tells; the look at what is overdue makes it again', async () => {
    world.close();
    world = await openWorld({ state: withAnn() });
    deps = { ...world.deps, wasMeasured: async () => true };
    await handled(world, callOf(record('CreateLoginProfile', { userName: 'ann' })));
    const inline = world.account.state.users.get('ann')?.inline;
    const [policyName = ''] = inline?.keys() ?? [];
    expect((await sweepPage(BEGINNING, deps, always)).findings).toEqual([]);
    world.account.change({ name: 'DeleteUserPolicy', userName: 'ann', policyName });
    expect((await sweepPage(BEGINNING, deps, always)).findings).toHaveLength(1);
    await resume(world.deps);
    expect(world.account.state.users.get('ann')?.inline).toEqual(inline);
    expect(world.announced.join()).toMatch(/hold-undone/);
    expect((await sweepPage(BEGINNING, deps, always)).findings).toEqual([]);
  });

  test('takes no hold for gone that was made while the account was swept', async () => {
    world.close();
    const read = withAnn();
    world = await openWorld({ state: read });
    deps = { ...world.deps, wasMeasured: async () => true };
    await handled(world, callOf(record('CreateLoginProfile', { userName: 'ann' })));
    // nobody has measured her before, and the account was read before the hold
    await deps.snapshots.change(ANN, () => undefined);
    world.account.accountOf = async () => read;
    const told = world.announced.length;
    expect((await sweepPage(BEGINNING, deps, always)).findings).toEqual([]);
    expect(world.announced).toHaveLength(told);
  });

  test('says an excess once while it is open, however often the account is swept', async () => {
    world.account.play(attachAdmin());
    await sweepPage(BEGINNING, deps, always);
    expect((await sweepPage(BEGINNING, deps, always)).findings).toEqual([]);
    expect(await deps.cases.cases()).toHaveLength(1);
  });

  test('says nothing of an excess that an event told and that waits for people', async () => {
    world.close();
    await open('observe');
    const call = attachAdmin();
    world.account.play(call);
    await handleCall(call, world.deps);
    const before = await deps.cases.cases();
    await sweepPage(BEGINNING, deps, always);
    expect(await deps.cases.cases()).toEqual(before);
  });

  test('tells people of what was only observed once it is not in observe mode any more, and only once', async () => {
    world.close();
    await open('observe');
    world.account.play(attachAdmin());
    await sweepPage(BEGINNING, deps, always);
    const enforcing = { ...deps, governance: governance() };
    expect((await sweepPage(BEGINNING, enforcing, always)).findings).toHaveLength(1);
    expect(world.announced).toHaveLength(1);
    expect((await sweepPage(BEGINNING, enforcing, always)).findings).toEqual([]);
    expect(world.announced).toHaveLength(1);
  });

  test('goes on where its time was up, and leaves nobody out', async () => {
    const first = await sweepPage(BEGINNING, deps, never);
    expect(first).toMatchObject({ principals: 1, next: { account: ACCOUNT } });
    const second = await sweepPage(first.next ?? BEGINNING, deps, never);
    expect(second).toMatchObject({ principals: 1, next: undefined });
  });

  test('takes what it measured as the state before the next call', async () => {
    world.account.change({
      name: 'PutRolePolicy',
      roleName: 'engineer',
      policyName: 'x',
      policyDocument: allow('s3:GetObject'),
    });
    await sweepPage(BEGINNING, deps, always);
    expect((await deps.snapshots.last(ENGINEER))?.roles.get('engineer')?.inline.has('x')).toBe(true);
  });

  test('a late event of a change that the sweep has seen still holds', async () => {
    const call = attachAdmin();
    world.account.play(call);
    await sweepPage(BEGINNING, deps, always);
    expect(world.account.state.roles.get('deployer')?.attached).toContain(ADMIN);
    await handleCall(call, world.deps);
    expect(world.account.state.roles.get('deployer')?.attached).not.toContain(ADMIN);
  });

  test('late events of a role that was made since the last sweep still hold', async () => {
    await world.deps.snapshots.keep(AGENT, undefined);
    const call = attachAdmin();
    world.account.play(call);
    expect((await sweepPage(BEGINNING, deps, always)).findings).toHaveLength(1);
    await handleCall(call, world.deps);
    expect((await deps.cases.cases()).map(({ finding, status }) => `${finding.kind} ${status}`)).toEqual([
      'standing-excess alerted',
      'excess-access held',
    ]);
  });

  test('the first sweep of an account takes what is there as the known state, and tells of its excess', async () => {
    await world.deps.snapshots.keep(AGENT, undefined);
    world.account.play(attachAdmin());
    const first = { ...deps, wasMeasured: async () => false };
    expect((await sweepPage(BEGINNING, first, always)).findings).toHaveLength(1);
    expect((await deps.snapshots.last(AGENT))?.roles.get('deployer')?.attached).toContain(ADMIN);
  });

  test('a change that no event told is the known state after the second sweep', async () => {
    world.account.play(attachAdmin());
    await sweepPage(BEGINNING, deps, always);
    await sweepPage(BEGINNING, deps, always);
    expect((await deps.snapshots.last(AGENT))?.roles.get('deployer')?.attached).toContain(ADMIN);
  });

  test('what was held while the account was measured stays the known state', async () => {
    const call = attachAdmin();
    world.account.play(call);
    const read = world.account.state;
    await handleCall(call, world.deps);
    const raised = await deps.cases.cases();
    const accountOf = async () => read;
    const accounts = {
      accountOf,
      stateOf: world.account.stateOf.bind(world.account),
      rolesNamed: world.account.rolesNamed.bind(world.account),
      principalsIn: world.account.principalsIn.bind(world.account),
      around: world.account.around.bind(world.account),
      accounts: world.account.accounts.bind(world.account),
    };
    expect((await sweepPage(BEGINNING, { ...deps, accounts }, always)).findings).toEqual([]);
    expect((await deps.snapshots.last(AGENT))?.roles.get('deployer')?.attached).not.toContain(ADMIN);
    expect(await deps.cases.cases()).toHaveLength(raised.length);
    const again = attachAdmin({ id: 'again' });
    world.account.play(again);
    expect(await handleCall(again, world.deps)).toMatchObject({ findings: [expect.any(String)] });
    expect(world.account.state.roles.get('deployer')?.attached).not.toContain(ADMIN);
  });

  describe('after a waiver ended, before its excess is held again,', () => {
    const UNTIL = NOW + DAY;
    async function waived(): Promise<string> {
      const call = attachAdmin();
      world.account.play(call);
      const outcome = await handleCall(call, world.deps);
      if (outcome.kind === 'denied') throw new Error('denied');
      const [id = ''] = outcome.findings;
      const found = (await deps.cases.cases()).find(({ finding }) => finding.id === id);
      const digest = found?.finding.digest ?? digestOf('');
      for (const personId of ['sam', 'pat']) {
        const decision = { kind: 'sign', digest, until: UNTIL, reason: 'a release' } as const;
        const decided = await decideApproval({ findingId: id, personId, signedInAt: NOW, decision }, world.deps);
        if (!decided.ok) throw new Error(decided.error.code);
      }
      return id;
    }

    test('says nothing of it: the hold is due', async () => {
      const id = await waived();
      world.at(UNTIL + MINUTE);
      expect((await sweepPage(BEGINNING, deps, always)).findings).toEqual([]);
      await meetDueDeadlines(world.deps);
      expect((await deps.cases.cases()).map(({ finding, status }) => [finding.id, status])).toEqual([[id, 'held']]);
    });

    test('says nothing of it when the end is written down, either', async () => {
      const findingId = await waived();
      world.at(UNTIL + MINUTE);
      const ended = { kind: 'waiver-ended', findingId, at: UNTIL + MINUTE } as const;
      await deps.ledger.append([ended]);
      expect((await sweepPage(BEGINNING, deps, always)).findings).toEqual([]);
    });

    test('tells of it when the hold is long overdue', async () => {
      await waived();
      world.at(UNTIL + 60 * MINUTE);
      expect((await sweepPage(BEGINNING, deps, always)).findings).toHaveLength(1);
    });
  });

  test('forgets a principal that is gone', async () => {
    world.account.change({ name: 'DeleteRolePolicy', roleName: 'engineer', policyName: 'look' });
    world.account.change({ name: 'DeleteRole', roleName: 'engineer' });
    await sweepPage(BEGINNING, deps, always);
    expect(await deps.snapshots.last(ENGINEER)).toBeUndefined();
  });

  test('of an account that cannot be read is a fault, never an account without excess', async () => {
    const page = { account: '999999999999', after: undefined };
    await expect(sweepPage(page, deps, always)).rejects.toThrow('account 999999999999 cannot be read');
  });
});
