import { SOURCE_ARN, TAG_VALUES, VARIABLES, ofTags } from './request-variables.ts';
import { NotEncoded, type Reading, anyOf, matchesArn, matchesText } from './patterns.ts';
import { type Smt, FALSE, and, not, or, text } from './smt.ts';

/** What one operator asks of one key, as the IAM user guide's page "Condition operators" says it. */
export function encodeCondition(
  written: string,
  key: string,
  operands: readonly string[],
  version: string,
  reading: Reading,
): Smt {
  const variable = VARIABLES[key.toLowerCase()];
  if (variable === undefined) throw new NotEncoded(`the key ${key}`);
  const [, set, plain = '', ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/.exec(written) ?? [];
  if (plain === 'Null') {
    return or(operands.map((each) => (each === 'true' ? not(variable.has) : variable.has)));
  }
  const negated = plain.includes('Not');
  const positive = plain.replace('Not', '');
  const one = (value: Smt): Smt => holds(positive, value, operands, version, reading);
  const each = (value: Smt): Smt => (negated ? not(one(value)) : one(value));
  if (set === undefined) {
    if (key.toLowerCase() === 'aws:tagkeys') throw new NotEncoded('several values without a set operator');
    // a missing key satisfies negated operators and IfExists
    return negated || ifExists !== undefined
      ? or([not(variable.has), each(variable.value)])
      : and([variable.has, each(variable.value)]);
  }
  if (!TAG_VALUES.includes(variable.value)) throw new NotEncoded('a set operator on a key with one value');
  const ofAll = ofTags(set === 'ForAllValues' ? 'every' : 'some', each);
  return set === 'ForAnyValue' && ifExists !== undefined ? or([not(variable.has), ofAll]) : ofAll;
}

function holds(operator: string, value: Smt, operands: readonly string[], version: string, reading: Reading): Smt {
  switch (operator) {
    case 'StringEquals':
      return anyOf(operands, (each) => matchesText(value, each, version, 'letters'));
    case 'StringLike':
      return anyOf(operands, (each) => matchesText(value, each, version, 'wildcards'));
    case 'StringEqualsIgnoreCase':
      return anyOf(operands, (each) => matchesText(value, each, version, 'any case'));
    case 'ArnLike':
    case 'ArnEquals':
      return anyOf(operands, (each) => matchesArn(arnOf(value), each, version, reading));
    case 'BinaryEquals':
      return anyOf(operands, (each) => `(= ${value} ${text(each)})`);
    case 'Bool':
      return anyOf(operands, (each) => ofBool(value, each.toLowerCase()));
    case 'IpAddress':
      return anyOf(operands, inBlock);
    default:
      return anyOf(operands, (each) => compares(operator, value, each));
  }
}

/** Only aws:SourceArn is known by its parts. */
function arnOf(value: Smt): typeof SOURCE_ARN {
  if (value !== VARIABLES['aws:sourcearn']?.value) throw new NotEncoded('an ARN operator on another key');
  return SOURCE_ARN;
}

function ofBool(value: Smt, operand: string): Smt {
  if (operand === 'true') return value;
  return operand === 'false' ? not(value) : FALSE;
}

const SIGNS: Readonly<Record<string, string>> = {
  Equals: '=',
  LessThan: '<',
  LessThanEquals: '<=',
  GreaterThan: '>',
  GreaterThanEquals: '>=',
};

function compares(operator: string, value: Smt, operand: string): Smt {
  const sign = SIGNS[operator.replace(/^(Numeric|Date)/, '')];
  if (sign === undefined) throw new NotEncoded(`the operator ${operator}`);
  if (operator.startsWith('Date')) {
    const seconds = /^\d+$/.test(operand) ? Number(operand) * 1000 : Date.parse(operand);
    return `(${sign} ${value} ${seconds})`;
  }
  return Number.isNaN(Number(operand)) ? FALSE : `(${sign} ${value} ${Number(operand).toFixed(3)})`;
}

function inBlock(block: string): Smt {
  const [address = '', length] = block.split('/');
  const six = address.includes(':');
  const bits = six ? 128 : 32;
  const size = 2n ** BigInt(bits - Number(length ?? bits));
  const first = six ? sixBytes(address) : address.split('.').reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  return and([six ? 'ip6' : '(not ip6)', `(<= ${first} ip)`, `(< ip ${first + size})`]);
}

/** `2001:db8::`: groups, one gap. */
function sixBytes(address: string): bigint {
  const [head = '', tail = ''] = address.split('::');
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const missing = 8 - groups(head).length - groups(tail).length;
  const all = [...groups(head), ...Array.from({ length: missing }, () => '0'), ...groups(tail)];
  return all.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n);
}
