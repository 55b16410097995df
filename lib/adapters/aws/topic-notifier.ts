import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Finding } from '../../core/governance/finding.ts';
import { printable } from '../../core/printable.ts';
import type { Notifier } from '../../ports/notifier.ts';
import { cutText } from './cut-text.ts';

/** SNS takes 256 KB with everything that goes along (SNS developer guide, "Quotas"). */
const MESSAGE = 250_000;
/** SNS API reference, "Publish": ASCII, less than 100 characters, no line breaks. */
const SUBJECT = 99;
const CUT = '… (cut; the ledger has all of it)';

/** Tells a topic of SNS, and so people by mail, chat or pager. Names come from events that anyone may write: they are escaped. */
export class TopicNotifier implements Notifier {
  readonly channel = 'sns';
  readonly #client: SNSClient;
  readonly #topic: string;

  /** `topic`: its ARN. */
  constructor({ client, topic }: { client: SNSClient; topic: string }) {
    this.#client = client;
    this.#topic = topic;
  }

  async announce(finding: Finding, message: string): Promise<void> {
    const { id, kind, severity, account, principal } = finding;
    const lines = [
      printable(`${id} ${principal}: ${message}`),
      '',
      printable(`${severity} · ${kind} · account ${account}`),
    ];
    await this.#client.send(
      new PublishCommand({
        TopicArn: this.#topic,
        Subject: subjectOf(`Ambit: ${severity} ${kind} ${id}`),
        Message: cutText(lines.join('\n'), MESSAGE, CUT),
      }),
    );
  }
}

function subjectOf(text: string): string {
  return text.replace(/[^\u0020-\u007e]/g, '?').slice(0, SUBJECT);
}
