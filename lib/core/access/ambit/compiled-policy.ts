import { FIRST_OPAQUE } from '../../policy/glob.ts';
import type { Effect, PatternList, PolicyDocument, Statement } from '../../policy/statement.ts';
import { type ArnReading, parseTemplate } from '../../policy/template.ts';
import { hasPattern, takesName } from '../action-patterns.ts';
import { type ActionSet, areApart } from '../action-set.ts';
import { actionsMatching } from '../named-actions.ts';
import { ACTION_COUNT, actionName } from '../catalogue.ts';
import type { NamedPolicy } from '../policy-set.ts';
import { type ActionPartition, partitionAmong, partitionOf, placesOf } from './action-partition.ts';
import { type CompiledStatement, compileStatement, unreadableStatements } from './compile.ts';
import { type PolicyWording, wordingOf } from './statement-wording.ts';
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
  /** The Action or NotAction elements of its statements. */
  readonly elements: readonly PatternList[];
  /** Its partition, or what of it concerns these actions. */
  partitionAmong(actions: ActionSet): ActionPartition;
  /** Whether it speaks of no action of the catalogue that the other one speaks of. */
  sharesNoActionWith(other: CompiledPolicy): boolean;
  /** Its statements as placed under an interpretation, by their place in the document. */
  place(interpretation: Interpretation): PlacedPolicy;
}

/** The statements of one policy for one comparison; those that cannot apply are left out. Each is compiled when asked for. */
export class PlacedPolicy {
  readonly policy: CompiledPolicy;
  /** What its statements say; undefined: it is not known, or some of them were exchanged. */
  readonly wording: PolicyWording | undefined;
  private readonly compileAt: (place: number) => CompiledStatement | undefined;
  private readonly compiled = new Map<number, CompiledStatement | undefined>();
  private readonly byClass = new WeakMap<ActionPartition, Map<number, Applicable>>();

  constructor(
    policy: CompiledPolicy,
    compileAt: (place: number) => CompiledStatement | undefined,
    wording: PolicyWording | undefined,
  ) {
    this.policy = policy;
    this.compileAt = compileAt;
    this.wording = wording;
  }

  /** The statements that take a class of a partition of the policy. */
  ofClass(partition: ActionPartition, number: number): Applicable {
    const classes = this.byClass.get(partition) ?? new Map<number, Applicable>();
    const known = classes.get(number);
    if (known !== undefined) return known;
    const made = { ...this.ofPlaces(placesOf(partition, number)), size: partition.sizes[number] ?? 0 };
    this.byClass.set(partition, classes.set(number, made));
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

  /** The statement at a place of the document; undefined: it cannot apply. */
  at(place: number): CompiledStatement | undefined {
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

/** So many actions are looked up one by one in a policy whose partition is not known. */
export const FEW = 24;

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

/** The same for every policy that cannot be read; made with the first. */
let everyActionTwice: ActionPartition | undefined;

class UnreadablePolicy implements CompiledPolicy {
  readonly unknown = new UnknownActions([EVERYTHING, EVERYTHING]);
  readonly mayCrossColons = false;
  readonly namesPrincipals = false;
  readonly effects = ['Allow', 'Deny'] as const;
  readonly elements = [EVERYTHING, EVERYTHING];
  private readonly placed: PlacedPolicy;

  constructor(name: string, why: string) {
    const statements = unreadableStatements(name, why);
    this.placed = new PlacedPolicy(this, (place) => statements[place], undefined);
  }

  get partition(): ActionPartition {
    everyActionTwice ??= partitionOf(this.elements);
    return everyActionTwice;
  }

  partitionAmong(): ActionPartition {
    return this.partition;
  }

  sharesNoActionWith({ partition }: CompiledPolicy): boolean {
    return areApart(this.partition.actions, partition.actions);
  }

  place(): PlacedPolicy {
    return this.placed;
  }
}

class ReadablePolicy implements CompiledPolicy {
  readonly namesPrincipals: boolean;
  readonly effects: readonly Effect[];
  readonly elements: readonly PatternList[];
  private readonly name: string;
  private readonly document: PolicyDocument;
  /** In the order in which they are written. */
  private readonly variables: readonly OpenVariable[];
  private readonly placed = new Map<ArnReading, PlacedPolicy>();
  private crosses: boolean | undefined;
  private parted: ActionPartition | undefined;
  private unknownActions: UnknownActions | undefined;
  private knownWording: PolicyWording | undefined;

  constructor(name: string, document: PolicyDocument) {
    this.name = name;
    this.document = document;
    this.effects = document.statements.map(({ effect }) => effect);
    this.elements = document.statements.map(({ action }) => action);
    this.variables = variablesOf(document);
    this.namesPrincipals = document.statements.some(({ principal }) => principal !== undefined);
  }

  get mayCrossColons(): boolean {
    this.crosses ??= this.document.statements.some(mayCrossColons);
    return this.crosses;
  }

  get partition(): ActionPartition {
    this.parted ??= partitionOf(this.elements);
    return this.parted;
  }

  partitionAmong(actions: ActionSet): ActionPartition {
    return this.parted === undefined && actions.length <= FEW ? partitionAmong(this.elements, actions) : this.partition;
  }

  sharesNoActionWith(other: CompiledPolicy): boolean {
    if (this.parted === undefined && shareAction(this.elements, other.elements)) return false;
    return areApart(this.partition.actions, other.partition.actions);
  }

  get unknown(): UnknownActions {
    this.unknownActions ??= new UnknownActions(this.elements);
    return this.unknownActions;
  }

  place(interpretation: Interpretation): PlacedPolicy {
    if (!interpretation.vocabulary.adopts(this.variables)) return this.compile(interpretation);
    const placed = this.placed.get(interpretation.reading) ?? this.compile(interpretation);
    this.placed.set(interpretation.reading, placed);
    return placed;
  }

  private get wording(): PolicyWording {
    this.knownWording ??= wordingOf(this.document);
    return this.knownWording;
  }

  private compile(interpretation: Interpretation): PlacedPolicy {
    const { name, document, wording } = this;
    const compileAt = (place: number): CompiledStatement | undefined => {
      const [statement, asked] = [document.statements[place], wording.asked[place]];
      if (statement === undefined || asked === undefined) throw new RangeError(`${name} has no statement ${place}`);
      return compileStatement(statement, { document, policy: name, asked }, interpretation);
    };
    return new PlacedPolicy(this, compileAt, this.namesPrincipals ? undefined : wording);
  }
}

/** Whether the statements of two policies plainly share an action: a quick sufficient test. */
function shareAction(elements: readonly PatternList[], others: readonly PatternList[]): boolean {
  return elements.some((element) => {
    const [first] = element.patterns;
    if (element.negated) {
      const some = SOME_ACTIONS.filter((name) => takesName(element, name));
      return others.some((other) => some.some((name) => takesName(other, name)));
    }
    const isShared = first !== undefined && others.some((other) => !other.negated && hasPattern(other, first));
    return isShared && actionsMatching(first).length > 0;
  });
}

/** NotAction takes the most of these, whatever it is about. */
const SOME_ACTIONS = [0, 1, 2, 3].map((part) => actionName(Math.floor((part * ACTION_COUNT) / 4)).toLowerCase());

function variablesOf({ version, statements }: PolicyDocument): readonly OpenVariable[] {
  const variables = new Map<string, OpenVariable>();
  const read = (text: string): void => {
    if (!text.includes('${')) return;
    for (const part of parseTemplate(text, version)) {
      if (part.kind !== 'variable') continue;
      const { key, fallback } = part;
      variables.set(JSON.stringify([key, fallback]), { key, fallback });
    }
  };
  for (const { resource, conditions } of statements) {
    resource?.patterns.forEach(read);
    for (const { values } of conditions) values.forEach(read);
  }
  return [...variables.values()];
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
  return (
    resource?.patterns.some(starMayCross) === true ||
    conditions.some(({ operator, values }) => operator.startsWith('Arn') && values.some(starMayCross))
  );
}

function starMayCross(pattern: string): boolean {
  let colons = 0;
  for (let at = 0; at < pattern.length && colons < 5; at += 1) {
    const letter = pattern[at];
    if (letter === '*' || letter === '?') return !/^\*+$/.test(pattern);
    if (letter === ':') colons += 1;
  }
  return colons < 5;
}
