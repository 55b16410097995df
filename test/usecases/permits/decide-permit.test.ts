import { describe, expect, test } from '@jest/globals';
import { digestOf } from '../../../lib/core/digest.ts';
import { foldPermits } from '../../../lib/core/governance/permits/fold-permit.ts';
import { askPermit, type PermitWish } from '../../../lib/usecases/permits/ask-permit.ts';
import { decidePermit } from '../../../lib/usecases/permits/decide-permit.ts';
import { listPermits } from '../../../lib/usecases/permits/list-permits.ts';
import { answerGate } from '../../../lib/usecases/permits/answer-gate.ts';
import { ACCOUNT, AGENT, ENGINEER, governance, NOW } from '../company.ts';
import { HOUR, permit, stackArn } from '../gate-world.ts';
import { openWorld, type World } from '../world.ts';
import { DELETE, deleting, DELETION } from './deletion-gate.ts';

const WISH: PermitWish = {
  environment: 'cost',
  account: ACCOUNT,
  operation: { kind: 'stack-delete' },
  target: stackArn('cost-prod'),
  change: digestOf({ Resources: {} }),
  actor: AGENT,
  from: NOW,
  until: NOW + 4 * HOUR,
  reason: 'moved',
  requestedBy: 'rita',
};

async function asked(world: World, parts: Partial<PermitWish> = {}): Promise<string> {
  const id = await askPermit({ ...WISH, ...parts }, world.deps);
  if (!id.ok) throw new Error(id.error.code);
  return id.value;
}

async function decide(world: World, permitId: string, personId: string, kind: 'sign' | 'withdraw' = 'sign') {
  const permit = foldPermits(await world.deps.ledger.about(permitId)).at(-1);
  if (permit === undefined) throw new Error('the permit is there');
  return decidePermit(
    { permitId, personId, signedInAt: NOW, kind, digest: permit.digest, reason: 'read it' },
    world.deps,
  );
}

describe('a permit', () => {
  test('is asked for, signed by two, and listed', async () => {
    const world = await openWorld();
    const id = await asked(world);
    expect(await decide(world, id, 'sam')).toMatchObject({ ok: true, value: { signatures: [{ personId: 'sam' }] } });
    expect(await decide(world, id, 'pat')).toMatchObject({ ok: true });
    const [listed] = await listPermits(world.deps.ledger);
    expect(listed).toMatchObject({ id, terms: { requestedAt: NOW }, signatures: [{}, {}] });
  });

  test('a refused signature is written down', async () => {
    const world = await openWorld();
    const id = await asked(world);
    expect(await decide(world, id, 'rita')).toMatchObject({ ok: false, error: { code: 'SIGNED_OWN_REQUEST' } });
    const facts = (await world.deps.ledger.about(id)).map(({ fact }) => fact);
    expect(facts.at(-1)).toMatchObject({ kind: 'permit-refused', personId: 'rita', code: 'SIGNED_OWN_REQUEST' });
  });

  test('is not signed by who can become its actor, as the account tells', async () => {
    const people = governance().people.map((each) => (each.id === 'sam' ? { ...each, actsAs: [ENGINEER] } : each));
    const world = await openWorld({ governance: { ...governance(), people } });
    // the engineer's role may pass the agent's role nowhere, but may write its policies
    world.account.change({
      name: 'PutRolePolicy',
      roleName: 'engineer',
      policyName: 'way-in',
      policyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'iam:UpdateAssumeRolePolicy', Resource: '*' }],
      },
    });
    for (const actor of [AGENT, `arn:aws:sts::${ACCOUNT}:assumed-role/deployer/run`]) {
      const id = await asked(world, { actor, target: stackArn(`cost-${actor.length}`) });
      expect(await decide(world, id, 'sam')).toMatchObject({ ok: false, error: { code: 'GAINS_BY_IT' } });
      expect(await decide(world, id, 'pat')).toMatchObject({ ok: true });
    }
  });

  test('two clicks at once are one signature', async () => {
    const world = await openWorld();
    const id = await asked(world);
    const answers = await Promise.all([decide(world, id, 'sam'), decide(world, id, 'sam')]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    const [permit] = foldPermits(await world.deps.ledger.about(id));
    expect(permit?.signatures).toHaveLength(1);
  });

  test('can be withdrawn by who asked for it, and asked for again', async () => {
    const world = await openWorld();
    const id = await asked(world);
    expect(await askPermit(WISH, world.deps)).toMatchObject({
      ok: false,
      error: { code: 'OPEN_ALREADY', permitId: id },
    });
    expect(await decide(world, id, 'rita', 'withdraw')).toMatchObject({
      ok: true,
      value: { withdrawal: { personId: 'rita' } },
    });
    world.at(NOW + HOUR);
    expect(await asked(world)).toBe(id);
    expect(foldPermits(await world.deps.ledger.about(id))).toHaveLength(2);
    expect(await listPermits(world.deps.ledger)).toHaveLength(1);
  });

  test.each([
    ['before', ['withdraw', 'ask']],
    ['after', ['ask', 'withdraw']],
  ] as const)('that is withdrawn in the moment %s it is used, one of both counts', async (_, order) => {
    const gate = await deleting();
    const permitId = await permit(DELETION, gate);
    const { deps } = gate.world;
    const [found] = foldPermits(await deps.ledger.about(permitId));
    if (found === undefined) throw new Error('the permit is there');
    const wish = { permitId, personId: 'rita', signedInAt: NOW, digest: found.digest, reason: 'stop' };
    const acts = {
      withdraw: async () => (await decidePermit({ ...wish, kind: 'withdraw' }, deps)).ok,
      ask: async () => (await answerGate(DELETE, gate.deps)).verdict === 'allow',
    };
    const done = await Promise.all(order.map(async (each) => acts[each]()));
    expect(done.filter(Boolean)).toHaveLength(1);
    const [after] = foldPermits(await deps.ledger.about(permitId));
    expect([after?.use, after?.withdrawal].filter((each) => each !== undefined)).toHaveLength(1);
    expect(after?.irregularities).toEqual([]);
  });

  test('nobody who is not known decides, and nothing that is not there is decided', async () => {
    const world = await openWorld();
    const id = await asked(world);
    expect(await decide(world, id, 'gina')).toMatchObject({ error: { code: 'UNKNOWN_PERSON' } });
    const decision = {
      permitId: 'P-000000000000',
      personId: 'sam',
      signedInAt: NOW,
      kind: 'sign',
      digest: digestOf(''),
      reason: 'x',
    } as const;
    expect(await decidePermit(decision, world.deps)).toMatchObject({ error: { code: 'NO_SUCH_PERMIT' } });
  });

  test('of a stack needs the digest of what changes; of a call it is its own', async () => {
    const world = await openWorld();
    expect(await askPermit({ ...WISH, change: undefined }, world.deps)).toMatchObject({
      error: { code: 'BAD_CHANGE' },
    });
    const operation = { kind: 'destroying-call', source: 'rds.amazonaws.com', name: 'DeleteDBInstance' } as const;
    expect(await askPermit({ ...WISH, operation, target: 'db', change: undefined }, world.deps)).toMatchObject({
      ok: true,
    });
  });
});
