import { type Glob, matchesEverything } from '../../policy/glob.ts';
import type { PatternList, PolicyDocument, Statement } from '../../policy/statement.ts';
import { type ArnReading, arnGlobOfTemplate, parseTemplate } from '../../policy/template.ts';
import { type ConditionTest, testOf } from '../condition/condition-test.ts';
import { type Literal, resourceAtom } from './literal.ts';
import { RememberedByText } from '../remembered-by-text.ts';
import { sharedArnGlob, sharedGlob } from './shared-globs.ts';
import type { Interpretation } from './vocabulary.ts';

/** A statement as the search uses it: it applies to its actions when all its literals are true. */
export interface CompiledStatement {
  readonly policy: string;
  /** Undefined where the whole policy is unreadable: then it may say anything. */
  readonly statement: Statement | undefined;
  readonly effect: 'Allow' | 'Deny';
  readonly literals: readonly Literal[];
  /** The statement by its resource patterns, for blame; one unit where it has none or excludes them. */
  readonly units: readonly Unit[];
  /** Why it is not certain what the statement says; empty: it is. */
  readonly unclear: readonly string[];
  /** Whether its resources, and whether its conditions may depend on the values of policy variables. */
  readonly hasVariables: WithVariables;
}

/** Which parts of a statement have policy variables in them. */
export interface WithVariables {
  readonly resource: boolean;
  readonly conditions: boolean;
}

/** A statement with one of its resource patterns: what is blamed. */
export interface Unit {
  readonly pattern: string | undefined;
  readonly literals: readonly Literal[];
}

/** What a statement asks of a request, whatever policy it stands in. */
interface Asking {
  readonly literals: readonly Literal[];
  readonly units: readonly Unit[];
  readonly unclear: readonly string[];
  readonly hasVariables: WithVariables;
}

/** Where a statement stands. */
export interface Origin {
  readonly document: PolicyDocument;
  readonly policy: string;
  /** What it asks of a request, as a text. */
  readonly asked: string;
}

/** A statement under an interpretation; undefined: it cannot apply, whatever the request. */
export function compileStatement(
  statement: Statement,
  { document, policy, asked }: Origin,
  interpretation: Interpretation,
): CompiledStatement | undefined {
  // without variables it asks the same in every comparison
  const asking = asked.includes('${')
    ? askingOf(statement, document, interpretation)
    : sharedAskings[interpretation.reading].of(asked, () => askingOf(statement, document, interpretation));
  return asking === 'never' ? undefined : { policy, statement, effect: statement.effect, ...asking };
}

/** Of so many letters in all: versions of a policy, and policies made by one template, share most of what they ask. */
const MOST_LETTERS = 2_000_000;
/** What is made of a text grows with it, so the text stands for its size. */
const remembered = (): RememberedByText<Asking | 'never'> => new RememberedByText(MOST_LETTERS, () => 0);
const sharedAskings = { 'segment-wise': remembered(), crossing: remembered() } satisfies Record<ArnReading, unknown>;

function askingOf(statement: Statement, document: PolicyDocument, interpretation: Interpretation): Asking | 'never' {
  const { reading, vocabulary } = interpretation;
  const resource = resourcePart(statement.resource, document, interpretation);
  if (resource === 'never') return 'never';
  const conditions: Literal[] = [];
  for (const condition of statement.conditions) {
    const { version } = document;
    const test = testOf(condition, { version, resolve: vocabulary.resolve, reading });
    const literal = conditionLiteral(test, JSON.stringify([version, condition]));
    if (literal === 'never') return 'never';
    if (literal !== 'always') conditions.push(literal);
  }
  const literals = [...resource.literals, ...conditions];
  const unclear = literals.flatMap(({ atom }) => (atom.kind === 'open' ? [atom.rule] : []));
  const hasVariables = {
    resource: statement.resource?.patterns.some(mayHaveVariables) === true,
    conditions: statement.conditions.some(({ values }) => values.some(mayHaveVariables)),
  };
  const units = resource.single.map(({ pattern, literal }) => ({ pattern, literals: [literal, ...conditions] }));
  const all = { pattern: undefined, literals };
  return { literals, units: units.length === 0 ? [all] : units, unclear, hasVariables };
}

function mayHaveVariables(text: string): boolean {
  return text.includes('${');
}

const NO_VARIABLES: WithVariables = { resource: false, conditions: false };

/** The statements of a policy that cannot be read: it may allow and deny anything, but the same wherever it stands. */
export function unreadableStatements(policy: string, why: string): readonly CompiledStatement[] {
  const rule = `unreadable-policy: ${policy}: ${why}`;
  return (['Allow', 'Deny'] as const).map((effect) => {
    const literals = [{ atom: { kind: 'open', meaning: `open ${effect} ${rule}`, rule }, holds: true }] as const;
    const units = [{ pattern: undefined, literals }];
    return { policy, statement: undefined, effect, literals, units, unclear: [rule], hasVariables: NO_VARIABLES };
  });
}

interface ResourcePart {
  readonly literals: readonly Literal[];
  readonly single: readonly { readonly pattern: string; readonly literal: Literal }[];
}

const ANY_RESOURCE: ResourcePart = { literals: [], single: [] };

function resourcePart(
  list: PatternList | undefined,
  { version }: PolicyDocument,
  { reading, vocabulary }: Interpretation,
): ResourcePart | 'never' {
  if (list === undefined) return ANY_RESOURCE;
  const globs: Glob[] = [];
  const single: { pattern: string; literal: Literal }[] = [];
  for (const pattern of list.patterns) {
    const hasVariables = version === '2012-10-17' && pattern.includes('${');
    const arn = hasVariables
      ? arnGlobOfTemplate(parseTemplate(pattern, version), vocabulary.resolve, reading)
      : sharedArnGlob(pattern, reading);
    if (arn.kind === 'unclear') {
      const rule = `variable-in-arn-prefix: ${pattern}`;
      const meaning = `open ${JSON.stringify([version, list])}`;
      return { literals: [{ atom: { kind: 'open', meaning, rule }, holds: true }], single: [] };
    }
    if (arn.kind === 'never') continue;
    const glob = hasVariables ? sharedGlob(arn.glob) : arn.glob;
    globs.push(glob);
    single.push({ pattern, literal: { atom: resourceAtom([glob]), holds: true } });
  }
  const everything = globs.some(matchesEverything);
  if (list.negated) {
    if (everything) return 'never';
    return globs.length === 0 ? ANY_RESOURCE : { literals: [{ atom: resourceAtom(globs), holds: false }], single: [] };
  }
  if (globs.length === 0) return 'never';
  if (everything && list.patterns.length === 1) return ANY_RESOURCE;
  return { literals: everything ? [] : [{ atom: resourceAtom(globs), holds: true }], single };
}

function conditionLiteral(test: ConditionTest, source: string): Literal | 'always' | 'never' {
  if (test.kind === 'unclear') {
    return { atom: { kind: 'open', meaning: `open ${source}`, rule: `${test.rule}: ${test.key}` }, holds: true };
  }
  if (test.kind === 'presence') {
    if (test.wanted === 'any') return 'always';
    if (test.wanted === 'none') return 'never';
    const positive = { ...test, wanted: 'present' } as const;
    const meaning = `present ${test.key}`;
    return { atom: { kind: 'key', meaning, key: test.key, test: positive }, holds: test.wanted === 'present' };
  }
  // a negated operator on a value of another type is unclear, so only text, which every value is, is turned around
  const turned = test.negated && APPLY_TO_EVERY_VALUE.has(test.predicate.kind);
  const asked = turned ? { ...test, negated: false } : test;
  const meaning = `key ${JSON.stringify(asked, writeBigInts)}`;
  return { atom: { kind: 'key', meaning, key: test.key, test: asked }, holds: !turned };
}

const APPLY_TO_EVERY_VALUE: ReadonlySet<string> = new Set(['text', 'bool', 'binary']);

function writeBigInts(_name: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value;
}
