import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { printable } from '../lib/core/printable.ts';
import { EXIT } from './exit-codes.ts';
import { OutputClosed, Stop } from './stop.ts';

/** What a command reads from and writes to. */
export interface Streams {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Whether a person sees stderr as it is written. */
  readonly isTerminal: boolean;
  /** A signal that aborts when the user interrupts (Ctrl-C); a command that does not ask for it just dies then. */
  readonly untilInterrupted: () => AbortSignal;
}

/**
 * All that a command writes. Results go to stdout, as JSON (one value a line) or as text; notes and progress to stderr.
 * Text escapes what a terminal would obey: names come from events that anyone may write.
 */
export class Output {
  readonly #streams: Streams;
  #fault: Error | undefined;
  #progress = false;

  constructor(streams: Streams) {
    this.#streams = streams;
    streams.stdout.on('error', (fault) => {
      this.#fault ??= fault;
    });
    // what cannot be told on stderr cannot be told at all
    streams.stderr.on('error', () => {});
  }

  /** One JSON value on a line of its own. */
  async json(value: unknown): Promise<void> {
    await this.#write(`${JSON.stringify(value)}\n`);
  }

  /** One line of text. */
  async text(line = ''): Promise<void> {
    await this.#write(`${printable(line)}\n`);
  }

  /** Text of Ambit's own, with its line breaks: help. Nothing in it comes from input. */
  help(text: string): void {
    this.#streams.stdout.write(text);
  }

  /** A line as it is, from a source that is lines already. */
  async line(line: string): Promise<void> {
    await this.#write(`${line}\n`);
  }

  /** One line for people on stderr. */
  note(line: string): void {
    this.#clearProgress();
    this.#streams.stderr.write(`${printable(line)}\n`);
  }

  /** Whether a person sees how far the work is. */
  get showsProgress(): boolean {
    return this.#streams.isTerminal;
  }

  /** How far the work is: one line on stderr that the next one replaces; nothing where no person looks. */
  progress(line: string): void {
    if (!this.#streams.isTerminal) return;
    this.#progress = true;
    this.#streams.stderr.write(`\r\u001b[K${printable(line)}`);
  }

  /** Waits until all is written; what could not be written is thrown. */
  async end(): Promise<void> {
    this.#clearProgress();
    await this.#write('');
    await new Promise<void>((written) => {
      this.#streams.stdout.write('', () => written());
    });
    this.#throwFault();
  }

  async #write(text: string): Promise<void> {
    this.#throwFault();
    this.#clearProgress();
    if (this.#streams.stdout.write(text)) return;
    try {
      await once(this.#streams.stdout, 'drain');
    } catch (fault) {
      this.#fault ??= fault instanceof Error ? fault : new Error(String(fault));
    }
    this.#throwFault();
  }

  #throwFault(): void {
    const fault = this.#fault;
    if (fault === undefined) return;
    const code = 'code' in fault ? String(fault.code) : '';
    if (code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED') throw new OutputClosed('the output was closed');
    const advice = code === 'ENOSPC' ? 'the disk is full; make room and run it again' : fault.message;
    throw new Stop(EXIT.fault, `the output cannot be written: ${advice}`, { cause: fault });
  }

  #clearProgress(): void {
    if (!this.#progress) return;
    this.#progress = false;
    this.#streams.stderr.write('\r\u001b[K');
  }
}
