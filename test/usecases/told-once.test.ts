import { afterEach, describe, expect, test } from '@jest/globals';
import type { IamCall } from '../../lib/core/account/call.ts';
import { HOLD_TAG_KEY } from '../../lib/core/account/hold-policy.ts';
import type { Call } from '../../lib/core/activity/call.ts';
import type { Case } from '../../lib/core/governance/cases/case.ts';
import { cappedAt } from '../../lib/core/governance/standards/capped.ts';
import type { JsonObject } from '../../lib/core/json.ts';
import { decideApproval } from '../../lib/usecases/approval/decide-approval.ts';
import { handleCall, type HandleDeps } from '../../lib/usecases/calls/handle-call.ts';
import { agentRecord, withAdministrators } from './agents.ts';
import { ACCOUNT, AGENT, allow, callOf, DAY, ENGINEER, governance, NOW, record } from './company.ts';
import { before, paused } from './paused.ts';
import { openWorld, type World } from './world.ts';

const worlds: World[] = [];
afterEach(() => {
  for (const world of worlds.splice(0)) world.close();
});

const MARK = { key: HOLD_TAG_KEY, value: 'held' };
const TAG: IamCall = { name: 'TagRole', roleName: 'engineer', tags: [MARK] };
const UNTAG: IamCall = { name: 'UntagRole', roleName: 'engineer', tagKeys: [HOLD_TAG_KEY] };

/** A role that holds more than it may and was never assessed: an agent used it, and is held in its session. */
interface Held {
  readonly world: World;
  readonly found: Case;
  /** Name of the deny. */
  readonly policyName: string;
}

async function openHeld(): Promise<Held> {
  const world = await openWorld({ state: withAdministrators() });
  worlds.push(world);
  await world.deps.snapshots.keep(ENGINEER, undefined);
  await handleCall(callOf(agentRecord('ListUsers', null, { id: 'list' })), world.deps);
  const [found] = await world.deps.cases.cases();
  const [deny] = deniesIn(world);
  if (found?.finding.kind !== 'agent-as-engineer' || deny === undefined) throw new Error('no agent is held');
  const [policyName, document] = deny;
  // who holds in IAM puts a mark beside the deny
  world.account.change(TAG);
  await handleCall(ownCall('TagRole', { tags: [{ ...MARK }] }), world.deps);
  await handleCall(ownCall('PutRolePolicy', { policyName, policyDocument: JSON.stringify(document) }), world.deps);
  return { world, found, policyName };
}

/** A call of Ambit's own on the role, as its record tells it. */
const ownCall = (name: string, parameters: JsonObject) =>
  callOf(record(name, { roleName: 'engineer', ...parameters }, { id: `own-${name}`, time: NOW }));

const deniesIn = ({ account }: World) =>
  [...(account.state.roles.get('engineer')?.inline ?? [])].filter(([name]) => name.startsWith('AmbitHold-'));

async function letGo({ finding }: Case, deps: HandleDeps): Promise<void> {
  for (const personId of ['sam', 'pat']) {
    const decision = { kind: 'sign', digest: finding.digest, reason: 'migration', until: NOW + DAY } as const;
    await decideApproval({ findingId: finding.id, personId, signedInAt: NOW, decision }, deps);
  }
}

/** Lets the agent go; who does it stands still before its n-th question after the deny is gone until this has happened. */
async function letGoSlowly({ world, found }: Held, ordinal: number, meanwhile: () => Promise<unknown>) {
  const { turn, asked } = before(ordinal, meanwhile);
  const isLifted = () => deniesIn(world).length === 0;
  await letGo(
    found,
    paused(world.deps, async () => isLifted() && (await turn())),
  );
  return asked();
}

/** Which calls are said to have given the role what it holds. */
async function toldOf({ world }: Held): Promise<readonly (string | undefined)[]> {
  const cases = await world.deps.cases.cases();
  return cases.filter(({ finding }) => finding.kind === 'excess-access').map(({ finding }) => finding.call?.name);
}

describe('the excess of a role of which an agent is held and let go is told once,', () => {
  /** What is left when an agent was let go, and the record of that handled: the mark's own record. */
  async function endOf({ world }: Held): Promise<void> {
    await handleCall(ownCall('UntagRole', { tagKeys: [HOLD_TAG_KEY] }), world.deps);
  }

  test('wherever who lets it go is starved until the record of that is handled', async () => {
    for (let ordinal = 1, last = 1; ordinal <= last; ordinal += 1) {
      const held = await openHeld();
      const { world, policyName, found } = held;
      last = await letGoSlowly(held, ordinal, async () => {
        world.account.change(UNTAG);
        await handleCall(ownCall('DeleteRolePolicy', { policyName }), world.deps);
      });
      await endOf(held);
      expect([ordinal, await toldOf(held)]).toEqual([ordinal, ['TagRole']]);
      const [restored] = await world.deps.cases.these([{ id: found.finding.id }]);
      expect(restored?.status).toBe('restored');
    }
  });

  test('wherever who handles the record of that is starved until it is done', async () => {
    for (let ordinal = 1, last = 1; ordinal <= last; ordinal += 1) {
      const held = await openHeld();
      const { world, policyName } = held;
      const reached = Promise.withResolvers<void>();
      const done = Promise.withResolvers<void>();
      let handled: Promise<unknown> = Promise.resolve();
      const { turn, asked } = before(ordinal, async () => {
        reached.resolve();
        await done.promise;
      });
      await letGoSlowly(held, 1, async () => {
        world.account.change(UNTAG);
        handled = handleCall(ownCall('DeleteRolePolicy', { policyName }), paused(world.deps, turn));
        await Promise.race([handled, reached.promise]);
      });
      done.resolve();
      await handled;
      last = asked();
      await endOf(held);
      expect([ordinal, await toldOf(held)]).toEqual([ordinal, ['TagRole']]);
    }
  });
});

/** A call that gives the agent's role a policy. */
const put = (policyName: string, action: string, roleName = 'deployer') =>
  callOf(
    record(
      'PutRolePolicy',
      { roleName, policyName, policyDocument: JSON.stringify(allow(action)) },
      { id: `put-${policyName}` },
    ),
  );

const create = callOf(
  record('CreateRole', {
    roleName: 'newcomer',
    path: '/agents/',
    assumeRolePolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    }),
  }),
);

/** Each part of what a principal is said to hold in excess, as often as it is said. */
async function partsToldOf(principal: string, { deps }: World): Promise<readonly string[]> {
  const cases = await deps.cases.cases();
  const excess = cases.flatMap(({ finding }) => (finding.principal === principal ? finding.excess : []));
  return excess.map(({ policy }) => policy).sort();
}

describe('calls on one principal that are assessed at the same moment, for a turn has lapsed,', () => {
  const ONE = put('one', 'iam:*');
  const TWO = put('two', 's3:*');
  const ALL = put('all', '*', 'newcomer');
  const NEWCOMER = `arn:aws:iam::${ACCOUNT}:role/agents/newcomer`;
  const BOTH = ['inline:one', 'inline:two'];

  test.each<[string, readonly [Call, Call], readonly Call[], string, readonly string[]]>([
    ['two grants', [ONE, TWO], [ONE, TWO], AGENT, BOTH],
    ['a grant while another is assessed', [ONE, TWO], [ONE], AGENT, BOTH],
    ['a role and its policy', [create, ALL], [create, ALL], NEWCOMER, ['inline:all']],
    ['a policy and its role', [ALL, create], [create, ALL], NEWCOMER, ['inline:all']],
  ])('lead to each part of the excess once, wherever one is starved: %s', async (_, calls, made, principal, parts) => {
    const [first, second] = calls;
    for (let ordinal = 1, last = 1; ordinal <= last; ordinal += 1) {
      const world = await openWorld({ governance: cappedAt('warn', governance()) });
      worlds.push(world);
      for (const call of made) world.account.play(call);
      const { turn, asked } = before(ordinal, async () => {
        if (!made.includes(second)) world.account.play(second);
        await handleCall(second, world.deps);
      });
      await handleCall(first, paused(world.deps, turn));
      last = asked();
      expect([ordinal, await partsToldOf(principal, world)]).toEqual([ordinal, parts]);
    }
  });
});
