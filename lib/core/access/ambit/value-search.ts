import { isOpaque, lettersOf } from '../../policy/glob.ts';
import { isMultiValued, keyTypeOf } from '../catalogue.ts';
import { passes } from '../condition/condition-test.ts';
import { isShort } from '../condition/number.ts';
import type { Predicate } from '../condition/predicate.ts';
import type { Pin } from '../pins.ts';
import type { KeyAtom } from './literal.ts';
import type { Budget } from './budget.ts';
import { type Demand, NO_TEXTS, listsTexts, literalTexts, textsMeeting } from './text-values.ts';
import { filledTexts, fitsType, typicalValues } from './typed-values.ts';
import { criticalValues, secondsAround } from './value-candidates.ts';

/** A test on the values of one key that must pass, or must not. */
export interface KeyLiteral {
  readonly atom: KeyAtom;
  readonly holds: boolean;
}

/** Values for a key (none: it is missing). `unclear`: whether they pass is left open by AWS's documentation. */
export interface FoundValues {
  readonly values: readonly string[];
  readonly certainty: 'clear' | 'unclear';
}

/** Values that meet all literals of one key; `none`: there are none; `cap`: the search gave up. */
export function findValues(
  key: string,
  literals: readonly KeyLiteral[],
  pin: Pin,
  budget: Budget,
): FoundValues | 'none' | 'cap' {
  if (pin !== undefined) return findPinned(key, literals, pin, budget);
  const missing = meets(literals, []);
  if (missing === 'yes') return { values: [], certainty: 'clear' };
  const present = findPresent(key, literals, budget);
  return present === 'none' && missing === 'unclear' ? { values: [], certainty: 'unclear' } : present;
}

function findPresent(key: string, literals: readonly KeyLiteral[], budget: Budget): FoundValues | 'none' | 'cap' {
  // empty text is no value to set operators, but the key is there
  if (literals.some(asksSet) && meets(literals, ['']) === 'yes') return { values: [''], certainty: 'clear' };
  if (literals.some(({ atom, holds }) => atom.test.kind === 'presence' && (atom.test.wanted === 'present') !== holds)) {
    return 'none';
  }
  const single = findSingle(key, literals, budget);
  if (typeof single === 'object' && single.certainty === 'clear') return single;
  const several = mayHoldSeveral(key, literals) ? findSeveral(key, literals, budget) : 'none';
  if (typeof several === 'object' && (several.certainty === 'clear' || single === 'none')) return several;
  return single === 'none' ? several : single;
}

/** The known values, if they meet the literals; beside an unknown variable one known value is asked for as a text. */
function findPinned(
  key: string,
  literals: readonly KeyLiteral[],
  pin: readonly string[],
  budget: Budget,
): FoundValues | 'none' | 'cap' {
  const answer = meets(literals, pin);
  if (answer !== 'no') return { values: pin, certainty: answer === 'yes' ? 'clear' : 'unclear' };
  const [value] = pin;
  if (value === undefined || pin.length > 1 || !literals.some(asksUnknown)) return 'none';
  return findSingle(key, literals, budget, [{ predicate: { kind: 'text', globs: [lettersOf(value)] }, wanted: true }]);
}

function asksSet({ atom: { test } }: KeyLiteral): boolean {
  return test.kind === 'value' && test.quantifier !== 'one';
}

function asksUnknown({ atom: { test } }: KeyLiteral): boolean {
  if (test.kind === 'presence' || (test.predicate.kind !== 'text' && test.predicate.kind !== 'arn')) return false;
  return test.predicate.globs.some((glob) => glob.some(isOpaque));
}

/** Whether values meet every literal: yes, no, or unclear where AWS leaves it open for at least one. */
export function meets(literals: readonly KeyLiteral[], values: readonly string[]): 'yes' | 'no' | 'unclear' {
  let unclear = false;
  for (const { atom, holds } of literals) {
    const answer = passes(atom.test, values);
    if (typeof answer === 'object') unclear = true;
    else if (answer !== holds) return 'no';
  }
  return unclear ? 'unclear' : 'yes';
}

function findSingle(
  key: string,
  literals: readonly KeyLiteral[],
  budget: Budget,
  more: readonly Demand[] = [],
): FoundValues | 'none' | 'cap' {
  const check = (value: string): 'yes' | 'no' | 'unclear' => meets(literals, [value]);
  const found = findValue(key, [...more, ...literals.flatMap(demandOf)], budget, check);
  const clear = literals.filter((literal) => !isOpenForOthers(literal));
  if (found !== 'none' || clear.length === literals.length) return found;
  return findValue(key, [...more, ...clear.flatMap(demandOf)], budget, check);
}

function demandOf({ atom: { test }, holds }: KeyLiteral): readonly Demand[] {
  return test.kind === 'value' ? [{ predicate: test.predicate, wanted: holds !== test.negated }] : [];
}

/** Whether a value that is no ARN may meet it: a negated operator on a value of another type is unclear. */
function isOpenForOthers({ atom: { test }, holds }: KeyLiteral): boolean {
  return test.kind === 'value' && test.predicate.kind === 'arn' && test.negated && !holds;
}

function findValue(
  key: string,
  demands: readonly Demand[],
  budget: Budget,
  check: (value: string) => 'yes' | 'no' | 'unclear',
): FoundValues | 'none' | 'cap' {
  const kinds = new Set(demands.map(({ predicate }) => familyOf(predicate)));
  const { texts, upper, capped } =
    kinds.has('text') || kinds.size === 0 ? textsMeeting(key, demands, budget) : NO_TEXTS;
  // not even a text meets what is asked of it as a text
  if (kinds.has('text') && texts.length === 0 && !capped) return 'none';
  // each value is held against every operand
  const cost = demands.reduce((sum, { predicate }) => sum + operandsOf(predicate) / 64, 0.1);
  let unclear: string | undefined;
  for (const value of candidates(key, demands, kinds, texts)) {
    if (!fitsType(key, value)) continue;
    if (!budget.spend(cost)) return 'cap';
    const answer = check(value);
    if (answer === 'yes') return { values: [value], certainty: 'clear' };
    if (answer === 'unclear' || upper.has(value)) unclear ??= value;
  }
  if (unclear !== undefined) return { values: [unclear], certainty: 'unclear' };
  return capped || !areAllKinds(key, demands, kinds) ? 'cap' : 'none';
}

/** Whether there is a value of every kind among the candidates: where none of them will do, no value does. */
function areAllKinds(key: string, demands: readonly Demand[], kinds: ReadonlySet<string>): boolean {
  if (demands.some(({ predicate, wanted }) => wanted && listsTexts(predicate))) return true;
  // numbers that are long when written out are not written out
  if (demands.some(({ predicate }) => predicate.kind === 'number' && !predicate.bounds.every(isShort))) return false;
  switch (keyTypeOf(key)) {
    case 'bool':
      return !kinds.has('text') && !kinds.has('binary');
    case 'numeric':
      return areOnly(kinds, 'number');
    case 'date':
      return areOnly(kinds, 'date') || areOnly(kinds, 'number');
    case 'ipaddress':
      return areOnly(kinds, 'ip');
    case 'arn':
    case 'binary':
    case undefined:
      return kinds.size < 2;
  }
}

function areOnly(kinds: ReadonlySet<string>, only: string): boolean {
  return kinds.size === 0 || (kinds.size === 1 && kinds.has(only));
}

function* candidates(
  key: string,
  demands: readonly Demand[],
  kinds: ReadonlySet<string>,
  texts: readonly string[],
): Generator<string> {
  const type = keyTypeOf(key);
  const predicates = demands.map(({ predicate }) => predicate);
  yield* typicalValues(type);
  yield* texts;
  if (kinds.size > 1 || type !== undefined) yield* literalTexts(demands);
  if ([...kinds].some((kind) => kind !== 'text')) yield* criticalValues(predicates);
  if (type === 'date' && kinds.has('number')) yield* secondsAround(predicates);
  yield* filledTexts(type, texts);
}

function operandsOf(predicate: Predicate): number {
  switch (predicate.kind) {
    case 'text':
    case 'arn':
      return predicate.globs.length;
    case 'number':
    case 'date':
      return predicate.bounds.length;
    case 'bool':
    case 'binary':
      return predicate.values.length;
    case 'ip':
      return predicate.ranges.length;
  }
}

function familyOf(predicate: Predicate): string {
  return predicate.kind === 'arn' ? 'text' : predicate.kind;
}

function mayHoldSeveral(key: string, literals: readonly KeyLiteral[]): boolean {
  if (isMultiValued(key)) return true;
  const setOperators = literals.some(({ atom }) => atom.test.kind === 'value' && atom.test.quantifier !== 'one');
  return setOperators && !key.startsWith('aws:');
}

/** Several values: one for each that must exist, all of which have what every value must have. */
function findSeveral(key: string, literals: readonly KeyLiteral[], budget: Budget): FoundValues | 'none' | 'cap' {
  const each: Demand[] = [];
  const some: Demand[] = [];
  for (const { atom, holds } of literals) {
    if (atom.test.kind !== 'value' || atom.test.quantifier === 'one') continue;
    const wanted = holds !== atom.test.negated;
    const demand = { predicate: atom.test.predicate, wanted };
    if ((atom.test.quantifier === 'every') === wanted) each.push(demand);
    else some.push(demand);
  }
  const values = new Set<string>();
  for (const demand of [...some, undefined]) {
    const demands = demand === undefined ? distinctFrom(each, values) : [...each, demand];
    const found = findValue(key, demands, budget, (value) => (demands.every((one) => has(one, value)) ? 'yes' : 'no'));
    if (typeof found === 'object') for (const value of found.values) values.add(value);
    else if (demand !== undefined) return found;
  }
  const answer = meets(literals, [...values]);
  if (answer === 'no' || values.size < 2) return 'none';
  return { values: [...values], certainty: answer === 'yes' ? 'clear' : 'unclear' };
}

/** What every value must have, for one value more than there are. */
function distinctFrom(each: readonly Demand[], values: ReadonlySet<string>): readonly Demand[] {
  return [...each, { predicate: { kind: 'text', globs: [...values].map(lettersOf) }, wanted: false }];
}

function has({ predicate, wanted }: Demand, value: string): boolean {
  const test = { kind: 'value', key: '', quantifier: 'one', predicate, whenMissing: false, negated: false } as const;
  return passes(test, [value]) === wanted;
}
