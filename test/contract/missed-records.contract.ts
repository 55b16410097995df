import { describe, expect, test } from '@jest/globals';
import type { JsonObject, JsonValue } from '../../lib/core/json.ts';
import type { MissedRecords, TrailPlace, TrailStart, TrailStretch } from '../../lib/ports/missed-records.ts';

/** A trail for tests. */
export interface TrailOfTests {
  readonly records: MissedRecords;
  /** Records something now, as CloudTrail would. */
  write(place: TrailPlace, records: readonly JsonObject[]): Promise<void>;
  readonly now: () => number;
}

/** Gives a trail to a test. */
export type WithTrail = (work: (trail: TrailOfTests) => Promise<void>) => Promise<void>;

const HERE: TrailPlace = { account: '111122223333', region: 'us-east-1' };

/** A record as far as it matters here; what is in it must not confuse who reads it. */
export function recordNamed(eventID: string): JsonObject {
  return {
    eventID,
    eventName: 'PutRolePolicy',
    requestParameters: { policyDocument: '{"Statement":["]}\\"[{"]}', list: [{ deep: [['ü']] }] },
  };
}

async function all(stretches: AsyncIterable<TrailStretch>): Promise<readonly TrailStretch[]> {
  const found: TrailStretch[] = [];
  for await (const stretch of stretches) found.push(stretch);
  return found;
}

/** Names of the records, each once: they may be given more than once. */
function named(records: readonly JsonValue[]): readonly string[] {
  return [...new Set(records.map((record) => JSON.stringify(record)))].sort();
}

function texts(...names: readonly string[]): readonly string[] {
  return names.map((name) => JSON.stringify(recordNamed(name))).sort();
}

/** What every reader of what CloudTrail recorded does. */
export function missedRecordsContract(name: string, withTrail: WithTrail): void {
  const read = async ({ records, now }: TrailOfTests, from: TrailStart, place = HERE) => {
    const stretches = await all(records.recorded(place, from, now()));
    return {
      stretches,
      names: named(stretches.flatMap((stretch) => stretch.records)),
      last: stretches.at(-1)?.cursor ?? '',
    };
  };

  describe(`${name}, as a reader of what CloudTrail recorded`, () => {
    test('gives every record as it was written', () =>
      withTrail(async (trail) => {
        const since = trail.now() - 3_600_000;
        const many = Array.from({ length: 250 }, (_, index) => `e${index}`);
        await trail.write(HERE, many.map(recordNamed));
        await trail.write(HERE, [recordNamed('last')]);
        expect((await read(trail, { since })).names).toEqual(texts(...many, 'last'));
      }));

    test('gives what was recorded in one account and Region, and nothing else', () =>
      withTrail(async (trail) => {
        const since = trail.now() - 3_600_000;
        await trail.write({ ...HERE, account: '444455556666' }, [recordNamed('other account')]);
        await trail.write({ ...HERE, region: 'eu-west-1' }, [recordNamed('other Region')]);
        await trail.write(HERE, [recordNamed('here')]);
        expect((await read(trail, { since })).names).toEqual(texts('here'));
      }));

    test('goes on after a cursor, also where nothing was recorded before', () =>
      withTrail(async (trail) => {
        const first = await read(trail, { since: trail.now() - 3_600_000 });
        expect(first.names).toEqual([]);
        await trail.write(HERE, [recordNamed('one')]);
        const second = await read(trail, { after: first.last });
        expect(second.names).toEqual(texts('one'));
        await trail.write(HERE, [recordNamed('two')]);
        expect((await read(trail, { after: second.last })).names).toEqual(expect.arrayContaining([...texts('two')]));
      }));

    test('loses nothing to a reader that stops after any stretch and goes on from its cursor', () =>
      withTrail(async (trail) => {
        const since = trail.now() - 3_600_000;
        for (const name of ['one', 'two', 'three']) await trail.write(HERE, [recordNamed(name)]);
        const { stretches } = await read(trail, { since });
        expect(stretches.length).toBeGreaterThan(1);
        for (const [index, { cursor }] of stretches.entries()) {
          const before = stretches.slice(0, index + 1).flatMap(({ records }) => records);
          const rest = await all(trail.records.recorded(HERE, { after: cursor }, trail.now()));
          const both = [...before, ...rest.flatMap(({ records }) => records)];
          expect(named(both)).toEqual(texts('one', 'two', 'three'));
        }
      }));

    test('refuses a cursor that it has not given', () =>
      withTrail(async (trail) => {
        await expect(read(trail, { after: 'nonsense' })).rejects.toThrow('"nonsense" is no cursor');
      }));
  });
}
