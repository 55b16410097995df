import { allowedOrBegun } from './allowed.ts';
import { caseOf, digestIn, intended, type Intention, type ModelCase, runningWaiver } from './case-in-model.ts';
import { afterChange, asText, type Change, contentAt, placeOf } from './changes.ts';
import { factFrom, type WrittenFact, type WrittenFinding } from './facts.ts';
import { isDenyOf, isPlanned, isSigned } from './planned.ts';
import { actionsOf, type Grants, waysInto } from './policies.ts';
import type { Click } from './quorum.ts';
import { biasAgainst, judgeQuorum, signerOf } from './signatures.ts';
import { grantsFrom } from './written-account.ts';
import type { Company, Happening, Journaled, Writing } from './told.ts';

export type { Company, Happening, Journaled, Writing } from './told.ts';

/**
 * What must be true of Ambit, whatever happens in which order: told of everything that people, AWS and the clock do, and of
 * what Ambit writes and does, it says what is wrong with that. It knows nothing of how Ambit is made.
 */
export class Model {
  company: Company;
  grants: Grants;
  /** The account after each change, the first before all. */
  readonly history: Grants[];
  now: number;
  /** How many facts the ledger has. */
  place = 0;
  /** How many changes the account has had. */
  changes = 0;
  readonly cases = new Map<string, ModelCase>();
  readonly journal = new Map<string, Journaled>();
  readonly writings = new Map<string, Writing>();
  /** What was at a place, the first first. */
  readonly contents = new Map<string, string[]>();
  readonly clicks = new Map<string, Click[]>();
  readonly violations: string[] = [];

  constructor(company: Company, grants: Grants, now: number) {
    this.company = company;
    this.grants = grants;
    this.history = [grants];
    this.now = now;
  }

  violate(what: string): void {
    this.violations.push(what);
  }

  /** Somebody outside of Ambit changed the account. */
  happened(happening: Happening): void {
    const before = contentAt(this.grants, happening.change);
    this.write(happening.change, happening.id);
    this.journal.set(happening.id, { ...happening, before, after: contentAt(this.grants, happening.change) });
  }

  write(change: Change, by: string): void {
    const place = placeOf(change);
    const contents = this.contents.get(place) ?? [contentAt(this.grants, change)];
    this.grants = afterChange(this.grants, change);
    this.changes += 1;
    this.history.push(this.grants);
    this.contents.set(place, [...contents, contentAt(this.grants, change)]);
    this.writings.set(place, { by, number: this.changes });
  }

  /** A person clicked. */
  clicked(findingId: string, click: Click): void {
    this.clicks.set(findingId, [...(this.clicks.get(findingId) ?? []), click]);
  }

  /** People were told about a finding. */
  told(findingId: string): void {
    this.cases.get(findingId)?.told.push(this.place);
  }

  /** The account, as it is: it must be as the model says. */
  compare(account: unknown): void {
    const real = asText(grantsFrom(account));
    const own = asText(this.grants);
    if (real !== own) this.violate(`the account is not as it should be; real: ${real}; model: ${own}`);
  }

  /** AWS refused a call of a finding. */
  refused(findingId: string): void {
    const current = this.cases.get(findingId);
    if (current !== undefined) current.refusedAt = this.place;
  }

  /** Ambit wrote a fact, in work that had read the account up to the change with this number. */
  wrote(written: unknown, seen: number): void {
    const fact = factFrom(written);
    this.place += 1;
    if (fact.kind === 'finding-raised') return this.#raised(fact.finding, fact.at);
    if (fact.kind === 'call-assessed') return;
    const current = this.cases.get(fact.findingId);
    if (current === undefined) return this.violate(`${fact.kind} about ${fact.findingId}, which was never raised`);
    this.#about(current, fact);
    if (fact.kind === 'restore-confirmed') this.#restored(current, seen);
  }

  #raised(finding: WrittenFinding, at: number): void {
    if (this.cases.has(finding.id)) this.violate(`${finding.id} was raised twice`);
    const digest = digestIn(finding);
    if (digest !== finding.digest)
      this.violate(`${finding.id} has a digest of other bytes than what would be given back`);
    const change = this.journal.get(finding.call?.id ?? '')?.change;
    this.cases.set(finding.id, caseOf(finding, { at, place: this.place, change }));
  }

  #about(current: ModelCase, fact: Exclude<WrittenFact, { readonly kind: 'finding-raised' | 'call-assessed' }>): void {
    const isNews = NEWS.has(fact.kind) || (fact.kind === 'hold-intended' && fact.why !== undefined);
    if (isNews) current.newsAt = this.place;
    switch (fact.kind) {
      case 'signed':
        return this.#signed(current, fact);
      case 'rejected':
        current.rejected = true;
        return;
      case 'hold-intended':
        return this.#holdIntended(current, intended('hold', fact, this.place));
      case 'restore-intended':
        return this.#restoreIntended(current, intended('restore', fact, this.place));
      case 'hold-gave-way':
        return this.#gaveWay(current, fact.by);
      case 'hold-failed':
      case 'restore-failed':
        this.#failed(current, fact.detail);
        return this.#closed(current, fact);
      case 'hold-confirmed':
      case 'restore-confirmed':
        return this.#closed(current, fact);
      case 'waiver-ended':
        return this.#waiverEnded(current, fact.at);
      case 'waiver-kept':
        return this.#waiverKept(current, { until: fact.waiverUntil, at: fact.at });
      case 'waiver-revoked':
        current.waiverEnded = true;
        return this.#ask(current, fact.at);
      case 'approval-requested':
        return this.#ask(current, fact.at);
      case 'glass-broken':
        return this.violate(`${fact.personId} takes ${current.id} alone, and never asked for that`);
      case 'waiver-due':
        return this.#waiverDue(current, fact.at);
      case 'announced':
        if (current.told.length === 0) this.violate(`${current.id} counts as told, and nobody was`);
        return;
      case 'signature-refused':
      case 'gap-looked':
        return;
    }
  }

  #signed(current: ModelCase, fact: Extract<WrittenFact, { readonly kind: 'signed' }>): void {
    const { personId, digest, signedInAt, until, at } = fact;
    const click = (this.clicks.get(current.id) ?? [])
      .filter((each) => each.personId === personId && each.digest === digest && each.at <= at)
      .find((each) => each.signedInAt === signedInAt && each.until === until);
    if (click === undefined) return this.violate(`${personId} never signed ${current.id} like that`);
    if (at - click.signedInAt > this.company.freshFor) this.violate(`${personId} signed long after signing in`);
    const bias = biasAgainst(this, personId, current);
    if (bias !== undefined) this.violate(`${bias} signed ${current.id}: ${personId}`);
    if (digest !== current.digest) this.violate(`${current.id} has a signature on another digest`);
    current.signatures = [...current.signatures, { ...click, groups: signerOf(this, personId)?.groups ?? [] }];
  }

  #holdIntended(current: ModelCase, intention: Intention): void {
    if (runningWaiver(current, this.now) !== undefined) this.violate(`${current.id} is held while its waiver runs`);
    if (!isPlanned(current, intention) && !isDenyOf(current, intention))
      this.violate(`${current.id} is held by calls that nobody planned`);
    this.#begin(current, intention);
  }

  /** What a hold gives way to was given back; that may have ended since it was looked at. */
  #gaveWay(current: ModelCase, by: string): void {
    const other = this.cases.get(by);
    const isGiven = other?.intentions.some(({ kind }) => kind === 'restore') === true;
    if (!isGiven || by === current.id || other.holder !== current.holder)
      this.violate(`${current.id} gives way to ${by}, of which nothing was ever given back`);
    current.hasGivenWay = true;
  }

  #restoreIntended(current: ModelCase, intention: Intention): void {
    if (current.rejected) this.violate(`${current.id} is restored, and was rejected`);
    const lapsed = intention.at >= current.requestedAt + this.company.lapsesAfter;
    if (lapsed) this.violate(`${current.id} is restored after its request has lapsed`);
    judgeQuorum(this, current, intention);
    if (!isSigned(current, intention)) this.violate(`${current.id} is restored by calls that nobody signed`);
    current.signatures = [];
    current.waiverEnded = false;
    this.#begin(current, intention);
  }

  #begin(current: ModelCase, intention: Intention): void {
    const last = current.intentions.at(-1);
    if (last !== undefined && last.outcome === undefined) last.supersededAt = this.place;
    const endsWaiver = last?.kind === 'restore' && last.outcome?.how !== 'failed' && !current.waiverEnded;
    // what was given back once is asked for anew
    if (endsWaiver && intention.kind === 'hold') this.#ask(current, intention.at);
    intention.writtenAt = this.now;
    current.hasGivenWay = false;
    current.intentions.push(intention);
  }

  #closed(current: ModelCase, fact: { readonly kind: string; readonly at: number }): void {
    const [kind, how] = fact.kind.split('-');
    const last = current.intentions.at(-1);
    if (last === undefined || last.kind !== kind)
      return this.violate(`${current.id}: ${fact.kind} of nothing that was begun`);
    if (last.outcome !== undefined) this.violate(`${current.id}: ${fact.kind}, and it had ended`);
    const isLate = last.kind === 'restore' && last.until <= last.writtenAt;
    if (isLate && how === 'confirmed')
      this.violate(`${current.id} is restored, and its waiver ended before that began`);
    last.outcome = { how: how === 'confirmed' ? 'confirmed' : 'failed', place: this.place, at: fact.at };
    if (fact.kind === 'restore-failed') this.#ask(current, fact.at);
  }

  /** What is given back lies within what people signed, as far as it was looked at. */
  #restored(current: ModelCase, seen: number): void {
    const grants = this.history[seen];
    const isMade = (current.intentions.at(-1)?.calls.length ?? 0) > 0;
    if (!isMade || grants === undefined) return;
    const allowed = allowedOrBegun(this, current.holder);
    const given = current.isOfTrust ? waysInto(grants, current.holder) : actionsOf(grants, current.holder);
    const wider = [...given].filter((part) => !allowed.has(part));
    if (wider.length > 0)
      this.violate(`${current.id} counts as given back, and gives ${wider.join(', ')}, which nobody signed`);
  }

  /** A failure has its cause: what is said to be refused was refused. */
  #failed({ id, intentions, refusedAt }: ModelCase, detail: string): void {
    const from = intentions.at(-1)?.from ?? 0;
    if (detail.includes(' was refused: ') && refusedAt < from)
      this.violate(`${id} failed by a refusal, and AWS refused nothing`);
  }

  /** Who keeps a waiver signs like who grants it. */
  #waiverKept(current: ModelCase, kept: { readonly until: number; readonly at: number }): void {
    const running = runningWaiver(current, this.now);
    if (running === undefined) return this.violate(`${current.id} has no waiver that could be kept`);
    judgeQuorum(this, current, kept);
    running.until = kept.until;
    current.signatures = [];
  }

  #waiverEnded(current: ModelCase, at: number): void {
    const last = current.intentions.at(-1);
    if (last?.kind !== 'restore') return this.violate(`${current.id} had no waiver that could end`);
    if (last.outcome === undefined) last.supersededAt = this.place;
    if (at < last.until) this.violate(`the waiver of ${current.id} ended before its time`);
    current.waiverEnded = true;
    this.#ask(current, at);
  }

  /** People are asked whether a waiver is kept, which runs. */
  #waiverDue(current: ModelCase, at: number): void {
    const last = current.intentions.at(-1);
    const runs = last?.kind === 'restore' && !current.waiverEnded && at < last.until;
    if (!runs) this.violate(`people are asked to keep a waiver of ${current.id}, and none runs`);
    this.#ask(current, at);
  }

  #ask(current: ModelCase, at: number): void {
    current.requestedAt = at;
    current.signatures = [];
  }
}

const NEWS: ReadonlySet<string> = new Set([
  'hold-gave-way',
  'hold-confirmed',
  'hold-failed',
  'restore-confirmed',
  'restore-failed',
  'waiver-ended',
  'waiver-due',
  'waiver-kept',
  'waiver-revoked',
  'approval-requested',
]);
