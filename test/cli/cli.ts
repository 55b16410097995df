import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { runCli } from '../../cli/run-cli.ts';

/** The public corpora, beside the checkout. */
export const CORPORA = join(import.meta.dirname, '../../../shared/corpora');

/** What a command line came to. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** stdout as JSON lines. */
  readonly json: () => readonly unknown[];
}

class Sink extends Writable {
  readonly chunks: Buffer[] = [];

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.chunks.push(chunk);
    done();
  }

  text(): string {
    return Buffer.concat(this.chunks).toString('utf8');
  }
}

/** Runs a command line in this process. */
export async function ambit(
  args: readonly string[],
  stdin: string | Uint8Array = '',
  untilInterrupted: () => AbortSignal = () => new AbortController().signal,
): Promise<Ran> {
  const [stdout, stderr] = [new Sink(), new Sink()];
  const input = Readable.from([Buffer.from(stdin)]);
  const code = await runCli(args, { stdin: input, stdout, stderr, isTerminal: false, untilInterrupted });
  const json = () =>
    stdout
      .text()
      .split('\n')
      .filter((line) => line !== '')
      .map((line): unknown => JSON.parse(line));
  return { code, stdout: stdout.text(), stderr: stderr.text(), json };
}

/** Runs work in a folder of its own that holds these files (texts as they are, all else as JSON); it is removed afterwards. */
export async function withFiles<T>(
  files: Readonly<Record<string, unknown>>,
  work: (path: (name: string) => string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'ambit-cli-'));
  try {
    for (const [name, content] of Object.entries(files)) {
      const isWritten = typeof content === 'string' || content instanceof Uint8Array;
      writeFileSync(join(folder, name), isWritten ? content : JSON.stringify(content));
    }
    return await work((name) => join(folder, name));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
