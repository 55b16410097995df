import { performance } from 'node:perf_hooks';
import { isJsonObject, type JsonObject, type JsonValue } from '../lib/core/json.ts';
import { jsonFaultOf } from '../lib/core/json-fault.ts';
import { decodeDocument } from '../lib/core/policy/decode.ts';
import type { PolicyProblem } from '../lib/core/policy/problem.ts';
import type { Result } from '../lib/core/result.ts';
import type { Context } from './context.ts';
import { EXIT, type ExitCode, worstOf } from './exit-codes.ts';
import { LONGEST_INPUT, linesOfInput, problemsText } from './inputs.ts';
import { messageOf } from './stop.ts';

/** What a batch line comes to: the members of its answer, and the exit code that it asks for by itself. */
export interface Answer {
  readonly members: JsonObject;
  readonly exit: ExitCode;
}

/** Answers one line of a batch, without its id; refused with what is wrong with it. */
export type AnswerLine = (line: JsonObject) => Result<Answer, string>;

type Id = string | number | null;

/**
 * Answers JSON lines one by one, in order and in constant memory: `{"id", …, "micros"}`, or `{"id","error"}` for a line that
 * is at fault. Nothing stops the run; its exit code is the worst of its lines.
 */
export async function answerBatch(path: string, context: Context, answer: AnswerLine): Promise<ExitCode> {
  const codes = new Set<ExitCode>();
  let count = 0;
  for await (const line of linesOfInput(path, context.stdin)) {
    if (line.kind === 'line' && line.text.trim() === '') continue;
    const text = line.kind === 'line' ? line.text : undefined;
    const { members, exit } = text === undefined ? tooLong() : answerOne(text, answer);
    codes.add(exit);
    await context.output.json(members);
    count += 1;
    if (count % 1000 === 0) context.output.progress(`${count} lines answered`);
  }
  return worstOf(codes);
}

function answerOne(text: string, answer: AnswerLine): Answer {
  const start = performance.now();
  const read = decodeDocument(text, LONGEST_INPUT);
  if (!read.ok) return refused(idOfBroken(text), brokenText(text, read.error));
  if (!isJsonObject(read.value)) return refused(null, 'document: not an object, expected {"id", …}');
  const id = idOf(read.value['id']);
  try {
    const answered = answer(read.value);
    if (!answered.ok) return refused(id, answered.error);
    const micros = Math.round((performance.now() - start) * 1000);
    return { members: { id, ...answered.value.members, micros }, exit: answered.value.exit };
  } catch (fault) {
    return { members: { id, error: `ambit failed on this line: ${messageOf(fault)}` }, exit: EXIT.fault };
  }
}

function brokenText(text: string, problem: PolicyProblem): string {
  const broken = jsonFaultOf(text);
  return broken === undefined ? problemsText([problem]) : `column ${broken.column}: broken JSON: ${broken.detail}`;
}

function tooLong(): Answer {
  return refused(null, `document: more than ${LONGEST_INPUT} characters, expected one comparison a line`);
}

function refused(id: Id, error: string): Answer {
  return { members: { id, error }, exit: EXIT.badInput };
}

function idOf(value: JsonValue | undefined): Id {
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}

/** The id of a line that is no JSON, where it still can be told: it stands in front of all else. */
function idOfBroken(text: string): Id {
  const id = /^\s*\{\s*"id"\s*:\s*("(?:[^"\\]|\\.)*"|-?\d+)\s*,/.exec(text)?.[1];
  if (id === undefined) return null;
  const read = decodeDocument(id);
  return read.ok ? idOf(read.value) : null;
}
