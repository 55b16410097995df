import type { JsonValue } from '../../core/json.ts';

/** A log file that is not what CloudTrail writes: `{"Records":[…]}`. */
export class BrokenLogFile extends Error {
  override readonly name = 'BrokenLogFile';
}

/** CloudTrail's records have at most 256 KB; several times that leaves room for how they are written. */
const LONGEST_RECORD = 4_000_000;

const QUOTE = 34;
const BACKSLASH = 92;
const OPENING: ReadonlySet<number> = new Set([91, 123]);
const CLOSING: ReadonlySet<number> = new Set([93, 125]);
/** Records are opened inside of `{"Records":[`. */
const DEPTH_OF_RECORDS = 2;

/**
 * The records of one log file, one after the other: never more than one is held in memory.
 * @throws BrokenLogFile where the file ends early, is no such file, or has a record of more than 4,000,000 characters
 */
export async function* recordsInStream(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<JsonValue> {
  const decoder = new TextDecoder();
  const cutter = new RecordCutter();
  for await (const chunk of bytes) yield* parsedRecords(cutter.cut(decoder.decode(chunk, { stream: true })));
  yield* parsedRecords(cutter.cut(decoder.decode()));
  cutter.end();
}

function* parsedRecords(texts: Iterable<string>): Generator<JsonValue> {
  for (const text of texts) yield parsed(text);
}

// JSON.parse returns any; what it returns is a JsonValue by definition
const parseJson: (text: string) => JsonValue = JSON.parse;

function parsed(text: string): JsonValue {
  try {
    return parseJson(text);
  } catch (cause) {
    throw new BrokenLogFile('a record is no JSON', { cause });
  }
}

/** Cuts the texts of records out of a text that comes in pieces. */
class RecordCutter {
  #depth = 0;
  #inString = false;
  #escaped = false;
  #isFile = false;
  #isList = false;
  /** The part of a record that came with earlier pieces; undefined: no record is open. */
  #begun: string | undefined;

  *cut(piece: string): Generator<string> {
    let start = 0;
    for (let index = 0; index < piece.length; index += 1) {
      const code = piece.charCodeAt(index);
      if (this.#isInString(code)) continue;
      if (OPENING.has(code)) {
        if (this.#depth === DEPTH_OF_RECORDS && this.#begun === undefined) {
          this.#begun = '';
          start = index;
        }
        this.#open(piece.charAt(index));
      } else if (CLOSING.has(code)) {
        this.#depth -= 1;
        if (this.#begun === undefined || this.#depth !== DEPTH_OF_RECORDS) continue;
        yield this.#begun + piece.slice(start, index + 1);
        this.#begun = undefined;
      }
    }
    if (this.#begun === undefined) return;
    this.#begun += piece.slice(start);
    if (this.#begun.length > LONGEST_RECORD) {
      throw new BrokenLogFile(`a record has more than ${LONGEST_RECORD} characters`);
    }
  }

  end(): void {
    if (!this.#isFile || !this.#isList) throw new BrokenLogFile('it has no list of records');
    if (this.#depth !== 0 || this.#inString) throw new BrokenLogFile('it ends in the middle');
  }

  #isInString(code: number): boolean {
    if (!this.#inString) {
      this.#inString = code === QUOTE;
      return this.#inString;
    }
    if (this.#escaped) this.#escaped = false;
    else if (code === BACKSLASH) this.#escaped = true;
    else if (code === QUOTE) this.#inString = false;
    return true;
  }

  #open(bracket: string): void {
    if (this.#depth === 0) this.#isFile = bracket === '{';
    if (this.#depth === 1) this.#isList = bracket === '[';
    this.#depth += 1;
    if (!this.#isFile || (this.#depth > 1 && !this.#isList)) throw new BrokenLogFile('it has no list of records');
  }
}
