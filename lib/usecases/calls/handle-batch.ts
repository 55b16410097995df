import type { Reading } from '../../core/activity/call.ts';
import { CALLS_AT_ONCE } from '../../core/calls-at-once.ts';
import { recordsIn } from '../../core/activity/containers.ts';
import { readRecord } from '../../core/activity/read-record.ts';
import { turnOf } from '../../core/activity/turn-of.ts';
import type { JsonValue } from '../../core/json.ts';
import type { Turns } from '../../ports/turns.ts';
import type { HandledReading } from './handle-reading.ts';

/** A message of the queue of calls: an id of the queue's, and its body, whatever that is. */
export interface Message {
  readonly id: string;
  readonly body: string;
}

/** One record of a message, and what came of it. */
export interface HandledRecord {
  readonly reading: Reading;
  readonly outcome: HandledReading;
}

/** One record, and the message that it came in. */
export interface Piece {
  readonly message: Message;
  readonly reading: Reading;
}

/** How each record of a batch is handled, and who is told of the outcome. */
export interface BatchDeps {
  readonly turns: Turns;
  /** What a record has to wait for by itself: before its turn, so that no other one waits with it. */
  readonly ready: (reading: Reading) => Promise<void>;
  readonly handle: (reading: Reading) => Promise<HandledReading>;
  /** Is told of each record that was handled. */
  readonly handled: (record: HandledRecord) => void;
  /** Is told of each record that could not be handled. */
  readonly failed: (piece: Piece, fault: unknown) => void;
}

/**
 * Handles the records of a batch of messages: those about one subject in the order of their times, one after the other;
 * different subjects side by side. Answers with the ids of the messages that are not done with: one that failed is
 * delivered again, one that cannot be read ends as a dead letter. One record that fails does not fail the others.
 */
export async function handleBatch(messages: readonly Message[], deps: BatchDeps): Promise<readonly string[]> {
  const failed = new Set<string>();
  const pieces = (await Promise.all(messages.map(piecesOf))).flat();
  // who has no turn waits for nobody
  const left = [...Map.groupBy(pieces, (piece) => turnOfReading(piece.reading) ?? piece)];
  async function work(): Promise<void> {
    for (let turn = left.shift(); turn !== undefined; turn = left.shift()) {
      const [subject, ofTurn] = turn;
      const messages = await handleTurn(typeof subject === 'string' ? subject : undefined, ofTurn, deps);
      for (const { id } of messages) failed.add(id);
    }
  }
  await Promise.all(Array.from({ length: CALLS_AT_ONCE }, work));
  return [...failed];
}

/** What no JSON is, is handed on as text: it becomes a finding like any record that cannot be read. */
async function piecesOf(message: Message): Promise<readonly Piece[]> {
  const records = recordsIn(parsed(message.body));
  return Promise.all(records.map(async (record) => ({ message, reading: await readingOf(record) })));
}

/** Most functions only ever meet calls of IAM: what tells of all others is loaded when the first of them comes. */
async function readingOf(record: JsonValue): Promise<Reading> {
  let othersAsked = false;
  const reading = readRecord(record, () => {
    othersAsked = true;
    return [];
  });
  if (!othersAsked) return reading;
  const { readCall } = await import('../../core/activity/read-call.ts');
  return readCall(record);
}

// JSON.parse returns any; what it returns is a JsonValue by definition
const parseJson: (text: string) => JsonValue = JSON.parse;

function parsed(body: string): JsonValue {
  try {
    return parseJson(body);
  } catch {
    return body;
  }
}

/** Undefined: a record which nothing has to wait for. */
function turnOfReading(reading: Reading): string | undefined {
  return reading.kind === 'call' ? turnOf(reading.call) : undefined;
}

function timeOf({ reading }: Piece): number {
  return reading.kind === 'call' ? reading.call.time : 0;
}

/** What cannot be read is a finding, and goes where dead letters are kept: people may want to see it, or to bring it back. */
function isDeadLetter(reading: Reading): boolean {
  return reading.kind === 'unreadable' && reading.problem.call === undefined;
}

/** The messages of which a record failed. */
async function handleTurn(
  subject: string | undefined,
  pieces: readonly Piece[],
  deps: BatchDeps,
): Promise<readonly Message[]> {
  const left = pieces.toSorted((one, other) => timeOf(one) - timeOf(other));
  const failed: Message[] = [];
  async function work(): Promise<void> {
    for (let piece = left.shift(); piece !== undefined; piece = left.shift()) {
      try {
        deps.handled({ reading: piece.reading, outcome: await deps.handle(piece.reading) });
        if (isDeadLetter(piece.reading)) failed.push(piece.message);
      } catch (fault) {
        failed.push(piece.message);
        deps.failed(piece, fault);
      }
    }
  }
  try {
    await Promise.all(left.map(({ reading }) => deps.ready(reading)));
    await (subject === undefined ? work() : deps.turns.inTurn(subject, work));
  } catch (fault) {
    failAll(left, fault);
  }
  return failed;

  function failAll(pieces: readonly Piece[], fault: unknown): void {
    for (const piece of pieces) {
      failed.push(piece.message);
      deps.failed(piece, fault);
    }
  }
}
