import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { IamCall } from '../../../../lib/core/account/call.ts';
import { DENY_ALL } from '../../../../lib/core/account/hold-policy.ts';
import { sliceOf } from '../../../../lib/core/account/slice.ts';
import type { AccountState } from '../../../../lib/core/account/state.ts';
import type { Fact } from '../../../../lib/core/governance/ledger/fact.ts';
import type { Ledger } from '../../../../lib/ports/ledger.ts';
import type { Snapshots } from '../../../../lib/ports/snapshots.ts';
import {
  asideName,
  digestOfSlices,
  keepAssessed,
  putAside,
} from '../../../../lib/usecases/assess/snapshots/assessed-snapshots.ts';
import { handleCall, type HandleDeps } from '../../../../lib/usecases/calls/handle-call.ts';
import { assessOnce } from '../../../../lib/usecases/assess/assess-once.ts';
import { finishSnapshots } from '../../../../lib/usecases/assess/snapshots/finish-snapshots.ts';
import { holdAccess } from '../../../../lib/usecases/holds/hold-access.ts';
import { keepHeld } from '../../../../lib/usecases/assess/snapshots/keep-held.ts';
import { keepChanged } from '../../../../lib/usecases/assess/keep-changed.ts';
import { account, ADMIN, AGENT, allow, attachAdmin, callOf, NOW, record } from '../../company.ts';
import { handled } from '../../handled.ts';
import { sign } from '../../holds/held-world.ts';
import { openWorld, type World } from '../../world.ts';
import { after } from '../../../core/account/after.ts';

const DENY: IamCall = {
  name: 'PutRolePolicy',
  roleName: 'deployer',
  policyName: 'stop',
  policyDocument: DENY_ALL,
};
const HARMLESS: IamCall = {
  name: 'PutRolePolicy',
  roleName: 'deployer',
  policyName: 'two',
  policyDocument: allow('s3:GetObject'),
};

const agentAfter = (...calls: readonly IamCall[]) => sliceOf(after(account(), ...calls), AGENT);
const UNFENCED: IamCall = { name: 'DeleteRolePermissionsBoundary', roleName: 'deployer' };

let here: World;

beforeEach(async () => {
  // it holds more than it may, which is known
  here = await openWorld({ state: after(account(), UNFENCED) });
});

afterEach(() => here.close());

describe('what a principal was assessed on becomes its last state', () => {
  const [before, assessed, others] = [agentAfter(UNFENCED), agentAfter(UNFENCED, HARMLESS), agentAfter(UNFENCED, DENY)];

  test.each([
    ['where nobody kept another one meanwhile', before, assessed],
    ['where another kept the same', assessed, assessed],
    ['not where another kept something else: then nobody knows it', others, undefined],
    ['not where another found the principal gone', undefined, undefined],
  ])('%s', async (_, now, kept) => {
    const { snapshots } = here.deps;
    await snapshots.keep(AGENT, now);
    const slices = new Map([[AGENT, { slice: assessed, last: before }]]);
    const assessment = { callId: 'call', assessedOn: digestOfSlices(slices) };
    await putAside(assessment, slices, snapshots);
    await keepAssessed(assessment, slices, here.deps);
    expect(await snapshots.last(AGENT)).toEqual(kept);
    expect(await snapshots.last(asideName(AGENT, assessment))).toBeUndefined();
  });
});

describe('what another worker reads of a call that is assessed', () => {
  const put = (policyName: string, action: string) =>
    callOf(
      record(
        'PutRolePolicy',
        { roleName: 'deployer', policyName, policyDocument: JSON.stringify(allow(action)) },
        { id: policyName, time: NOW },
      ),
    );
  const [one, more] = [put('one', 'iam:CreateUser'), put('more', 'iam:*')];

  /** Snapshots, and what is put aside in them meanwhile. */
  function watched(snapshots: Snapshots) {
    const aside = new Set<string>();
    const keep = async (name: string, slice: AccountState | undefined) => {
      if (slice === undefined) aside.delete(name);
      else if (name.includes('#')) aside.add(name);
      await snapshots.keep(name, slice);
    };
    return { aside, snapshots: { ...overtaken(snapshots, async () => undefined), keep } };
  }

  /** A worker that dies where it would write down what it found. */
  function dying(ledger: Ledger): Ledger {
    return {
      head: () => ledger.head(),
      about: (subject) => ledger.about(subject),
      findings: () => ledger.findings(),
      entries: (from) => ledger.entries(from),
      append: async () => {
        throw new Error('died');
      },
    };
  }

  let assessed: readonly string[];

  beforeEach(async () => {
    here.account.play(one);
    assessed = await assessOnce(one, here.deps);
    here.account.play(more);
  });

  test('does not stay aside: the other call is in it, which nobody told of', async () => {
    const { aside, snapshots } = watched(here.deps.snapshots);
    expect(await assessOnce(one, { ...here.deps, snapshots })).toEqual(assessed);
    expect([...aside]).toEqual([]);
  });

  test.each([
    ['at once', false],
    ['once the first one is delivered again', true],
  ])('is no last state where it died: what the other call gave is found %s', async (_, isDeliveredAgain) => {
    const { aside, snapshots } = watched(here.deps.snapshots);
    const dies = { ...here.deps, snapshots, ledger: dying(here.deps.ledger) };
    await expect(assessOnce(one, dies)).rejects.toThrow('died');
    expect(aside.size).toBe(1);
    if (isDeliveredAgain) await handleCall(one, here.deps);
    expect(await handleCall(more, here.deps)).toMatchObject({ findings: [expect.any(String)] });
  });
});

/** Snapshots of which another process changes the agent's, once, right after it was read. */
function overtaken(snapshots: Snapshots, change: () => Promise<void>): Snapshots {
  let left = 1;
  return {
    known: (arn) => snapshots.known(arn),
    keep: (arn, slice) => snapshots.keep(arn, slice),
    change: (arn, next) => snapshots.change(arn, next),
    last: async (arn) => {
      const last = await snapshots.last(arn);
      if (arn === AGENT && left-- > 0) await change();
      return last;
    },
  };
}

describe('a deny that is put while another call is assessed', () => {
  test('is not forgotten: who takes it away again gives access', async () => {
    const { snapshots } = here.deps;
    const put = async () => keepChanged(AGENT, [DENY], undefined, snapshots);
    const deps: HandleDeps = { ...here.deps, snapshots: overtaken(snapshots, put) };
    const call = callOf(
      record('PutRolePolicy', {
        roleName: 'deployer',
        policyName: 'two',
        policyDocument: JSON.stringify(allow('s3:GetObject')),
      }),
    );
    here.account.play(call);
    expect(await handleCall(call, deps)).toMatchObject({ findings: [] });
    here.account.change(DENY);
    const release = callOf(
      record('DeleteRolePolicy', { roleName: 'deployer', policyName: 'stop' }, { id: 'release', time: NOW }),
    );
    here.account.play(release);
    expect(await handleCall(release, here.deps)).toMatchObject({ findings: [expect.any(String)] });
  });
});

describe('a hold that another worker makes before the slice of its call was kept', () => {
  /** Snapshots of which the agent's becomes another one for the first time after `meanwhile`. */
  function keptAfter(snapshots: Snapshots, meanwhile: () => Promise<unknown>): Snapshots {
    let left = 1;
    return {
      known: (arn) => snapshots.known(arn),
      keep: (arn, slice) => snapshots.keep(arn, slice),
      last: (arn) => snapshots.last(arn),
      change: async (arn, next) => {
        if (arn === AGENT && left-- > 0) await meanwhile();
        return snapshots.change(arn, next);
      },
    };
  }

  test('counts as made on it: the same excess is found once more', async () => {
    const holdIt = async () => {
      for (const { finding } of await here.deps.cases.cases()) await holdAccess(finding.id, here.deps);
    };
    const attach = attachAdmin();
    here.account.play(attach);
    await handleCall(attach, { ...here.deps, snapshots: keptAfter(here.deps.snapshots, holdIt) });
    expect(here.account.effects).toEqual(['DetachRolePolicy']);
    expect(await here.deps.snapshots.last(AGENT)).toEqual(agentAfter(UNFENCED));
    const again = callOf(
      record('AttachRolePolicy', { roleName: 'deployer', policyArn: ADMIN }, { id: 'again', time: NOW }),
    );
    here.account.play(again);
    await handleCall(again, here.deps);
    const found = await here.deps.cases.cases();
    expect(found.map(({ finding }) => finding.kind).sort()).toEqual(['excess-access', 'excess-access', 'hold-undone']);
  });

  test('counts where a crash left the slice aside, whatever an account shows that is read too early', async () => {
    const attach = attachAdmin();
    const [found = ''] = await handled(here, attach);
    const { snapshots, ledger } = here.deps;
    const excess = agentAfter(UNFENCED, { name: 'AttachRolePolicy', roleName: 'deployer', policyArn: ADMIN });
    const left = { callId: attach.id, assessedOn: digestOfSlices(new Map()) };
    await snapshots.keep(asideName(AGENT, left), excess);
    const accounts = { ...here.deps.accounts, around: async () => excess, stateOf: async () => excess };
    await finishSnapshots(attach, { ...left, findings: [found] }, { ledger, snapshots, accounts });
    expect(await snapshots.last(AGENT)).toEqual(agentAfter(UNFENCED));
  });

  test('counts where it is made while what a crash left aside is being finished', async () => {
    const attach = attachAdmin();
    here.account.play(attach);
    const { snapshots } = here.deps;
    const findings = await assessOnce(attach, here.deps);
    const excess = agentAfter(UNFENCED, { name: 'AttachRolePolicy', roleName: 'deployer', policyArn: ADMIN });
    await snapshots.keep(AGENT, agentAfter(UNFENCED));
    const left = { callId: attach.id, assessedOn: digestOfSlices(new Map()) };
    await snapshots.keep(asideName(AGENT, left), excess);
    const holdIt = async () => {
      for (const findingId of findings) await holdAccess(findingId, here.deps);
    };
    await finishSnapshots(attach, { ...left, findings }, { ...here.deps, snapshots: keptAfter(snapshots, holdIt) });
    expect(await snapshots.last(AGENT)).toEqual(agentAfter(UNFENCED));
  });
});

describe('what is the last state of a principal after a hold', () => {
  const GRANTED: IamCall = { name: 'AttachRolePolicy', roleName: 'deployer', policyArn: ADMIN };
  const [excess, held, other] = [
    agentAfter(UNFENCED, GRANTED),
    agentAfter(UNFENCED),
    agentAfter(UNFENCED, GRANTED, HARMLESS),
  ];
  const again = (findingId: string) =>
    ({ kind: 'hold-intended', findingId, calls: [{ ...GRANTED, name: 'DetachRolePolicy' }], at: NOW + 1 }) as const;
  const failed = (findingId: string) => ({ kind: 'hold-failed', findingId, detail: 'refused', at: NOW + 1 }) as const;

  test.each<[string, (id: string) => readonly Fact[], AccountState | undefined, AccountState | undefined]>([
    ['is without what is held', () => [], excess, held],
    ['is without what is being held', (id) => [again(id)], excess, held],
    ['is as assessed where the hold failed', (id) => [again(id), failed(id)], excess, excess],
    ['is another that was read since', () => [], other, other],
  ])('%s', async (_, facts, last, kept) => {
    const [id = ''] = await handled(here);
    await here.deps.ledger.append(facts(id));
    await here.deps.snapshots.keep(AGENT, last);
    await keepHeld(new Map([[AGENT, { slice: excess, last: excess }]]), ['F-000000000000', id], here.deps);
    expect(await here.deps.snapshots.last(AGENT)).toEqual(kept);
  });

  test('is as assessed where it was given back, and where nobody assessed the principal', async () => {
    const [id = ''] = await handled(here);
    const { snapshots } = here.deps;
    await snapshots.keep(AGENT, excess);
    await keepHeld(new Map(), [id], here.deps);
    expect(await snapshots.last(AGENT)).toEqual(excess);
    await sign(here, id);
    await snapshots.keep(AGENT, excess);
    await keepHeld(new Map([[AGENT, { slice: excess, last: excess }]]), [id], here.deps);
    expect(await snapshots.last(AGENT)).toEqual(excess);
  });
});
