import { describe, expect, test } from '@jest/globals';
import { applyTaken } from '../../../lib/core/account/apply-taken.ts';
import type { JsonObject } from '../../../lib/core/json.ts';
import { account, allow, ENGINEER, NOW, record } from '../company.ts';
import { addendumTo, DISTURBANCES, inOrder, padded } from './disturbances.ts';
import { RUNS, RUNS_TOLD_TOGETHER } from './runs-of-families.ts';
import { RUNS_OF_STATES } from './runs-of-states.ts';
import { type Deliveries, type Found, gistOf, lived, replayed } from './worlds.ts';

const policyDocument = JSON.stringify(allow('sqs:*'));
const GRANT = record(
  'PutRolePolicy',
  { roleName: 'engineer', policyName: 'more', policyDocument },
  { time: NOW - 10_000 },
);
const SILENT = padded(GRANT);

/** Everything but that a record could not be read. */
function assessed(found: Found): Found {
  return found.filter(({ kind }) => kind !== 'unreadable-call');
}

const idsOf = (found: Found) => found.map(({ id }) => id);

describe('a grant of which CloudTrail left out the document', () => {
  const ways: Readonly<Record<string, Deliveries>> = {
    once: [[SILENT]],
    ...Object.fromEntries(Object.entries(DISTURBANCES).map(([name, disturb]) => [name, disturb([SILENT])])),
    'and then completed': inOrder([SILENT, addendumTo(GRANT)]),
    'after what completes it': inOrder([addendumTo(GRANT), SILENT]),
    'together with what completes it': [[SILENT, addendumTo(GRANT), SILENT]],
  };

  test.each(Object.entries(ways))(
    'is the finding that it would be with it, and one that says so: %s',
    async (_, deliveries) => {
      const whole = await lived([GRANT], inOrder([GRANT]));
      const found = await lived([GRANT], deliveries);
      expect(idsOf(assessed(found))).toEqual(idsOf(whole));
      expect(gistOf(assessed(found))).toEqual(gistOf(whole));
      expect(found.filter(({ kind }) => kind === 'unreadable-call')).toHaveLength(1);
    },
  );

  test.each(Object.entries(DISTURBANCES))(
    'is told of once in a replay, which has no account to look at: %s',
    async (_, disturb) => {
      expect(await replayed(disturb([SILENT]))).toMatchObject([
        { kind: 'unreadable-call', call: { id: GRANT['eventID'] } },
      ]);
    },
  );

  test.each(Object.entries(DISTURBANCES))(
    'is laid to what the account shows in a replay that has one of after it: %s',
    async (_, disturb) => {
      const shown = applyTaken(account(), {
        name: 'PutRolePolicy',
        roleName: 'engineer',
        policyName: 'more',
        policyDocument: allow('sqs:*'),
      });
      expect(await replayed(disturb([SILENT]), shown)).toMatchObject([
        { kind: 'unreadable-call' },
        {
          kind: 'excess-access',
          verdict: 'undetermined',
          severity: 'high',
          call: { id: GRANT['eventID'] },
          resources: [ENGINEER],
          response: { kind: 'alert' },
        },
      ]);
    },
  );

  test('is not laid to what another call explains', async () => {
    const other = record(
      'PutRolePolicy',
      { roleName: 'engineer', policyName: 'more', policyDocument },
      { time: NOW - 9_000, id: 'told' },
    );
    const shown = applyTaken(account(), {
      name: 'PutRolePolicy',
      roleName: 'engineer',
      policyName: 'more',
      policyDocument: allow('sqs:*'),
    });
    const found = await replayed(inOrder([SILENT, other]), shown);
    expect(found.filter(({ call }) => call?.id === GRANT['eventID']).map(({ kind }) => kind)).toEqual([
      'unreadable-call',
    ]);
  });

  test('is found in a replay with what completes it, in either order', async () => {
    const whole = await replayed(inOrder([GRANT]));
    for (const records of [
      [SILENT, addendumTo(GRANT)],
      [addendumTo(GRANT), SILENT],
    ]) {
      expect(idsOf(assessed(await replayed(inOrder(records))))).toEqual(idsOf(whole));
    }
  });
});

describe.each(Object.entries({ ...RUNS, ...RUNS_TOLD_TOGETHER, ...RUNS_OF_STATES }))(
  'calls of which CloudTrail left out what they asked for, %s,',
  (family, records) => {
    const silent: readonly JsonObject[] = records.map(padded);
    const least = family === 'session' ? 0 : 1;

    test('are never passed over in a replay', async () => {
      const found = await replayed(inOrder(silent));
      expect(found.length).toBeGreaterThanOrEqual(least);
      expect(await replayed(inOrder(silent.toReversed()))).toEqual(found);
    });

    test('are never passed over as they happen', async () => {
      const found = await lived(records, inOrder(silent));
      expect(found.length).toBeGreaterThanOrEqual(least);
      expect(gistOf(await lived(records, inOrder(silent.flatMap((each) => [each, each, each]))))).toEqual(
        gistOf(found),
      );
    });
  },
);

test.each(Object.entries(RUNS))('%s: what completes or corrects records may come before them', async (_, records) => {
  const whole = idsOf(await replayed(inOrder(records)));
  const early = inOrder(records.flatMap((json) => [addendumTo(json), json]));
  expect(idsOf(await replayed(early))).toEqual(whole);
  expect(idsOf(await lived(records, early))).toEqual(idsOf(await lived(records, inOrder(records))));
});
