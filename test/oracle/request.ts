import type { Caller } from './callers.ts';
import { NotEncoded, isArn } from './patterns.ts';
import { type Script, type Smt, FALSE, TRUE, and, bits, not, or } from './smt.ts';
import { type Text, constantText, declareText } from './texts.ts';

/** What a context key holds: whether it is there, and its value, whose form follows from the key. */
export type KeyValue = { readonly has: Smt } & (
  | { readonly kind: 'text'; readonly text: Text }
  | { readonly kind: 'texts'; readonly texts: readonly Text[]; readonly count: Smt }
  | { readonly kind: 'bool'; readonly value: Smt }
  | { readonly kind: 'number' | 'time'; readonly value: Smt }
  | { readonly kind: 'ip'; readonly isSix: Smt; readonly value: Smt }
);

interface KeyForm {
  readonly kind: KeyValue['kind'];
  /** Of texts: the most letters. */
  readonly length?: number;
  readonly form?: 'arn';
}

/** Every context key of the oracle, and the form of its value. */
export const KEYS: Readonly<Record<string, KeyForm>> = {
  'aws:useragent': { kind: 'text', length: 8 },
  'example:blob': { kind: 'text', length: 6 },
  'example:text': { kind: 'text', length: 26 },
  'aws:principaltag/t': { kind: 'text', length: 4 },
  'aws:username': { kind: 'text', length: 4 },
  'aws:principalorgid': { kind: 'text', length: 4 },
  'aws:sourcearn': { kind: 'text', length: 26, form: 'arn' },
  'aws:principalarn': { kind: 'text', length: 44, form: 'arn' },
  'aws:securetransport': { kind: 'bool' },
  'aws:principalisawsservice': { kind: 'bool' },
  's3:max-keys': { kind: 'number' },
  'aws:currenttime': { kind: 'time' },
  'aws:sourceip': { kind: 'ip' },
  'aws:tagkeys': { kind: 'texts', length: 4 },
};

/** Bits of a number in thousandths, of milliseconds since 1970, of an address, of small counts. */
export const WIDTHS = { number: 16, time: 48, ip: 128, count: 8 } as const;

/** The most letters of a resource, and values of aws:TagKeys. */
export const RESOURCE_LENGTH = 48;
/** So many values a key has at the most. */
export const MOST_VALUES = 4;

/** One unknown request by a known caller. */
export class Request {
  readonly script: Script;
  readonly caller: Caller;
  readonly resource: Text;
  private readonly values = new Map<string, KeyValue>();

  constructor(script: Script, caller: Caller) {
    this.script = script;
    this.caller = caller;
    this.resource = declareText(script, 'resource', RESOURCE_LENGTH);
  }

  /** The value of a key (lower case); what is known of the caller is fixed. */
  valueOf(key: string): KeyValue {
    const known = this.values.get(key);
    if (known !== undefined) return known;
    const value = this.caller.facts.has(key) ? this.fixed(key) : this.unknown(key);
    this.values.set(key, value);
    return value;
  }

  /** The value of a key that holds one text. */
  textOf(key: string): { readonly has: Smt; readonly text: Text } {
    const value = this.valueOf(key);
    if (value.kind !== 'text') throw new NotEncoded(`\${${key}}`);
    return value;
  }

  private fixed(key: string): KeyValue {
    const text = this.caller.facts.get(key);
    const has = text === undefined ? FALSE : TRUE;
    return KEYS[key]?.kind === 'bool'
      ? { has, kind: 'bool', value: text === 'true' ? TRUE : FALSE }
      : { has, kind: 'text', text: constantText(text ?? '') };
  }

  private unknown(key: string): KeyValue {
    const { script } = this;
    const form = KEYS[key];
    if (form === undefined) throw new NotEncoded(`the key ${key}`);
    const name = nameOf(key);
    const has = script.declare(`has_${name}`, 'Bool');
    const { kind, length = 0 } = form;
    switch (kind) {
      case 'text': {
        const text = declareText(script, name, length);
        if (form.form === 'arn') script.assert(or([not(has), isArn(text, this)]));
        return { kind, has, text };
      }
      case 'texts':
        return { kind, has, ...this.unknownTexts(name, has, length) };
      case 'bool':
        return { kind, has, value: script.declare(name, 'Bool') };
      case 'number':
      case 'time':
        return { kind, has, value: script.declare(name, `(_ BitVec ${WIDTHS[kind]})`) };
      case 'ip': {
        const isSix = script.declare(`${name}_six`, 'Bool');
        const value = script.declare(name, `(_ BitVec ${WIDTHS.ip})`);
        script.assert(or([isSix, `(bvult ${value} ${bits(2n ** 32n, WIDTHS.ip)})`]));
        return { kind, has, isSix, value };
      }
    }
  }

  private unknownTexts(name: string, has: Smt, length: number): { texts: readonly Text[]; count: Smt } {
    const count = this.script.declare(`${name}_count`, `(_ BitVec ${WIDTHS.count})`);
    const [none, most] = [bits(0, WIDTHS.count), bits(MOST_VALUES, WIDTHS.count)];
    this.script.assert(and([`(= ${has} (bvult ${none} ${count}))`, `(bvule ${count} ${most})`]));
    const texts = Array.from({ length: MOST_VALUES }, (_, index) =>
      declareText(this.script, `${name}${index}`, length),
    );
    return { texts, count };
  }
}

/** The part of an SMT name that stands for a key. */
export function nameOf(key: string): string {
  return key.replaceAll(/[^a-z0-9]/g, '');
}
