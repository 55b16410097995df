import { afterEach, expect, test } from '@jest/globals';
import { giveUp } from '../../../lib/usecases/calls/give-up.ts';
import { ACCOUNT, attachAdmin } from '../company.ts';
import { openWorld, type World } from '../world.ts';

let world: World | undefined;

afterEach(() => world?.close());

test('a call that could not be handled is a finding that names it and why, once', async () => {
  world = await openWorld();
  const reading = { kind: 'call', call: attachAdmin({ id: 'lost' }) } as const;
  await giveUp(reading, new Error('IAM is throttling'), world.deps);
  await giveUp(reading, new Error('IAM is throttling'), world.deps);
  const cases = await world.deps.cases.cases();
  expect(cases.map(({ finding }) => finding)).toMatchObject([
    {
      kind: 'unreadable-call',
      account: ACCOUNT,
      verdict: 'undetermined',
      call: { id: 'lost', name: 'AttachRolePolicy' },
      reasons: [{ rule: 'NOT_HANDLED', detail: 'record: it could not be handled: IAM is throttling' }],
    },
  ]);
  expect(world.announced).toHaveLength(1);
});
