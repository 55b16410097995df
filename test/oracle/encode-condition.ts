import { type Reading, NotEncoded, isArn, matchesArn, matchesText } from './patterns.ts';
import { type KeyValue, type Request, WIDTHS } from './request.ts';
import { type Smt, FALSE, TRUE, and, bits, not, or } from './smt.ts';
import { type Text, type Token, isEmptyText, matches } from './texts.ts';
import { type Answer, NO, OPEN, YES, allOf, choose, opposite, someOf, sure } from './three-valued.ts';

/** One operator with one key. */
export interface OneCondition {
  readonly operator: string;
  readonly key: string;
  readonly operands: readonly string[];
}

/** How operands are read. */
export interface Rules {
  readonly version: string;
  readonly reading: Reading;
}

/** What a condition says of a request, as the IAM user guide's pages on operators and multivalued keys say it. */
export function encodeCondition({ operator, key, operands }: OneCondition, rules: Rules, request: Request): Answer {
  const value = request.valueOf(key.toLowerCase());
  const [, set, plain = '', ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/.exec(operator) ?? [];
  if (plain === 'Null') return sure(or(operands.map((each) => (each === 'true' ? not(value.has) : value.has))));
  const negated = plain.includes('Not');
  const test = { operator: plain.replace('Not', ''), operands, rules, request };
  // that a value which is no ARN is unlike one is nowhere said
  const ofOne = (one: KeyValue): Answer =>
    negated ? choose(isOfFamily(test, one), opposite(holds(test, one)), OPEN) : holds(test, one);
  if (set === undefined) {
    // a missing key satisfies negated operators and IfExists
    const missing = negated || ifExists !== undefined ? YES : NO;
    return choose(value.has, ofSingle(value, ofOne), missing);
  }
  if (set === 'ForAllValues') return ofAll(value, ofOne);
  // nothing says whether IfExists or ForAnyValue wins where the key is missing
  return choose(value.has, ofSome(value, ofOne), ifExists === undefined ? NO : OPEN);
}

/** Without a set operator, several values are not decided. */
function ofSingle(value: KeyValue, property: (value: KeyValue) => Answer): Answer {
  if (value.kind !== 'texts') return property(value);
  const [first = []] = value.texts;
  const isOne = `(= ${value.count} ${bits(1, WIDTHS.count)})`;
  return choose(isOne, property({ kind: 'text', has: TRUE, text: first }), OPEN);
}

/** True of no value, and of empty text, which is none. */
function ofAll(value: KeyValue, property: (value: KeyValue) => Answer): Answer {
  const elements = elementsOf(value);
  const each = elements.map(({ has, one }) => choose(has, property(one), YES));
  return choose(isNullSet(elements), YES, allOf(each));
}

function ofSome(value: KeyValue, property: (value: KeyValue) => Answer): Answer {
  const elements = elementsOf(value);
  const some = elements.map(({ has, one }) => choose(has, property(one), NO));
  return choose(isNullSet(elements), NO, someOf(some));
}

interface Element {
  readonly has: Smt;
  readonly one: KeyValue;
}

function elementsOf(value: KeyValue): readonly Element[] {
  if (value.kind !== 'texts') return [{ has: value.has, one: value }];
  return value.texts.map((text, index) => ({
    has: `(bvult ${bits(index, WIDTHS.count)} ${value.count})`,
    one: { kind: 'text', has: TRUE, text },
  }));
}

function isNullSet(elements: readonly Element[]): Smt {
  return and(elements.map(({ has, one }) => or([not(has), one.kind === 'text' ? isEmptyText(one.text) : FALSE])));
}

interface Test {
  readonly operator: string;
  readonly operands: readonly string[];
  readonly rules: Rules;
  readonly request: Request;
}

/** A positive operator of one value: one operand is met. */
function holds(test: Test, value: KeyValue): Answer {
  const { operator, operands } = test;
  const any = (met: (operand: string) => Smt): Answer => sure(or(operands.map(met)));
  switch (value.kind) {
    case 'text':
      return ofText(test, value.text);
    case 'bool':
      if (operator !== 'Bool') break;
      return any((operand) => ofBool(value.value, operand.toLowerCase()));
    case 'ip':
      if (operator !== 'IpAddress') break;
      return any((operand) => inBlock(value.isSix, value.value, operand));
    case 'number':
    case 'time':
      return any((operand) => compares(value.kind, operator, value.value, operand));
    case 'texts':
      break;
  }
  throw new NotEncoded(`the operator ${operator} on a key of kind ${value.kind}`);
}

function ofText({ operator, operands, rules, request }: Test, text: Text): Answer {
  const { version, reading } = rules;
  const any = (met: (operand: string) => Smt): Smt => or(operands.map(met));
  switch (operator) {
    case 'StringEquals':
      return sure(any((operand) => matchesText(text, operand, version, 'letters', request)));
    case 'StringLike':
      return sure(any((operand) => matchesText(text, operand, version, 'wildcards', request)));
    case 'StringEqualsIgnoreCase':
      return sure(any((operand) => matchesText(text, operand, version, 'any case', request)));
    case 'BinaryEquals':
      return sure(any((operand) => matches(request.script, text, lettersOf(operand))));
    case 'ArnEquals':
    case 'ArnLike':
      return sure(and([isArn(text, request), any((operand) => matchesArn(text, operand, version, reading, request))]));
    default:
      throw new NotEncoded(`the operator ${operator} on a text`);
  }
}

function isOfFamily({ operator, request }: Test, value: KeyValue): Smt {
  return operator.startsWith('Arn') && value.kind === 'text' ? isArn(value.text, request) : TRUE;
}

function lettersOf(operand: string): readonly Token[] {
  return Array.from(operand, (letter) => ({ kind: 'letter', letter }));
}

function ofBool(value: Smt, operand: string): Smt {
  if (operand === 'true') return value;
  return operand === 'false' ? not(value) : FALSE;
}

const SIGNS: Readonly<Record<string, string>> = {
  Equals: '=',
  LessThan: 'bvult',
  LessThanEquals: 'bvule',
  GreaterThan: 'bvugt',
  GreaterThanEquals: 'bvuge',
};

function compares(kind: 'number' | 'time', operator: string, value: Smt, operand: string): Smt {
  const family = kind === 'time' ? 'Date' : 'Numeric';
  const sign = operator.startsWith(family) ? SIGNS[operator.slice(family.length)] : undefined;
  if (sign === undefined) throw new NotEncoded(`the operator ${operator} on a key of ${family}`);
  const isEpoch = /^\d+$/.test(operand);
  const bound = kind === 'time' && !isEpoch ? Date.parse(operand) : Number(operand) * 1000;
  return Number.isNaN(bound) ? FALSE : `(${sign} ${value} ${bits(bound, WIDTHS[kind])})`;
}

function inBlock(isSix: Smt, value: Smt, block: string): Smt {
  const [address = '', length] = block.split('/');
  const six = address.includes(':');
  const own = six ? 128 : 32;
  const size = 2n ** BigInt(own - Number(length ?? own));
  const first = six ? sixBytes(address) : address.split('.').reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  const [from, to] = [bits(first, WIDTHS.ip), bits(first + size - 1n, WIDTHS.ip)];
  return and([six ? isSix : not(isSix), `(bvule ${from} ${value})`, `(bvule ${value} ${to})`]);
}

/** `2001:db8::`: groups, one gap. */
function sixBytes(address: string): bigint {
  const [head = '', tail = ''] = address.split('::');
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const missing = 8 - groups(head).length - groups(tail).length;
  const all = [...groups(head), ...Array.from({ length: missing }, () => '0'), ...groups(tail)];
  return all.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n);
}
