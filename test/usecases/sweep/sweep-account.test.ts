import { afterEach, expect, test } from '@jest/globals';
import { raiseFindings } from '../../../lib/usecases/raise-findings.ts';
import { sweepAccount } from '../../../lib/usecases/sweep/sweep-account.ts';
import { AGENT, attachAdmin } from '../company.ts';
import { openWorld, type World } from '../world.ts';

let world: World | undefined;

afterEach(() => world?.close());

test('a sweep gives every principal a verdict, and standing excess is a finding once', async () => {
  world = await openWorld();
  const { account, deps } = world;
  account.play(attachAdmin());
  const verdicts = await verdictsOf(world);
  expect(verdicts.map(({ principal, verdict }) => [principal.split('/').at(-1), verdict])).toEqual([
    ['deployer', 'exceeds'],
    ['engineer', 'within'],
  ]);
  const findings = verdicts.flatMap((each) => each.findings);
  expect(findings).toMatchObject([{ kind: 'standing-excess', principal: AGENT, call: null }]);
  await raiseFindings(findings, deps);
  await raiseFindings(
    (await verdictsOf(world)).flatMap((each) => each.findings),
    deps,
  );
  expect(await deps.cases.cases()).toHaveLength(1);
  expect(account.effects).toEqual([]);
});

async function verdictsOf({ account, deps }: World) {
  const verdicts = [];
  for await (const verdict of sweepAccount(account.state, deps)) verdicts.push(verdict);
  return verdicts;
}
