import {
  afterBlank,
  afterPlainText,
  afterString,
  afterValue,
  CLOSE_OBJECT,
  COMMA,
  INCOMPLETE,
  INVALID,
  OPEN_OBJECT,
  QUOTE,
  valueOfMember,
} from './json-bytes.ts';

/** A member whose text is kept (`slot`), or whose own members are looked at (`inside`). */
interface Wanted {
  readonly name: Uint8Array;
  readonly slot: number;
  readonly inside: WantedNames;
}

/** Wanted members by the length of their names: most names have a length that none has. */
type WantedNames = readonly (readonly Wanted[] | undefined)[];

/**
 * The few texts of a record that say whether it is of interest, found in its bytes without parsing it. One is used for
 * many records: it is filled anew by each scan.
 */
export class RecordHead {
  readonly #parts: readonly string[];
  readonly #wanted: WantedNames;
  /** For each slot where its text begins and ends; -1: the record has none. */
  readonly #from: Int32Array;
  readonly #to: Int32Array;
  readonly #seen: Uint8Array;
  #isPlain = true;

  /** `parts`: paths of member names, `eventName` or `userIdentity.arn`; each is known by its place in the list. */
  constructor(parts: readonly string[]) {
    this.#parts = parts;
    const parents = [...new Set(parts.flatMap((part) => part.split('.').slice(0, -1)))];
    this.#wanted = wantedIn(parts, parents);
    const slots = parts.length + parents.length;
    this.#from = new Int32Array(slots);
    this.#to = new Int32Array(slots);
    this.#seen = new Uint8Array(slots);
  }

  /** The offset past the record that begins at `from`, `INVALID` or `INCOMPLETE`. */
  scan(bytes: Uint8Array, from: number, end: number): number {
    this.#from.fill(-1);
    this.#to.fill(-1);
    this.#seen.fill(0);
    this.#isPlain = true;
    if (from >= end) return INCOMPLETE;
    if (bytes[from] === OPEN_OBJECT) return this.#afterMembers(bytes, from + 1, end, this.#wanted);
    this.#isPlain = false;
    return afterValue(bytes, from, end);
  }

  /**
   * Whether the texts are what a parser would find. Not where a name is escaped, written twice or in other letters, or a
   * part is neither a text nor null, or a text is escaped or has letters beyond ASCII.
   */
  get isPlain(): boolean {
    return this.#isPlain;
  }

  /** Where the text of a part begins, -1 where the record has none. */
  from(part: number): number {
    return this.#from[part] ?? -1;
  }

  to(part: number): number {
    return this.#to[part] ?? -1;
  }

  get parts(): readonly string[] {
    return this.#parts;
  }

  #afterMembers(bytes: Uint8Array, from: number, end: number, wanted: WantedNames): number {
    let at = afterBlank(bytes, from, end);
    if (at < end && bytes[at] === CLOSE_OBJECT) return at + 1;
    for (;;) {
      if (at >= end) return INCOMPLETE;
      if (bytes[at] !== QUOTE) return INVALID;
      const name = at + 1;
      at = afterPlainText(bytes, name, end);
      let found: Wanted | undefined;
      if (at < end && bytes[at] === QUOTE) {
        found = this.#wantedAs(bytes, name, at, wanted);
        at += 1;
      } else {
        this.#isPlain = false;
        at = afterString(bytes, name, end);
        if (at < 0) return at;
      }
      at = valueOfMember(bytes, at, end);
      if (at < 0) return at;
      at = found === undefined ? afterValue(bytes, at, end) : this.#afterWanted(bytes, at, end, found);
      if (at < 0) return at;
      at = afterBlank(bytes, at, end);
      if (at >= end) return INCOMPLETE;
      if (bytes[at] === CLOSE_OBJECT) return at + 1;
      if (bytes[at] !== COMMA) return INVALID;
      at = afterBlank(bytes, at + 1, end);
    }
  }

  /** The wanted member of this name. A name that a reader might take for one makes the head not plain. */
  #wantedAs(bytes: Uint8Array, from: number, to: number, wanted: WantedNames): Wanted | undefined {
    const candidates = wanted[to - from];
    if (candidates === undefined) return undefined;
    for (const each of candidates) {
      const likeness = likenessOf(bytes, from, each.name);
      if (likeness === 'same') return each;
      if (likeness === 'same-letters') this.#isPlain = false;
    }
    return undefined;
  }

  #afterWanted(bytes: Uint8Array, from: number, end: number, { slot, inside }: Wanted): number {
    if (this.#seen[slot] === 1) this.#isPlain = false;
    this.#seen[slot] = 1;
    if (inside.length > 0) {
      return bytes[from] === OPEN_OBJECT
        ? this.#afterMembers(bytes, from + 1, end, inside)
        : afterValue(bytes, from, end);
    }
    if (bytes[from] === QUOTE) return this.#afterText(bytes, from + 1, end, slot);
    if (bytes[from] !== NULL) this.#isPlain = false;
    return afterValue(bytes, from, end);
  }

  /** Past the text of a part, from behind its opening quote. */
  #afterText(bytes: Uint8Array, from: number, end: number, slot: number): number {
    let to = afterPlainText(bytes, from, end);
    if (to >= end || bytes[to] !== QUOTE) {
      this.#isPlain = false;
      const after = afterString(bytes, to, end);
      if (after < 0) return after;
      to = after - 1;
    }
    this.#from[slot] = from;
    this.#to[slot] = to;
    return to + 1;
  }
}

function wantedIn(parts: readonly string[], parents: readonly string[]): WantedNames {
  const own = (part: string, slot: number): Wanted => ({ name: bytesOf(part), slot, inside: [] });
  const top = parts.flatMap((part, slot) => (part.includes('.') ? [] : [own(part, slot)]));
  const nested = parents.map((parent, index): Wanted => {
    const inside = parts.flatMap((part, slot) =>
      part.startsWith(`${parent}.`) ? [own(part.slice(parent.length + 1), slot)] : [],
    );
    return { name: bytesOf(parent), slot: parts.length + index, inside: byLength(inside) };
  });
  return byLength([...top, ...nested]);
}

function byLength(wanted: readonly Wanted[]): WantedNames {
  const longest = Math.max(0, ...wanted.map(({ name }) => name.length));
  return Array.from({ length: longest + 1 }, (_, length) => {
    const some = wanted.filter(({ name }) => name.length === length);
    return some.length === 0 ? undefined : some;
  });
}

/** What `null` begins with. */
const NULL = 0x6e;

/** The bit that tells small letters of ASCII from capitals. */
const SMALL = 0x20;

function likenessOf(bytes: Uint8Array, from: number, name: Uint8Array): 'same' | 'same-letters' | 'other' {
  let likeness: 'same' | 'same-letters' = 'same';
  for (let index = 0; index < name.length; index += 1) {
    const [one, other] = [bytes[from + index] ?? 0, name[index] ?? 0];
    if (one === other) continue;
    if ((one | SMALL) !== (other | SMALL)) return 'other';
    likeness = 'same-letters';
  }
  return likeness;
}

function bytesOf(name: string): Uint8Array {
  return Uint8Array.from(name, (letter) => letter.charCodeAt(0));
}
