import { readsByName, operationOf, serviceOf } from '../operation.ts';
import { Answers } from './answers.ts';
import { RecordHead } from './record-head.ts';

/** What makes a record worth parsing; plain values, so that it can be handed to another thread. */
export interface Interest {
  /** Watched operations as `SERVICE:OPERATION`: `iam:CreateUser`. */
  readonly operations: readonly string[];
  /** Texts that tell who acted: the record is of interest where the pattern finds something. */
  readonly actors: readonly ActorSign[];
}

export interface ActorSign {
  /** Path in the record, one or two names: `userIdentity.arn`. */
  readonly field: string;
  readonly pattern: RegExp;
}

/** Longer texts are names of nothing: they are looked at by the parser. */
const LONGEST = 4096;

/**
 * Tells the records that no row of the table of calls names, by their bytes alone. It errs on one side only: what it
 * passes over is a well-formed record that the whole parser calls `unrelated`, of an actor without any sign looked for.
 */
export class RecordScan {
  readonly #head: RecordHead;
  readonly #service = new Answers(plainServiceOf);
  readonly #watching: Answers<ReadonlySet<string>>;
  readonly #signs: readonly { readonly part: number; readonly shows: Answers<boolean> }[];

  constructor({ operations, actors }: Interest) {
    const fields = [...new Set(actors.map(({ field }) => field))];
    this.#head = new RecordHead(['eventSource', 'eventName', ...fields]);
    const services = servicesByOperation(operations);
    this.#watching = new Answers((text) => services.get(operationOf(text)) ?? unlisted(operationOf(text)));
    this.#signs = fields.map((field) => {
      const patterns = actors.filter((sign) => sign.field === field).map(({ pattern }) => pattern);
      const shows = new Answers((text) => patterns.some((pattern) => pattern.test(text)));
      return { part: this.#head.parts.indexOf(field), shows };
    });
  }

  /** The offset past the record that begins at `from`, or `INVALID` or `INCOMPLETE` (json-bytes.ts). */
  scan(bytes: Uint8Array, from: number, end: number): number {
    return this.#head.scan(bytes, from, end);
  }

  /** Whether the record that was just scanned is to be parsed. */
  isOfInterest(bytes: Uint8Array): boolean {
    if (!this.#head.isPlain || !this.#has(SOURCE) || !this.#has(NAME)) return true;
    const service = this.#answer(this.#service, bytes, SOURCE);
    if (service === '' || this.#answer(this.#watching, bytes, NAME).has(service)) return true;
    return this.#signs.some(({ part, shows }) => this.#head.from(part) >= 0 && !this.#isDull(part, shows, bytes));
  }

  #isDull(part: number, shows: Answers<boolean>, bytes: Uint8Array): boolean {
    return this.#length(part) <= LONGEST && !this.#answer(shows, bytes, part);
  }

  #has(part: number): boolean {
    const length = this.#length(part);
    return length > 0 && length <= LONGEST;
  }

  #length(part: number): number {
    return this.#head.to(part) - this.#head.from(part);
  }

  #answer<T>(answers: Answers<T>, bytes: Uint8Array, part: number): T {
    return answers.of(bytes, this.#head.from(part), this.#head.to(part));
  }
}

const SOURCE = 0;
const NAME = 1;

/** Sources such as `aws:sqs` are those of messages around records; they and all that is odd are left to the parser. */
function plainServiceOf(source: string): string {
  const service = serviceOf(source) ?? '';
  return /^[a-z0-9-]+$/.test(service) ? service : '';
}

const NOWHERE: ReadonlySet<string> = new Set();
const IN_IAM: ReadonlySet<string> = new Set(['iam']);

/** IAM is watched whole: what is in no row and does not read by its name changes something that is not known. */
function unlisted(operation: string): ReadonlySet<string> {
  return readsByName(operation) ? NOWHERE : IN_IAM;
}

function servicesByOperation(operations: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const services = new Map<string, Set<string>>();
  for (const each of operations) {
    const [service = '', operation = ''] = each.split(':');
    const known = services.get(operation) ?? new Set(unlisted(operation));
    services.set(operation, known.add(service));
  }
  return services;
}
