import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type ActionSet, setOf } from '../../../../lib/core/access/action-set.ts';
import { actionsOf } from '../../../../lib/core/access/named-actions.ts';
import {
  type ActionPartition,
  partitionAmong,
  partitionOf,
  placesOf,
} from '../../../../lib/core/access/ambit/action-partition.ts';
import { jointClasses } from '../../../../lib/core/access/ambit/joint-classes.ts';
import { ACTION_COUNT, actionName } from '../../../../lib/core/access/catalogue.ts';
import { actionMatches } from '../../../../lib/core/access/statement-match.ts';
import type { PatternList } from '../../../../lib/core/policy/statement.ts';
import { runs, SEED } from '../reading-sets.ts';

const PATTERNS = [
  's3:GetObject',
  'S3:getobject',
  's3:Get*',
  's3:*',
  '*',
  's3:?etObject',
  '*:*Object',
  'sns:*',
  'sns:Publish',
  'iam:*User',
  'ec2:Run*',
  'bad',
  's3:Nothing',
  's3:G?t*',
  '*:Get*',
];
const element: fc.Arbitrary<PatternList> = fc.record({
  negated: fc.constantFrom(false, false, false, true),
  patterns: fc.array(fc.constantFrom(...PATTERNS), { maxLength: 3 }),
});
const elements = fc.array(element, { maxLength: 5 });
const settings = (inSuite: number) => ({ numRuns: runs(inSuite), seed: SEED });

/** The numbers of the actions of each class, in the order of the classes. */
function membersOf({ actions, classOf, sizes }: ActionPartition): readonly (readonly number[])[] {
  const members = Array.from(sizes, (): number[] => []);
  for (const [at, action] of actions.entries()) members[classOf[at] ?? -1]?.push(action);
  return members;
}

/** Some actions of a class, among them the first and the last. */
function someOf(members: readonly number[]): readonly number[] {
  return [members[0], members[members.length >> 1], members.at(-1)].filter((action) => action !== undefined);
}

describe(`the actions of a policy in classes (seed ${SEED})`, () => {
  test('are those that its statements take, each in one class', () => {
    fc.assert(
      fc.property(elements, (list) => {
        const partition = partitionOf(list);
        const taken = setOf(list.flatMap((each) => [...actionsOf(each)]));
        expect([...partition.actions]).toEqual([...taken]);
        const members = membersOf(partition);
        expect(members.map(({ length }) => length)).toEqual([...partition.sizes]);
        expect(members.flat().length).toBe(taken.length);
        expect(members.every((each, number) => each.includes(partition.representatives[number] ?? -1))).toBe(true);
      }),
      settings(8),
    );
  });

  test('are told apart by no statement within a class, and by one between two', () => {
    fc.assert(
      fc.property(elements, (list) => {
        const partition = partitionOf(list);
        const takenBy = (action: number): string =>
          list.flatMap((each, place) => (actionMatches(each, actionName(action)) ? [place] : [])).join();
        const signatures = membersOf(partition).map((members, number) => {
          const all = new Set(someOf(members).map(takenBy));
          expect([...all]).toEqual([placesOf(partition, number).join()]);
          return [...all].join(';');
        });
        expect(new Set(signatures).size).toBe(signatures.length);
      }),
      settings(40),
    );
  });

  test('are the same among some actions, for which not all of them are read', () => {
    fc.assert(
      fc.property(elements, fc.uniqueArray(fc.nat(ACTION_COUNT - 1), { maxLength: 8 }), (list, numbers) => {
        const [whole, some] = [partitionOf(list), setOf(numbers)];
        const among = partitionAmong(list, some);
        expect([...among.actions]).toEqual([...some].filter((action) => whole.actions.includes(action)));
        for (const [at, action] of among.actions.entries()) {
          const number = whole.classOf[whole.actions.indexOf(action)] ?? -1;
          expect(placesOf(among, among.classOf[at] ?? -1)).toEqual(placesOf(whole, number));
        }
      }),
      settings(30),
    );
  });

  test('have no place where there is no such class', () => {
    expect(placesOf(partitionOf([{ negated: false, patterns: ['s3:*'] }]), 7)).toEqual([]);
    expect(partitionOf([]).actions.length).toBe(0);
  });
});

describe(`the actions of several policies in classes (seed ${SEED})`, () => {
  const asked: fc.Arbitrary<ActionSet> = fc
    .array(element, { minLength: 1, maxLength: 2 })
    .map((list) => partitionOf(list).actions);

  test('are all that were asked for, each in one class of each policy that takes it', () => {
    fc.assert(
      fc.property(
        asked,
        fc.array(elements, { maxLength: 3 }),
        fc.constantFrom('some', 'own'),
        (some, policies, which) => {
          const partitions = policies.map(partitionOf);
          // mostly all that the first policy takes is asked for
          const actions = (which === 'own' ? partitions[0]?.actions : undefined) ?? some;
          const joint = jointClasses(actions, partitions);
          expect(joint.map((one) => one.actions[0])).toEqual(
            joint.map((one) => one.actions[0] ?? 0).toSorted((a, b) => a - b),
          );
          const found = joint.flatMap((one) => [...one.actions]);
          expect(found.toSorted((a, b) => a - b)).toEqual([...actions]);
          expect(new Set(joint.map(({ classes }) => classes.join())).size).toBe(joint.length);
          for (const { actions: members, classes } of joint) {
            expect(classes.length).toBe(partitions.length);
            for (const [index, partition] of partitions.entries()) {
              for (const action of someOf([...members])) {
                const at = partition.actions.indexOf(action);
                expect(at < 0 ? undefined : partition.classOf[at]).toBe(classes[index]);
              }
            }
          }
        },
      ),
      settings(10),
    );
  });
});
