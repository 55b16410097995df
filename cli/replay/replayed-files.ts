import type { JsonValue } from '../../lib/core/json.ts';
import type { SkippedRecords } from '../../lib/usecases/replay/replayed-readings.ts';
import { type ReadingProgress, readWatchedRecords } from '../../lib/wiring/read-watched-records.ts';
import type { Context } from '../context.ts';
import { fileProblemLine } from '../text/file-problem-line.ts';
import { progressLine } from './progress-line.ts';

/** The line is written anew no more often than people can read it, in milliseconds. */
const SHOWN_EVERY = 200;

/** The files of a replay: their records, and what of them was not read. What cannot be read is told on stderr, and the rest goes on. */
export class ReplayedFiles {
  readonly #paths: readonly string[];
  readonly #context: Context;
  readonly #begun = performance.now();
  #shown = 0;
  #records = 0;
  #unrelated = 0;
  #counted = 0;
  #problems = 0;

  constructor(paths: readonly string[], context: Context) {
    this.#paths = paths;
    this.#context = context;
  }

  /** Records that were not parsed so far. */
  get skipped(): SkippedRecords {
    return { unrelated: this.#unrelated, counted: this.#counted };
  }

  /** Files or lines that could not be read. */
  get problems(): number {
    return this.#problems;
  }

  /** The records; `shows` says whether people are told how far it is. */
  async *records(shows: 'progress' | 'nothing'): AsyncGenerator<JsonValue> {
    const { stdin, output } = this.#context;
    const show = shows === 'progress' ? (progress: ReadingProgress) => this.#show(progress) : undefined;
    for await (const each of readWatchedRecords(this.#paths, stdin, show)) {
      switch (each.kind) {
        case 'records':
          this.#records += each.records.length + each.unrelated + each.counted;
          this.#unrelated += each.unrelated;
          this.#counted += each.counted;
          yield* each.records;
          break;
        case 'problem':
          this.#problems += 1;
          output.note(`ambit: ${fileProblemLine(each.problem)}`);
          break;
        case 'digests':
          output.note(`ambit: ${each.path}: left out: digest files hold hashes of log files and no records`);
      }
    }
  }

  #show(progress: ReadingProgress): void {
    const now = performance.now();
    if (now - this.#shown < SHOWN_EVERY) return;
    this.#shown = now;
    this.#context.output.progress(progressLine({ ...progress, records: this.#records, elapsed: now - this.#begun }));
  }
}
