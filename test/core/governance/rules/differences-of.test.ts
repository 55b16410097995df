import { describe, expect, test } from '@jest/globals';
import { type Difference, differencesOf } from '../../../../lib/core/governance/rules/differences-of.ts';
import type { JsonObject, JsonValue } from '../../../../lib/core/json.ts';

const source = (json: JsonValue, files: JsonObject = {}) => ({ json, files: new Map(Object.entries(files)) });
const [agent, engineer] = [
  { name: 'agent', mode: 'enforce' },
  { name: 'engineer', mode: 'warn' },
];

const CASES: readonly (readonly [string, JsonValue, JsonValue, readonly Difference[]])[] = [
  ['nothing', { a: 1, b: [1] }, { b: [1], a: 1 }, []],
  [
    'a value',
    { waiver: { maxDays: 7 } },
    { waiver: { maxDays: 9 } },
    [{ place: 'waiver.maxDays', before: 7, after: 9 }],
  ],
  ['a member more', { a: 1 }, { a: 1, b: null }, [{ place: 'b', after: null }]],
  ['a member less', { a: 1, b: {} }, { a: 1 }, [{ place: 'b', before: {} }]],
  ['a member of the prototype', {}, { constructor: 1 }, [{ place: 'constructor', after: 1 }]],
  [
    'a part that is named',
    [agent, engineer],
    [{ ...agent, mode: 'warn' }, engineer],
    [{ place: 'agent.mode', before: 'enforce', after: 'warn' }],
  ],
  ['a named part in front', [engineer], [agent, engineer], [{ place: 'agent', after: agent }]],
  [
    'the order of named parts',
    { classes: [agent, engineer] },
    { classes: [engineer, agent] },
    [{ place: 'classes (order)', before: ['agent', 'engineer'], after: ['engineer', 'agent'] }],
  ],
  [
    'the order of named parts whose names read alike in a row',
    [{ Sid: 'a, b' }, { Sid: 'a' }, { Sid: 'b' }],
    [{ Sid: 'a' }, { Sid: 'b' }, { Sid: 'a, b' }],
    [{ place: ' (order)', before: ['a, b', 'a', 'b'], after: ['a', 'b', 'a, b'] }],
  ],
  [
    'two parts of one name',
    [agent, agent],
    [agent, engineer],
    [
      { place: '1.name', before: 'agent', after: 'engineer' },
      { place: '1.mode', before: 'enforce', after: 'warn' },
    ],
  ],
  ['items in the middle', { a: [1, 2, 3, 9] }, { a: [1, 4, 9] }, [{ place: 'a', before: [2, 3], after: [4] }]],
  ['an item more of two that are alike', { a: [1] }, { a: [1, 1] }, [{ place: 'a', after: [1] }]],
  ['a list that is none any more', { a: ['x'] }, { a: 'x' }, [{ place: 'a', before: ['x'], after: 'x' }]],
  [
    'one statement without a name',
    { s: [{ Action: 'a' }] },
    { s: [{ Action: 'b' }] },
    [{ place: 's.0.Action', before: 'a', after: 'b' }],
  ],
  ['all of it', 'x', { a: 1 }, [{ place: 'the whole file', before: 'x', after: { a: 1 } }]],
];

describe('what a standards file says otherwise', () => {
  test.each(CASES)('is %s', (_, before, after, expected) => {
    expect(differencesOf(source(before), source(after))).toEqual(expected);
  });

  test('is also what the policy documents say that it names', () => {
    const before = source({}, { 'agent.json': { Statement: 'x' }, 'old.json': 1 });
    const after = source({}, { 'agent.json': { Statement: 'y' }, 'new.json': 2 });
    expect(differencesOf(before, after)).toEqual([
      { place: 'file agent.json.Statement', before: 'x', after: 'y' },
      { place: 'file old.json', before: 1 },
      { place: 'file new.json', after: 2 },
    ]);
  });
});
