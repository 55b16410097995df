/** Where a text stops being JSON: line and column from 1, and what stands there. */
export interface JsonFault {
  readonly line: number;
  readonly column: number;
  /** For people: `got "}", expected a value`. */
  readonly detail: string;
}

/** Deeper nesting than this is not followed: whoever reads it refuses it before. */
const DEEPEST = 1000;

/** Where a text that is no JSON (RFC 8259) goes wrong first; undefined: it is JSON, or nested deeper than anyone writes. */
export function jsonFaultOf(text: string): JsonFault | undefined {
  const scanner = new Scanner(text);
  scanner.value(0);
  if (scanner.fault === undefined && scanner.peek() !== '') scanner.fail('the end of the text');
  const { fault } = scanner;
  if (fault === undefined || fault.expected === '') return undefined;
  const before = text.slice(0, fault.offset).split('\n');
  const column = (before.at(-1) ?? '').length + 1;
  return { line: before.length, column, detail: `got ${shown(text, fault.offset)}, expected ${fault.expected}` };
}

const SPACE = /[ \t\r\n]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const WORD = /true|false|null/y;

const BACKSLASH = 0x5c;
/** Below are control characters, which no string may hold as they are. */
const FIRST_PRINTABLE = 0x20;

class Scanner {
  fault: { readonly offset: number; readonly expected: string } | undefined;
  readonly #text: string;
  #offset: number;

  constructor(text: string) {
    this.#text = text;
    // readers tolerate a byte order mark
    this.#offset = text.startsWith('\u{feff}') ? 1 : 0;
  }

  /** The next character that is no white space; empty at the end. */
  peek(): string {
    this.#take(SPACE);
    return this.#text.charAt(this.#offset);
  }

  fail(expected: string): void {
    this.fault ??= { offset: this.#offset, expected };
  }

  value(depth: number): void {
    const next = this.peek();
    if (depth > DEEPEST) this.fail('');
    else if (next === '{') this.#members(depth, '}');
    else if (next === '[') this.#members(depth, ']');
    else if (next === '"') this.#string();
    else if (!this.#take(NUMBER) && !this.#take(WORD)) this.fail('a value');
  }

  #members(depth: number, end: '}' | ']'): void {
    this.#offset += 1;
    if (this.#next(end)) return;
    while (this.fault === undefined) {
      if (end === '}') this.#name();
      if (this.fault === undefined) this.value(depth + 1);
      if (this.fault !== undefined || this.#next(end)) return;
      if (!this.#next(',')) this.fail(`"," or "${end}"`);
    }
  }

  #name(): void {
    if (this.peek() !== '"') this.fail('a name in double quotes');
    else this.#string();
    if (this.fault === undefined && !this.#next(':')) this.fail('":"');
  }

  /** The fault is where the string should have been closed, or at a bad escape. */
  #string(): void {
    this.#offset += 1;
    while (!this.#skip('"')) {
      const code = this.#text.charCodeAt(this.#offset);
      if (code === BACKSLASH) {
        if (!this.#take(ESCAPE)) return this.fail('an escape that JSON knows');
      } else if (code >= FIRST_PRINTABLE) this.#offset += 1;
      else return this.fail('the string to be closed by "');
    }
  }

  /** Takes a mark, and white space before it. */
  #next(mark: string): boolean {
    this.#take(SPACE);
    return this.#skip(mark);
  }

  #skip(mark: string): boolean {
    if (this.#text.charAt(this.#offset) !== mark) return false;
    this.#offset += 1;
    return true;
  }

  #take(pattern: RegExp): boolean {
    pattern.lastIndex = this.#offset;
    const found = pattern.test(this.#text);
    if (found) this.#offset = pattern.lastIndex;
    return found;
  }
}

/** What stands at an offset, short. */
function shown(text: string, offset: number): string {
  if (offset >= text.length) return 'the end of the text';
  const word = /^[\w.+-]{1,20}/.exec(text.slice(offset, offset + 20))?.[0];
  return JSON.stringify(word ?? String.fromCodePoint(text.codePointAt(offset) ?? 0));
}
