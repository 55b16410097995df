import { FIRST_OPAQUE, type Glob, lettersOf, matchesEverything } from '../../policy/glob.ts';
import type { PatternList, PolicyDocument, Statement } from '../../policy/statement.ts';
import { type ArnReading, type ResolveVariable, arnGlobOfTemplate, parseTemplate } from '../../policy/template.ts';
import { type ActionSet, actionsOf } from '../action-set.ts';
import { type ConditionTest, testOf } from '../condition/condition-test.ts';
import type { Pins } from '../pins.ts';
import type { NamedPolicy } from '../policy-set.ts';
import type { Atom, Literal } from './literal.ts';

/** A statement as the search uses it: it applies to its actions when all its literals are true. */
export interface CompiledStatement {
  readonly policy: string;
  /** Undefined where the whole policy is unreadable: then it may say anything. */
  readonly statement: Statement | undefined;
  readonly effect: 'Allow' | 'Deny';
  readonly actions: ActionSet;
  readonly literals: readonly Literal[];
  /** Resource patterns one by one, for blame; empty where the statement has none or excludes them. */
  readonly resources: readonly { readonly pattern: string; readonly literal: Literal }[];
  /** Why it is not certain what the statement says; empty: it is. */
  readonly unclear: readonly string[];
}

/** A variable that has no known value. */
export interface OpenVariable {
  readonly key: string;
  readonly fallback: string | undefined;
}

/** Gives equal atoms equal numbers and open variables their letters, for one comparison under one reading. */
export class Vocabulary {
  readonly reading: ArnReading;
  readonly variables: OpenVariable[] = [];
  private readonly pins: Pins;
  private readonly atoms = new Map<string, Atom>();
  private readonly letters = new Map<string, number>();

  constructor(reading: ArnReading, pins: Pins) {
    this.reading = reading;
    this.pins = pins;
  }

  /** The atom with this meaning: the one made first. */
  atom(meaning: string, make: (id: number) => Atom): Atom {
    const known = this.atoms.get(meaning);
    if (known !== undefined) return known;
    const made = make(this.atoms.size);
    this.atoms.set(meaning, made);
    return made;
  }

  /** What a variable stands for: its pinned value, nothing if it is known to be missing, else a letter of its own. */
  readonly resolve: ResolveVariable = (key, fallback) => {
    const pin = this.pins(key);
    if (pin !== undefined) {
      const text = pin.length === 1 ? pin[0] : pin.length === 0 ? fallback : undefined;
      return text === undefined ? undefined : lettersOf(text);
    }
    const name = fallback === undefined ? key : `${key},${fallback}`;
    const known = this.letters.get(name);
    if (known !== undefined) return [known];
    const letter = FIRST_OPAQUE + this.variables.length;
    this.letters.set(name, letter);
    this.variables.push({ key, fallback });
    return [letter];
  };
}

/**
 * The statements of a policy that can apply at all. An unreadable policy may allow and deny anything; what it does say is
 * the same on both sides of a comparison, if it is unreadable there under the same name for the same reason.
 */
export function compilePolicy({ name, document }: NamedPolicy, vocabulary: Vocabulary): readonly CompiledStatement[] {
  if ('unreadable' in document) return unreadable(name, document.unreadable, vocabulary);
  if (usesOpaqueLetters(document)) return unreadable(name, privateLetters(document), vocabulary);
  return document.statements
    .map((statement) => compileStatement(statement, document, name, vocabulary))
    .filter((compiled) => compiled !== undefined);
}

function privateLetters(document: PolicyDocument): string {
  return `the document uses letters of the private use area: ${JSON.stringify(document)}`;
}

function unreadable(policy: string, why: string, vocabulary: Vocabulary): readonly CompiledStatement[] {
  const rule = `unreadable-policy: ${policy}: ${why}`;
  return (['Allow', 'Deny'] as const).map((effect) => {
    const atom = vocabulary.atom(`open ${effect} ${rule}`, (id) => ({ kind: 'open', id, rule }));
    const literals = [{ atom, holds: true }];
    return {
      policy,
      statement: undefined,
      effect,
      actions: actionsOf(EVERYTHING),
      literals,
      resources: [],
      unclear: [rule],
    };
  });
}

const EVERYTHING: PatternList = { negated: true, patterns: [] };

function compileStatement(
  statement: Statement,
  document: PolicyDocument,
  policy: string,
  vocabulary: Vocabulary,
): CompiledStatement | undefined {
  const resource = resourcePart(statement.resource, document, vocabulary);
  if (resource === 'never') return undefined;
  const literals = [...resource.literals];
  const unclear: string[] = [];
  for (const condition of statement.conditions) {
    const { version } = document;
    const test = testOf(condition, { version, resolve: vocabulary.resolve, reading: vocabulary.reading });
    const literal = conditionLiteral(test, JSON.stringify([version, condition]), vocabulary);
    if (literal === 'never') return undefined;
    if (literal !== 'always') literals.push(literal);
  }
  for (const { atom } of literals) if (atom.kind === 'open') unclear.push(atom.rule);
  const actions = actionsOf(statement.action);
  return { policy, statement, effect: statement.effect, actions, literals, resources: resource.single, unclear };
}

interface ResourcePart {
  readonly literals: readonly Literal[];
  readonly single: CompiledStatement['resources'];
}

function resourcePart(
  list: PatternList | undefined,
  document: PolicyDocument,
  vocabulary: Vocabulary,
): ResourcePart | 'never' {
  if (list === undefined) return { literals: [], single: [] };
  const globs: Glob[] = [];
  const single: { pattern: string; literal: Literal }[] = [];
  for (const pattern of list.patterns) {
    const template = parseTemplate(pattern, document.version);
    const arn = arnGlobOfTemplate(template, vocabulary.resolve, vocabulary.reading);
    if (arn.kind === 'unclear') {
      const meaning = `open ${JSON.stringify([document.version, list])}`;
      const rule = `variable-in-arn-prefix: ${pattern}`;
      return {
        literals: [{ atom: vocabulary.atom(meaning, (id) => ({ kind: 'open', id, rule })), holds: true }],
        single: [],
      };
    }
    if (arn.kind === 'never') continue;
    globs.push(arn.glob);
    single.push({ pattern, literal: resourceLiteral([arn.glob], true, vocabulary) });
  }
  const everything = globs.some(matchesEverything);
  if (list.negated ? everything : globs.length === 0) return 'never';
  if (list.negated ? globs.length === 0 : everything && list.patterns.length === 1) return { literals: [], single: [] };
  const whole = everything ? [] : [resourceLiteral(globs, !list.negated, vocabulary)];
  return { literals: whole, single: list.negated ? [] : single };
}

function resourceLiteral(globs: readonly Glob[], holds: boolean, vocabulary: Vocabulary): Literal {
  const meaning = `resource ${globs
    .map((glob) => glob.join())
    .toSorted()
    .join(' ')}`;
  return { atom: vocabulary.atom(meaning, (id) => ({ kind: 'resource', id, globs })), holds };
}

function conditionLiteral(test: ConditionTest, source: string, vocabulary: Vocabulary): Literal | 'always' | 'never' {
  if (test.kind === 'unclear') {
    const rule = `${test.rule}: ${test.key}`;
    return { atom: vocabulary.atom(`open ${source}`, (id) => ({ kind: 'open', id, rule })), holds: true };
  }
  if (test.kind === 'presence') {
    if (test.wanted === 'any') return 'always';
    if (test.wanted === 'none') return 'never';
    const positive = { ...test, wanted: 'present' } as const;
    const atom = vocabulary.atom(`present ${test.key}`, (id) => ({ kind: 'key', id, key: test.key, test: positive }));
    return { atom, holds: test.wanted === 'present' };
  }
  // a negated operator on a value of another type is unclear, so only text, which every value is, is turned around
  const turned = test.negated && applyToEveryValue.has(test.predicate.kind);
  const asked = turned ? { ...test, negated: false } : test;
  const meaning = `key ${JSON.stringify(asked, writeBigInts)}`;
  return { atom: vocabulary.atom(meaning, (id) => ({ kind: 'key', id, key: test.key, test: asked })), holds: !turned };
}

const applyToEveryValue: ReadonlySet<string> = new Set(['text', 'bool', 'binary']);

function writeBigInts(_name: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value;
}

function usesOpaqueLetters(document: PolicyDocument): boolean {
  const texts = document.statements.flatMap(({ resource, conditions }) => [
    ...(resource?.patterns ?? []),
    ...conditions.flatMap(({ values }) => values),
  ]);
  return texts.some((text) => /[\u{F0000}-\u{FFFFF}]/u.test(text));
}
