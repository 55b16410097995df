import { caseOf, digestIn, intended, type Intention, type ModelCase, runningWaiver } from './case-in-model.ts';
import { afterChange, asText, type Change, contentAt, isReserved, placeOf } from './changes.ts';
import { canonical } from './digest.ts';
import { factFrom, grantsFrom, type WrittenFact, type WrittenFinding } from './facts.ts';
import { accessOf, type Action, type Grants } from './policies.ts';
import { biasOf, type Click, isFull, type Signed, type Signer } from './quorum.ts';
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
    this.cases.set(finding.id, caseOf(finding, { at, place: this.place }));
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
        return this.#waiverKept(current, fact.waiverUntil);
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
    const { personId, digest, until, at } = fact;
    const click = (this.clicks.get(current.id) ?? []).find(
      (each) => each.personId === personId && each.digest === digest && each.until === until && each.at <= at,
    );
    if (click === undefined) return this.violate(`${personId} never signed ${current.id} like that`);
    if (at - click.signedInAt > this.company.freshFor) this.violate(`${personId} signed long after signing in`);
    const bias = this.#biasOf(personId, current);
    if (bias !== undefined) this.violate(`${bias} signed ${current.id}: ${personId}`);
    if (digest !== current.digest) this.violate(`${current.id} has a signature on another digest`);
    current.signatures = [...current.signatures, { ...click, groups: this.#signer(personId)?.groups ?? [] }];
  }

  #holdIntended(current: ModelCase, intention: Intention): void {
    if (runningWaiver(current, this.now) !== undefined) this.violate(`${current.id} is held while its waiver runs`);
    const isPlan = current.hold !== undefined && canonical(intention.calls) === canonical(current.hold);
    if (!isPlan && !isDenyOf(current, intention)) this.violate(`${current.id} is held by calls that nobody planned`);
    this.#begin(current, intention);
  }

  #restoreIntended(current: ModelCase, intention: Intention): void {
    if (current.rejected) this.violate(`${current.id} is restored, and was rejected`);
    const lapsed = this.now >= current.requestedAt + this.company.lapsesAfter;
    if (lapsed) this.violate(`${current.id} is restored after its request has lapsed`);
    this.#judgeQuorum(current, intention.until);
    if (!isSigned(current, intention)) this.violate(`${current.id} is restored by calls that nobody signed`);
    current.signatures = [];
    current.waiverEnded = false;
    this.#begin(current, intention);
  }

  #judgeQuorum(current: ModelCase, until: number): void {
    const counted = this.#countedFor(current);
    const signers = counted.flatMap(({ personId, groups }) => {
      const signer = this.#signer(personId);
      return signer === undefined ? [] : { ...signer, groups };
    });
    if (!isFull(this.company.seats, signers)) this.violate(`${current.id} is restored without its quorum`);
    const longest = Math.min(this.now + this.company.longestWaiver, ...counted.map(({ until }) => until));
    if (until > longest) this.violate(`the waiver of ${current.id} ends later than people signed`);
  }

  /** The signatures that count: by who may sign, on these bytes, for a waiver that has not ended; with the groups that hold still. */
  #countedFor(current: ModelCase): readonly Signed[] {
    return current.signatures
      .filter(({ personId, digest, until }) => {
        return this.#biasOf(personId, current) === undefined && digest === current.digest && until > this.now;
      })
      .map((signed) => {
        const now = this.#signer(signed.personId)?.groups ?? [];
        return { ...signed, groups: signed.groups.filter((group) => now.includes(group)) };
      })
      .filter(({ groups }) => groups.length > 0);
  }

  #biasOf(personId: string, { callId = '', role }: ModelCase): string | undefined {
    const signer = this.#signer(personId);
    if (signer === undefined) return 'somebody unknown';
    return biasOf(signer, { role, askedBy: this.journal.get(callId)?.human ?? 'nobody' });
  }

  #signer(personId: string): Signer | undefined {
    return this.company.signers.find(({ id }) => id === personId);
  }

  #begin(current: ModelCase, intention: Intention): void {
    const last = current.intentions.at(-1);
    if (last !== undefined && last.outcome === undefined) last.supersededAt = this.place;
    const endsWaiver = last?.kind === 'restore' && last.outcome?.how !== 'failed' && !current.waiverEnded;
    // what was given back once is asked for anew
    if (endsWaiver && intention.kind === 'hold') this.#ask(current, intention.at);
    current.intentions.push(intention);
  }

  #closed(current: ModelCase, fact: { readonly kind: string; readonly at: number }): void {
    const [kind, how] = fact.kind.split('-');
    const last = current.intentions.at(-1);
    if (last === undefined || last.kind !== kind)
      return this.violate(`${current.id}: ${fact.kind} of nothing that was begun`);
    if (last.outcome !== undefined) this.violate(`${current.id}: ${fact.kind}, and it had ended`);
    last.outcome = { how: how === 'confirmed' ? 'confirmed' : 'failed', place: this.place, at: fact.at };
    if (fact.kind === 'restore-failed') this.#ask(current, fact.at);
  }

  /** What is given back lies within what people signed, as far as it was looked at. */
  #restored(current: ModelCase, seen: number): void {
    const grants = this.history[seen];
    const isMade = (current.intentions.at(-1)?.calls.length ?? 0) > 0;
    if (!isMade || grants === undefined) return;
    const allowed = allowedNow(this, current.role);
    const wider = [...accessOf(grants, current.role)].filter((action) => !allowed.has(action));
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
  #waiverKept(current: ModelCase, until: number): void {
    const running = runningWaiver(current, this.now);
    if (running === undefined) return this.violate(`${current.id} has no waiver that could be kept`);
    this.#judgeQuorum(current, until);
    running.until = until;
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

/** What a role may do now: what its standard allows, and what people signed. */
export function allowedNow({ cases, company, now }: Model, role: string): ReadonlySet<Action> {
  const signed = [...cases.values()].filter((each) => each.role === role && runningWaiver(each, now) !== undefined);
  return new Set([...(company.standards.get(role) ?? []), ...signed.flatMap(({ access }) => [...access])]);
}

/** Whether a hold denies the finding's role something, and does no more. */
function isDenyOf({ role }: ModelCase, { changes }: Intention): boolean {
  const [deny, ...more] = changes;
  if (deny?.kind !== 'put' || more.length > 0 || deny.role !== role || !isReserved(deny)) return false;
  return deny.rules.every(({ effect }) => effect === 'Deny');
}

/** Whether a restore is what was frozen; what denies in its stead may be lifted besides. */
function isSigned(current: ModelCase, { calls, changes }: Intention): boolean {
  if (calls.length === 0) return true;
  const isFrozen = canonical(calls.slice(0, current.restore.length)) === canonical(current.restore);
  const lifted = changes.slice(current.restore.length);
  return isFrozen && lifted.length <= 1 && lifted.every((change) => change.kind === 'drop' && isReserved(change));
}
