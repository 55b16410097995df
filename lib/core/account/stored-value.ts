import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { formOf, isList } from '../policy/parse-texts.ts';
import { placeOf } from '../policy/problem.ts';
import type { AccountProblem } from './account-problem.ts';

/**
 * A value of a stored document, read as what it is asked to be. Where it is something else there is a placeholder, and a
 * problem: what was read counts only where the root has no `problem` at the end. It does without zod, which would be a
 * large part of what every function loads.
 */
export class StoredValue {
  readonly #value: JsonValue | undefined;
  readonly #parent: StoredValue | undefined;
  readonly #step: string | number;
  #problem: AccountProblem | undefined;

  /** The root of a document; `parent` and `step` say where a part of it is. */
  constructor(value: JsonValue | undefined, parent?: StoredValue, step: string | number = '') {
    this.#value = value;
    this.#parent = parent;
    this.#step = step;
  }

  /** The first problem met, which the root has. */
  get problem(): AccountProblem | undefined {
    return this.#problem;
  }

  /** Any JSON, but it must be there. */
  json(): JsonValue {
    return this.#value === undefined ? this.#wanted('a JSON value', null) : this.#value;
  }

  text(): string {
    return typeof this.#value === 'string' ? this.#value : this.#wanted('a string', '');
  }

  number(): number {
    return typeof this.#value === 'number' ? this.#value : this.#wanted('a number', 0);
  }

  flag(): boolean {
    return typeof this.#value === 'boolean' ? this.#value : this.#wanted('true or false', false);
  }

  /** One of these values. */
  oneOf<T extends string | true>(...wanted: readonly [T, ...T[]]): T {
    const found = wanted.find((each) => each === this.#value);
    return found ?? this.#wanted(wanted.map((each) => JSON.stringify(each)).join(' or '), wanted[0]);
  }

  list<T>(read: (item: StoredValue) => T): readonly T[] {
    if (this.#value === undefined || !isList(this.#value)) return this.#wanted('a list', []);
    return this.#value.map((item, index) => read(new StoredValue(item, this, index)));
  }

  /** A map, which is stored as a list of pairs. */
  pairs<T>(read: (value: StoredValue) => T): ReadonlyMap<string, T> {
    return new Map(
      this.list((pair): [string, T] => {
        const [key, value] = pair.list((part) => part);
        return [
          key?.text() ?? pair.#wanted('a name and a value', ''),
          read(value ?? new StoredValue(undefined, pair, 1)),
        ];
      }),
    );
  }

  /** The member of an object; of anything else a value that is not there. */
  member(name: string): StoredValue {
    const members: JsonObject = isJsonObject(this.#value) ? this.#value : this.#wanted('an object', {});
    return new StoredValue(Object.hasOwn(members, name) ? members[name] : undefined, this, name);
  }

  /** What is read of a member, if the object has it: `{}` if it has not. */
  maybe<T extends object>(name: string, read: (value: StoredValue) => T): T | Record<string, never> {
    const value = this.member(name);
    return value.#value === undefined ? {} : read(value);
  }

  #wanted<T>(form: string, placeholder: T): T {
    const root = this.#root();
    const got = this.#value === undefined ? 'nothing' : formOf(this.#value);
    root.#problem ??= {
      code: 'WRONG_SHAPE',
      place: this.#place() || 'document',
      detail: `expected ${form}, got ${got}`,
    };
    return placeholder;
  }

  #root(): StoredValue {
    return this.#parent === undefined ? this : this.#parent.#root();
  }

  #place(): string {
    if (this.#parent === undefined) return '';
    const parent = this.#parent.#place();
    return typeof this.#step === 'number' ? `${parent}[${this.#step}]` : placeOf(parent, this.#step);
  }
}
