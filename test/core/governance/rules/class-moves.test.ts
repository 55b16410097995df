import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { User } from '../../../../lib/core/account/state.ts';
import { classMoves } from '../../../../lib/core/governance/rules/class-moves.ts';
import { agentClassNamed, agentClassOf, classOf } from '../../../../lib/core/governance/standards/classify.ts';
import { parseGovernance } from '../../../../lib/core/governance/standards/parse-governance.ts';
import type { Governance } from '../../../../lib/core/governance/standards/standards.ts';

const word = fc.constantFrom('a', 'b', 'ab', 'ba', 'abc', 'B', '');
const pattern = fc.constantFrom('*', 'a', 'b', 'a*', '*b', 'a?', '?', '??', '*b*', 'A*', '?*', 'ab?');
const path = fc.constantFrom('/', '/a/', '/b/', '/a/b/', '/aws-reserved/a/', '/AWS-reserved/a/');
const pathPattern = fc.constantFrom('/*', '/a/*', '/?/', '/b/', '/aws-reserved/*', '/AWS-Reserved/a/', '/aws*', '*a/');
const tags = fc.dictionary(fc.constantFrom('k', 'K2', 'x'), word, { maxKeys: 2, noNullPrototype: true });
const tagPatterns = fc.dictionary(fc.constantFrom('k', 'k2', 'X'), pattern, {
  minKeys: 1,
  maxKeys: 2,
  noNullPrototype: true,
});

const match = fc
  .record({
    names: fc.array(pattern, { maxLength: 2 }),
    paths: fc.array(pathPattern, { maxLength: 1 }),
    tags: fc.array(tagPatterns, { maxLength: 2 }),
  })
  .filter(({ names, paths, tags: entries }) => names.length + paths.length + entries.length > 0);

const classFile = fc.record({
  name: fc.constantFrom('one', 'two', 'three'),
  kind: fc.constantFrom('agent', 'engineer', 'pipeline'),
  match,
  mode: fc.constant('enforce'),
  response: fc.constant({ kind: 'hold' }),
  standard: fc.constant({ policies: [] }),
});

const governance = fc
  .uniqueArray(classFile, { selector: ({ name }) => name, maxLength: 3 })
  .map((classes): Governance => {
    const unclassified = { standard: { policies: [] }, mode: 'warn', response: { kind: 'alert' } };
    const allOf = [{ group: 'a' }, { group: 'b' }];
    const parsed = parseGovernance({ version: 1, classes, unclassified, approval: { allOf } }, new Map());
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
    return parsed.value;
  });

const user = fc.record({ name: word.filter((each) => each !== ''), path, tags }).map(
  (made): User => ({
    kind: 'user',
    name: made.name,
    path: made.path,
    tags: new Map(Object.entries(made.tags)),
    arn: `arn:aws:iam::111122223333:user${made.path}${made.name}`,
    id: 'AIDAEXAMPLE',
    inline: new Map(),
    attached: [],
    groups: [],
    accessKeys: new Map(),
  }),
);

/** Rules that differ in one class, as edits do, or in all. */
const change = fc.oneof(
  fc.tuple(governance, governance),
  fc.tuple(governance, classFile, fc.nat(2)).map(([before, , at]): [Governance, Governance] => {
    const [first, ...rest] = [...before.classes.slice(at), ...before.classes.slice(0, at)];
    return [before, { ...before, classes: first === undefined ? [] : [...rest, first] }];
  }),
);

function moves(before: Governance, after: Governance): readonly string[] {
  return classMoves(before, after).map(({ from, to }) => `${from.name} to ${to?.name}`);
}

test('whatever class a change of the rules puts anybody into, the move was foreseen', () => {
  fc.assert(
    fc.property(change, user, ([before, after], principal) => {
      const move = `${classOf(principal, before).name} to ${classOf(principal, after).name}`;
      expect(moves(before, after)).toContain(move);
    }),
    { numRuns: 3000 },
  );
});

test('the same goes for whom AWS marks as an agent, and for agents of the directory', () => {
  fc.assert(
    fc.property(change, word, ([before, after], name) => {
      const foreseen = moves(before, after);
      const [from, to] = [agentClassNamed(name, before), agentClassNamed(name, after)];
      const named = `${from?.name ?? 'unclassified'} to ${to?.name}`;
      const marked = `${agentClassOf(before)?.name} to ${agentClassOf(after)?.name}`;
      expect(foreseen.includes(named) || (from === undefined && to === undefined)).toBe(true);
      // where no class was one of agents, each was measured by the class of its role, and now by the stricter of two
      expect(foreseen.includes(marked) || agentClassOf(before) === undefined).toBe(true);
    }),
    { numRuns: 1500 },
  );
});

test('the same rules move nobody', () => {
  fc.assert(
    fc.property(governance, (rules) => {
      for (const { from, to } of classMoves(rules, rules)) expect(to?.kind === 'agent' || to === from).toBe(true);
    }),
    { numRuns: 300 },
  );
});
