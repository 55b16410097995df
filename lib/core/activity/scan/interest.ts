import { fromIso } from '../../instant.ts';
import { readsByName, operationOf, serviceOf, UTC_TIME } from '../operation.ts';
import { Answers } from './answers.ts';
import { RecordHead } from './record-head.ts';

/** What makes a record worth parsing; plain values, so that it can be handed to another thread. */
export interface Interest {
  /** Watched operations as `SERVICE:OPERATION`: `iam:CreateUser`. */
  readonly operations: readonly string[];
  /** Those among them of which nothing but a count comes, where AWS took the call and nothing shows an agent. */
  readonly counted: readonly string[];
  /** Texts of actors whose calls are not only counted: what they open may be an agent's, if what they act in is. */
  readonly chained: readonly ActorSign[];
  /** Texts that tell who acted: the record is of interest where the pattern finds something. */
  readonly actors: readonly ActorSign[];
}

/** What in a record may show who acts. */
export interface ActorSign {
  /** Path in the record, one or two names: `userIdentity.arn`. */
  readonly field: string;
  readonly pattern: RegExp;
}

/** A text of a record, and whether it shows what is looked for. */
interface Sign {
  readonly part: number;
  readonly shows: Answers<boolean>;
}

/** `parse`: a parser must see it. Else it is `unrelated`, or a call that is `counted` and nothing more. */
export type ScanVerdict = 'parse' | 'unrelated' | 'counted';

/** Longer texts are names of nothing: they are looked at by the parser. */
const LONGEST = 4096;

/**
 * Tells the records that no row of the table of calls names, and those of which nothing but a count comes, by their bytes
 * alone. It errs on one side only: what it passes over is a well-formed record that the whole parser calls `unrelated`, or
 * reads as a call that AWS took, of an actor without any sign looked for.
 */
export class RecordScan {
  readonly #head: RecordHead;
  readonly #service = new Answers(plainServiceOf);
  readonly #operation = new Answers(operationOf);
  readonly #isTime = new Answers((text) => UTC_TIME.test(text) && fromIso(text) !== undefined);
  readonly #counted: ReadonlySet<string>;
  readonly #watching: Answers<ReadonlySet<string>>;
  readonly #signs: readonly Sign[];
  readonly #chained: readonly Sign[];

  constructor({ operations, counted, chained, actors }: Interest) {
    const fields = [...new Set([...actors, ...chained].map(({ field }) => field))];
    this.#head = new RecordHead([...PARTS, ...fields.filter((field) => !PARTS.includes(field))]);
    this.#counted = new Set(counted);
    const services = servicesByOperation(operations);
    this.#watching = new Answers((text) => services.get(operationOf(text)) ?? unlisted(operationOf(text)));
    this.#signs = this.#signsOf(actors);
    this.#chained = this.#signsOf(chained);
  }

  #signsOf(signs: readonly ActorSign[]): readonly Sign[] {
    return [...Map.groupBy(signs, ({ field }) => field)].map(([field, of]) => {
      const shows = new Answers((text) => of.some(({ pattern }) => pattern.test(text)));
      return { part: this.#head.parts.indexOf(field), shows };
    });
  }

  /** The offset past the record that begins at `from`, or `INVALID` or `INCOMPLETE` (json-bytes.ts). */
  scan(bytes: Uint8Array, from: number, end: number): number {
    return this.#head.scan(bytes, from, end);
  }

  /** What is to be done with the record that was just scanned. */
  verdict(bytes: Uint8Array): ScanVerdict {
    if (!this.#head.isPlain || !this.#has(SOURCE) || !this.#has(NAME)) return 'parse';
    const service = this.#answer(this.#service, bytes, SOURCE);
    if (service === '') return 'parse';
    const isWatched = this.#answer(this.#watching, bytes, NAME).has(service);
    if (isWatched && !this.#isCounted(service, bytes)) return 'parse';
    if (this.#isSigned(this.#signs, bytes)) return 'parse';
    return isWatched ? 'counted' : 'unrelated';
  }

  /** Whether it is one of which only a count comes, and the parser would read all that every call has. */
  #isCounted(service: string, bytes: Uint8Array): boolean {
    if (!this.#counted.has(`${service}:${this.#answer(this.#operation, bytes, NAME)}`)) return false;
    if (this.#head.from(ERROR) >= 0 || this.#isSigned(this.#chained, bytes)) return false;
    return HEADING.every((part) => this.#has(part)) && this.#answer(this.#isTime, bytes, TIME);
  }

  #isSigned(signs: readonly Sign[], bytes: Uint8Array): boolean {
    return signs.some(({ part, shows }) => this.#head.from(part) >= 0 && !this.#isDull(part, shows, bytes));
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

/** Looked for in every record. Of an addendum it is enough that it is there: no object is plain. */
const PARTS: readonly string[] = [
  'eventSource',
  'eventName',
  'eventID',
  'eventTime',
  'recipientAccountId',
  'awsRegion',
  'errorCode',
  'addendum',
];
const [SOURCE, NAME, TIME, ERROR] = [0, 1, 3, 6];
/** What every call has: id, time, account, Region. */
const HEADING = [2, TIME, 4, 5];

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
