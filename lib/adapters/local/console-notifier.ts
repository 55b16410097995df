import type { Finding } from '../../core/governance/finding.ts';
import { printable } from '../../core/printable.ts';
import type { Notifier } from '../../ports/notifier.ts';

/** What lines are written to: a Node stream, or anything that says when a text was taken. */
export interface LineSink {
  write(text: string, done: (fault?: Error | null) => void): unknown;
}

/** Writes one line for each announcement. Names come from events that anyone may write: what is not printable is escaped. */
export class ConsoleNotifier implements Notifier {
  readonly channel = 'console';
  readonly #sink: LineSink;

  constructor(sink: LineSink) {
    this.#sink = sink;
  }

  async announce(finding: Finding, message: string): Promise<void> {
    const line = printable(`${finding.id} ${finding.principal}: ${message}`);
    await new Promise<void>((taken, failed) => {
      this.#sink.write(`${line}\n`, (fault) => (fault ? failed(fault) : taken()));
    });
  }
}
