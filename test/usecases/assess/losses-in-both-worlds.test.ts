import { expect, test } from '@jest/globals';
import type { Finding } from '../../../lib/core/governance/finding.ts';
import type { JsonObject } from '../../../lib/core/json.ts';
import { handleCall } from '../../../lib/usecases/calls/handle-call.ts';
import { callOf, record } from '../company.ts';
import { findingsOfReplay } from '../findings-of-replay.ts';
import { openWorld } from '../world.ts';

const stop = record('StopLogging', { name: 'main' }, { source: 'cloudtrail.amazonaws.com' });
const unprotect = record(
  'UpdateTerminationProtection',
  { stackName: 'cost-prod', enableTerminationProtection: false },
  { source: 'cloudformation.amazonaws.com' },
);
const disable = record('DisableRule', { name: 'audit' }, { source: 'events.amazonaws.com' });
const ALL: readonly JsonObject[] = [stop, unprotect, disable];

async function live(records: readonly JsonObject[]) {
  const world = await openWorld();
  for (const each of records) await handleCall(callOf(each), world.deps);
  const cases = await world.deps.cases.cases();
  world.close();
  return cases;
}

test.each<[string, readonly JsonObject[]]>([
  ['in order', ALL],
  ['in reverse order', ALL.toReversed()],
  ['five times each', Array.from({ length: 5 }, () => ALL).flat()],
])('losses told %s are the same findings live and replayed, once each', async (_, records) => {
  const cases = await live(records);
  const told = (findings: readonly Finding[]) => findings.map(({ id, kind }) => `${kind} ${id}`).sort();
  const findings = cases.map(({ finding }) => finding);
  expect(findings.map(({ kind }) => kind).sort()).toEqual(['guardrail-removed', 'watch-tampered', 'watch-tampered']);
  expect(told(await findingsOfReplay(records))).toEqual(told(findings));
});

test('the session that stopped a trail, or unguarded an environment, is held; any other loss alerts', async () => {
  const statusOf = async (one: JsonObject) => (await live([one])).map(({ status }) => status);
  expect(await statusOf(stop)).toEqual(['held']);
  expect(await statusOf(unprotect)).toEqual(['held']);
  expect(await statusOf(disable)).toEqual(['alerted']);
});
