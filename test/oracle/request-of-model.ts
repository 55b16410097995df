import type { AccessRequest } from '../../lib/core/access/policy-set.ts';
import type { Caller } from './callers.ts';
import { KEYS, MOST_VALUES, RESOURCE_LENGTH, nameOf } from './request.ts';

type Values = ReadonlyMap<string, string>;

/** The request that a model of z3 describes: what it does not mention may be anything. */
export function requestOfModel(model: string, caller: Caller, actions: readonly string[]): AccessRequest {
  const constants = model.matchAll(/\(define-fun (\w+) \(\) (?:\(_ BitVec \d+\)|Bool)\s+(\S+?)\)/g);
  const values = new Map([...constants].map(([, name = '', value = '']) => [name, value]));
  const keys = Object.keys(KEYS).filter((key) => !caller.facts.has(key) && values.get(`has_${nameOf(key)}`) === 'true');
  return {
    ...(caller.arn === undefined ? {} : { principal: caller.arn }),
    action: actions[Number(numberOf(values.get('action')))] ?? '',
    resource: textOf('resource', RESOURCE_LENGTH, values),
    context: Object.fromEntries(keys.map((key) => [key, valueOf(key, values)])),
  };
}

function valueOf(key: string, values: Values): string | readonly string[] {
  const name = nameOf(key);
  const { kind, length = 0 } = KEYS[key] ?? { kind: 'bool' };
  switch (kind) {
    case 'text':
      return textOf(name, length, values);
    case 'texts': {
      const texts = Array.from({ length: MOST_VALUES }, (_, index) => textOf(`${name}${index}`, length, values));
      return texts.slice(0, Number(numberOf(values.get(`${name}_count`))));
    }
    case 'bool':
      return String(values.get(name) === 'true');
    case 'number':
      return String(Number(numberOf(values.get(name))) / 1000);
    case 'time':
      return new Date(Math.min(Number(numberOf(values.get(name))), LAST_INSTANT)).toISOString();
    case 'ip':
      return addressOf(numberOf(values.get(name)), values.get(`${name}_six`) === 'true' ? 6 : 4);
  }
}

/** Years have four digits. */
const LAST_INSTANT = Date.parse('9999-12-31T23:59:59.999Z');

function textOf(name: string, length: number, values: Values): string {
  const codes = Array.from({ length }, (_, index) => Number(numberOf(values.get(`${name}_${index}`))));
  const end = codes.indexOf(0);
  return String.fromCharCode(...(end < 0 ? codes : codes.slice(0, end)));
}

/** `#x1f` or `#b01`; what is not mentioned is zero, as good as any. */
function numberOf(literal: string | undefined): bigint {
  return literal === undefined ? 0n : BigInt(`0${literal.slice(1)}`);
}

function addressOf(address: bigint, version: 4 | 6): string {
  const groups = (count: number, width: number, radix: number): string[] =>
    Array.from({ length: count }, (_, index) =>
      ((address >> BigInt(width * (count - 1 - index))) & (2n ** BigInt(width) - 1n)).toString(radix),
    );
  return version === 4 ? groups(4, 8, 10).join('.') : groups(8, 16, 16).join(':');
}
