import { expect, test } from '@jest/globals';
import type { Finding } from '../../../lib/core/governance/finding.ts';
import type { JsonObject } from '../../../lib/core/json.ts';
import { handleCall } from '../../../lib/usecases/calls/handle-call.ts';
import { WIDENED } from '../../core/governance/widenings/widened.ts';
import type { Widened } from '../../core/governance/widenings/widened-call.ts';
import { callOf, record } from '../company.ts';
import { findingsOfReplay } from '../findings-of-replay.ts';
import { openWorld } from '../world.ts';

async function live(records: readonly JsonObject[]): Promise<readonly Finding[]> {
  const world = await openWorld();
  for (const each of records) await handleCall(callOf(each), world.deps);
  const cases = await world.deps.cases.cases();
  world.close();
  return cases.map(({ finding }) => finding);
}

/** Each as a call of its own, in a minute of its own. */
const recordOf = ({ call: [source, name], asked, answer }: Widened, index = 0) =>
  record(name, asked, { source: `${source}.amazonaws.com`, id: `call-${index}`, ...(answer && { response: answer }) });

const judged = ({ kind, verdict, severity }: Finding) => `${kind} ${verdict} ${severity}`;
/** What a role that a replication is handed gives is a finding of its own. */
const isOfWidening = ({ reasons }: Finding) =>
  reasons.some(({ rule }) => rule !== 'role-handed' && rule !== 'role-unknown');

test.each(WIDENED.map((each) => [each.title, each] as const))('a call gives %s', async (_, widened) => {
  const found = (await findingsOfReplay([recordOf(widened)])).filter(isOfWidening);
  expect(found.map(judged)).toEqual(widened.is === undefined ? [] : [widened.is]);
  const said = found.flatMap(({ reasons }) => reasons);
  expect(said[0]?.detail ?? '').toContain(widened.says ?? '');
  expect(said.find(({ rule }) => rule === 'undo')?.detail ?? '').toContain(widened.undo ?? '');
});

test('what calls widen is the same live and replayed, in any order, once each', async () => {
  const records = WIDENED.map(recordOf);
  const told = (findings: readonly Finding[]) => findings.map((each) => `${each.id} ${judged(each)}`).sort();
  const expected = told(await findingsOfReplay(records));
  expect(told(await live(records))).toEqual(expected);
  expect(told(await live([...records.toReversed(), ...records]))).toEqual(expected);
});

test('a call without its parameters is told of all the same', async () => {
  const padded = WIDENED.map((each, index) => ({ ...recordOf(each, index), requestParameters: null }));
  const found = await findingsOfReplay(padded);
  expect(new Set(found.map((finding) => finding.call?.name))).toEqual(
    new Set(WIDENED.map(({ call: [, name] }) => name)),
  );
  expect(found.every(({ verdict, call }) => verdict === 'undetermined' || call?.name === 'SendDelegationToken')).toBe(
    true,
  );
});
