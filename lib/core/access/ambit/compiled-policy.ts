import { FIRST_OPAQUE } from '../../policy/glob.ts';
import type { Effect, PatternList, PolicyDocument, Statement } from '../../policy/statement.ts';
import { type ArnReading, parseTemplate } from '../../policy/template.ts';
import type { ActionSet } from '../action-set.ts';
import type { NamedPolicy } from '../policy-set.ts';
import { type ActionPartition, partitionOf, placesOf } from './action-partition.ts';
import { type CompiledStatement, compileStatement, unreadableStatements } from './compile.ts';
import { type StatementText, textOfStatement } from './statement-text.ts';
import { UnknownActions } from './unknown-actions.ts';
import type { Interpretation, OpenVariable } from './vocabulary.ts';

/** A policy prepared for comparisons: what can be known of it without the rest of the comparison is found out once. */
export interface CompiledPolicy {
  readonly partition: ActionPartition;
  readonly unknown: UnknownActions;
  /** Whether stars of its ARN patterns may reach past colons: only then its two readings can differ. */
  readonly mayCrossColons: boolean;
  /** Whether its statements have Principal elements. */
  readonly namesPrincipals: boolean;
  readonly effects: readonly Effect[];
  /** Its statements as placed under an interpretation, by their place in the document. */
  place(interpretation: Interpretation): PlacedPolicy;
}

/** What each statement of a policy says. */
export interface PolicyTexts {
  readonly byPlace: readonly string[];
  readonly allows: ReadonlySet<string>;
  readonly denies: ReadonlySet<string>;
}

/** The statements of one policy for one comparison; those that cannot apply are left out. Each is compiled when asked for. */
export class PlacedPolicy {
  readonly policy: CompiledPolicy;
  /** What its statements say; undefined: it is not known, or some of them were exchanged. */
  readonly texts: PolicyTexts | undefined;
  private readonly compileAt: (place: number) => CompiledStatement | undefined;
  private readonly compiled = new Map<number, CompiledStatement | undefined>();
  private readonly byClass = new Map<number, Applicable>();

  constructor(
    policy: CompiledPolicy,
    compileAt: (place: number) => CompiledStatement | undefined,
    texts: PolicyTexts | undefined,
  ) {
    this.policy = policy;
    this.compileAt = compileAt;
    this.texts = texts;
  }

  /** The statements that take a class of the policy's own partition. */
  ofClass(number: number): Applicable {
    const known = this.byClass.get(number);
    if (known !== undefined) return known;
    const { partition } = this.policy;
    const made = { ...this.ofPlaces(placesOf(partition, number)), size: partition.sizes[number] ?? 0 };
    this.byClass.set(number, made);
    return made;
  }

  /** The statements at these places of the document. */
  ofPlaces(places: readonly number[]): Applicable {
    const allows: CompiledStatement[] = [];
    const denies: CompiledStatement[] = [];
    for (const place of places) {
      const statement = this.at(place);
      if (statement !== undefined) (statement.effect === 'Allow' ? allows : denies).push(statement);
    }
    return { allows, denies, size: 0 };
  }

  /** The statements that allow, with all actions that each takes. */
  allowing(): readonly { readonly statement: CompiledStatement; readonly taken: ActionSet }[] {
    return this.policy.partition.taken.flatMap((taken, place) => {
      const statement = this.at(place);
      return statement?.effect === 'Allow' ? [{ statement, taken }] : [];
    });
  }

  /** The same policy with other statements in place of some. */
  with(change: (statement: CompiledStatement) => CompiledStatement | undefined): PlacedPolicy {
    const changedAt = (place: number): CompiledStatement | undefined => {
      const one = this.at(place);
      return one === undefined ? undefined : change(one);
    };
    return new PlacedPolicy(this.policy, changedAt, undefined);
  }

  private at(place: number): CompiledStatement | undefined {
    const known = this.compiled.get(place);
    if (known !== undefined || this.compiled.has(place)) return known;
    const statement = this.compileAt(place);
    this.compiled.set(place, statement);
    return statement;
  }
}

/** Statements that take the same actions, by effect. */
export interface Applicable {
  readonly allows: readonly CompiledStatement[];
  readonly denies: readonly CompiledStatement[];
  /** How many actions of the catalogue. */
  readonly size: number;
}

const known = new WeakMap<NamedPolicy, CompiledPolicy>();

/** The policy, prepared; the same one for as long as the policy lives. */
export function compiledPolicy(policy: NamedPolicy): CompiledPolicy {
  const compiled = known.get(policy) ?? compile(policy);
  known.set(policy, compiled);
  return compiled;
}

function compile({ name, document }: NamedPolicy): CompiledPolicy {
  if ('unreadable' in document) return new UnreadablePolicy(name, document.unreadable);
  if (usesPrivateLetters(document)) {
    return new UnreadablePolicy(name, `letters of the private use area: ${JSON.stringify(document)}`);
  }
  return new ReadablePolicy(name, document);
}

const EVERYTHING: PatternList = { negated: true, patterns: [] };

class UnreadablePolicy implements CompiledPolicy {
  readonly partition = partitionOf([EVERYTHING, EVERYTHING]);
  readonly unknown = new UnknownActions([EVERYTHING, EVERYTHING]);
  readonly mayCrossColons = false;
  readonly namesPrincipals = false;
  readonly effects = ['Allow', 'Deny'] as const;
  private readonly placed: PlacedPolicy;

  constructor(name: string, why: string) {
    const statements = unreadableStatements(name, why);
    this.placed = new PlacedPolicy(this, (place) => statements[place], undefined);
  }

  place(): PlacedPolicy {
    return this.placed;
  }
}

class ReadablePolicy implements CompiledPolicy {
  readonly mayCrossColons: boolean;
  readonly namesPrincipals: boolean;
  readonly effects: readonly Effect[];
  private readonly name: string;
  private readonly document: PolicyDocument;
  /** In the order in which they are written. */
  private readonly variables: readonly OpenVariable[];
  private readonly placed = new Map<ArnReading, PlacedPolicy>();
  private parted: ActionPartition | undefined;
  private unknownActions: UnknownActions | undefined;
  private knownTexts: readonly StatementText[] | undefined;

  constructor(name: string, document: PolicyDocument) {
    this.name = name;
    this.document = document;
    this.effects = document.statements.map(({ effect }) => effect);
    this.variables = variablesOf(document);
    this.mayCrossColons = document.statements.some(mayCrossColons);
    this.namesPrincipals = document.statements.some(({ principal }) => principal !== undefined);
  }

  get partition(): ActionPartition {
    this.parted ??= partitionOf(this.document.statements.map(({ action }) => action));
    return this.parted;
  }

  get unknown(): UnknownActions {
    this.unknownActions ??= new UnknownActions(this.document.statements.map(({ action }) => action));
    return this.unknownActions;
  }

  place(interpretation: Interpretation): PlacedPolicy {
    if (!interpretation.vocabulary.adopts(this.variables)) return this.compile(interpretation);
    const placed = this.placed.get(interpretation.reading) ?? this.compile(interpretation);
    this.placed.set(interpretation.reading, placed);
    return placed;
  }

  private get texts(): readonly StatementText[] {
    this.knownTexts ??= this.document.statements.map((one) => textOfStatement(one, this.document.version));
    return this.knownTexts;
  }

  private compile(interpretation: Interpretation): PlacedPolicy {
    const { name, document, texts } = this;
    const compileAt = (place: number): CompiledStatement | undefined => {
      const [statement, text] = [document.statements[place], texts[place]];
      if (statement === undefined || text === undefined) throw new RangeError(`${name} has no statement ${place}`);
      return compileStatement(statement, { document, policy: name, asked: text.asked }, interpretation);
    };
    return new PlacedPolicy(this, compileAt, this.namesPrincipals ? undefined : textsByEffect(texts, this.effects));
  }
}

function textsByEffect(texts: readonly StatementText[], effects: readonly Effect[]): PolicyTexts {
  const byPlace = texts.map(({ whole }) => whole);
  const allows = new Set<string>();
  const denies = new Set<string>();
  for (const [place, text] of byPlace.entries()) (effects[place] === 'Allow' ? allows : denies).add(text);
  return { byPlace, allows, denies };
}

function variablesOf({ version, statements }: PolicyDocument): readonly OpenVariable[] {
  const variables = new Map<string, OpenVariable>();
  for (const text of statements.flatMap(textsOf)) {
    if (!text.includes('${')) continue;
    for (const part of parseTemplate(text, version)) {
      if (part.kind !== 'variable') continue;
      const { key, fallback } = part;
      variables.set(JSON.stringify([key, fallback]), { key, fallback });
    }
  }
  return [...variables.values()];
}

function textsOf({ resource, conditions }: Statement): readonly string[] {
  return [...(resource?.patterns ?? []), ...conditions.flatMap(({ values }) => values)];
}

function usesPrivateLetters(document: PolicyDocument): boolean {
  return document.statements.some(
    ({ resource, conditions }) =>
      resource?.patterns.some(hasPrivateLetters) === true ||
      conditions.some(({ values }) => values.some(hasPrivateLetters)),
  );
}

const PRIVATE_LETTERS = new RegExp(`[\\u{${FIRST_OPAQUE.toString(16)}}-\\u{10FFFF}]`, 'u');

function hasPrivateLetters(text: string): boolean {
  return PRIVATE_LETTERS.test(text);
}

/** A wildcard before the fifth colon, or fewer than six parts. */
function mayCrossColons({ resource, conditions }: Statement): boolean {
  const operands = conditions.filter(({ operator }) => operator.startsWith('Arn')).flatMap(({ values }) => values);
  return [...(resource?.patterns ?? []), ...operands].some((text) => {
    if (/^\*+$/.test(text)) return false;
    const parts = text.split(':');
    return parts.length < 6 || parts.slice(0, 5).some((part) => part.includes('*') || part.includes('?'));
  });
}
