import type { IamCall } from '../../lib/core/account/call.ts';
import type { Call } from '../../lib/core/activity/call.ts';
import type { LedgerEntry } from '../../lib/core/governance/ledger/fact.ts';
import { findingToJson } from '../../lib/core/governance/finding-json.ts';
import { personOf } from '../../lib/core/governance/cases/quorum.ts';
import type { JsonObject } from '../../lib/core/json.ts';
import { toIso } from '../../lib/core/instant.ts';
import type { Played } from '../../lib/usecases/calls/play-records.ts';
import type { Embedded } from '../../lib/wiring/embedded.ts';
import { describeFact } from '../../lib/wiring/fact-text.ts';
import type { Output } from '../output.ts';
import { findingLines } from '../text/finding-lines.ts';

/** Tells what happens while it happens: each record as it was read, and each entry of the ledger that people care about. */
export class LiveLog {
  readonly #output: Pick<Output, 'json' | 'text'>;
  readonly #deps: Embedded['deps'];
  readonly #json: boolean;
  #next = 1;

  constructor(output: Pick<Output, 'json' | 'text'>, { deps }: Pick<Embedded, 'deps'>, format: 'json' | 'text') {
    this.#output = output;
    this.#deps = deps;
    this.#json = format === 'json';
  }

  /** A log that tells nobody. */
  static silent(embedded: Pick<Embedded, 'deps'>): LiveLog {
    const nothing = async () => {};
    return new LiveLog({ json: nothing, text: nothing }, embedded, 'text');
  }

  /** Tells what the ledger has already in a line for each finding, and leaves out its entries. */
  async begin(): Promise<void> {
    for await (const { sequence } of this.#deps.ledger.entries()) this.#next = sequence + 1;
    for (const { finding, status } of await this.#deps.cases.cases()) {
      const line = `known    ${finding.id} ${finding.kind} of ${finding.principal}: ${status}`;
      await this.say(line, { known: { finding: finding.id, status } });
    }
  }

  /** One line of Ambit's own, as text or as JSON; without a JSON form it is told as text only. */
  async say(line: string, json?: JsonObject): Promise<void> {
    if (!this.#json) await this.#output.text(line);
    else if (json !== undefined) await this.#output.json(json);
  }

  /** A record that was played, and then all that it led to. */
  async played({ reading, outcome }: Played): Promise<void> {
    if (this.#json) {
      const call = reading.kind === 'call' ? callToJson(reading.call) : null;
      const findings = 'findings' in outcome ? outcome.findings : [];
      await this.#output.json({ record: reading.kind, call, outcome: outcome.kind, findings });
    } else {
      await this.#output.text(`${clockTime(this.#deps.clock.now())} ${playedLine({ reading, outcome })}`);
    }
    await this.newEntries();
  }

  /** What was written to the ledger since the last time, whoever caused it. */
  async newEntries(): Promise<void> {
    for await (const entry of this.#deps.ledger.entries(this.#next)) {
      this.#next = entry.sequence + 1;
      if (entry.fact.kind === 'announced' || entry.fact.kind === 'call-assessed') continue;
      if (this.#json) await this.#output.json({ entry: entryToJson(entry) });
      else await this.#entry(entry);
    }
  }

  async #entry({ subject, fact }: LedgerEntry): Promise<void> {
    if (fact.kind === 'finding-raised') {
      for (const line of findingLines(fact.finding, undefined)) await this.#output.text(`         ${line}`);
      return;
    }
    const who = 'personId' in fact ? `${personOf(fact.personId, this.#deps.governance)?.name ?? fact.personId}: ` : '';
    await this.#output.text(`${clockTime(fact.at)} ${subject} ${who}${describeFact(fact)}`);
  }
}

function playedLine({ reading, outcome }: Played): string {
  switch (reading.kind) {
    case 'unrelated':
      return `read     ${reading.name} (${reading.source}): changes no access`;
    case 'unreadable':
      return `read     a record that cannot be understood: ${reading.problem.field}: ${reading.problem.detail}`;
    case 'call':
      return `${WORDS[outcome.kind]} ${callText(reading.call)}${resultText(outcome)}`;
  }
}

const WORDS: Readonly<Record<Played['outcome']['kind'], string>> = {
  handled: 'assessed',
  repeated: 'known   ',
  denied: 'denied  ',
  unrelated: 'read    ',
  unreadable: 'read    ',
};

function callText({ name, actor, change }: Call): string {
  const touched = change.kind === 'access' ? targetOf(change.iam) : listed(change.resources);
  return `${name}${touched} by ${actor.name} via ${actor.via}`;
}

function listed(resources: readonly string[]): string {
  return resources.length === 0 ? '' : ` on ${resources.join(', ')}`;
}

/** What an IAM call names first, for people. */
function targetOf(iam: IamCall | undefined): string {
  if (iam === undefined) return '';
  if ('roleName' in iam) return ` on role ${iam.roleName}`;
  if ('groupName' in iam) return ` on group ${iam.groupName}`;
  if ('userName' in iam) return ` on user ${iam.userName}`;
  return 'policyArn' in iam ? ` on ${iam.policyArn}` : '';
}

function resultText(outcome: Played['outcome']): string {
  if (outcome.kind === 'denied') return ': AWS refused it, nothing changed';
  if (!('findings' in outcome)) return ': changes no access';
  if (outcome.kind === 'repeated') return ': handled before';
  return outcome.findings.length === 0
    ? ': within the standard'
    : `: ${outcome.findings.length} finding${outcome.findings.length === 1 ? '' : 's'}`;
}

function callToJson({ id, source, name, time, account, actor }: Call) {
  return { id, source, name, time: toIso(time), account, actor: actor.name, via: actor.via };
}

function entryToJson({ sequence, subject, fact }: LedgerEntry) {
  const at = toIso(fact.at);
  if (fact.kind === 'finding-raised')
    return { sequence, at, kind: fact.kind, finding: findingToJson(fact.finding, 'raised') };
  const person = 'personId' in fact ? { person: fact.personId } : {};
  return { sequence, at, kind: fact.kind, subject, ...person, text: describeFact(fact) };
}

/** `09:14:52`, in UTC as everything that Ambit writes. */
function clockTime(instant: number): string {
  return toIso(instant).slice(11, 19);
}
