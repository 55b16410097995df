import { describe, expect, test } from '@jest/globals';
import { stateFromJson } from '../../../lib/core/account/state-from-json.ts';
import { stateToJson } from '../../../lib/core/account/state-json.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../lib/core/json.ts';
import { isList } from '../../../lib/core/policy/parse-texts.ts';
import { SAMPLE } from './sample-account.ts';

const STORED = stateToJson(SAMPLE);
const { roles } = STORED;
const [first] = roles !== undefined && isList(roles) ? roles : [];
const role = isJsonObject(first) ? first : {};

/** What is said of the stored state with its first role changed. */
function problemWith(change: Readonly<Record<string, JsonValue>>): string {
  const read = stateFromJson({ ...STORED, roles: [{ ...role, ...change }] });
  return read.ok ? 'read' : `${read.error.place}: ${read.error.detail}`;
}

describe('a stored state that is not as it was written', () => {
  test('is read where it only has more members than are known', () => {
    expect(problemWith({ since: 2026 })).toBe('read');
  });

  test.each<readonly [Readonly<Record<string, JsonValue>>, string]>([
    [{ name: 7 }, 'roles[0].name: expected a string, got number 7'],
    [{ kind: 'user' }, 'roles[0].kind: expected "role", got a string'],
    [{ attached: {} }, 'roles[0].attached: expected a list, got an object'],
    [
      { attached: ['arn:aws:iam::aws:policy/ReadOnlyAccess', null] },
      'roles[0].attached[1]: expected a string, got null',
    ],
    [{ inline: [['reports']] }, 'roles[0].inline[0][1]: expected a JSON value, got nothing'],
    [{ inline: [[]] }, 'roles[0].inline[0]: expected a name and a value, got a list'],
    [{ tags: [['team', 1]] }, 'roles[0].tags[0][1]: expected a string, got number 1'],
    [{ boundary: null }, 'roles[0].boundary: expected a string, got null'],
    [{ maxSessionDuration: '3600' }, 'roles[0].maxSessionDuration: expected a number, got a string'],
    [{ seenOnlyInCalls: false }, 'roles[0].seenOnlyInCalls: expected true, got boolean false'],
  ])('is refused with its place: %j', (change, problem) => {
    expect(problemWith(change)).toBe(problem);
  });

  test.each<readonly [JsonValue, string]>([
    [null, 'document: expected an object, got null'],
    [[], 'document: expected an object, got a list'],
    [{ ...STORED, coverage: 'most' }, 'coverage: expected "whole" or "partial", got a string'],
    [{ ...STORED, users: [['x']] }, 'users[0]: expected an object, got a list'],
    [{ ...STORED, policies: null }, 'policies: expected a list, got null'],
  ])('is refused whatever it is', (value, problem) => {
    const read = stateFromJson(value);
    expect(read.ok ? 'read' : `${read.error.place}: ${read.error.detail}`).toBe(problem);
  });

  test('does not take a member that every object has for one of its own', () => {
    expect(problemWith({ tags: [['toString', 'yes']] })).toBe('read');
    const { name: _name, ...nameless }: JsonObject = role;
    const read = stateFromJson({ ...STORED, roles: [Object.assign(Object.create({ name: 'x' }), nameless)] });
    expect(read.ok ? 'read' : read.error.place).toBe('roles[0].name');
  });
});
