import { canonicalText, type Digest } from '../../digest.ts';
import type { Instant } from '../../instant.ts';
import type { Signature } from '../cases/case.ts';
import type { Fact, FactKind, LedgerEntry } from '../ledger/fact.ts';
import type { PermitFact } from './permit-fact.ts';
import { type DestroyedResource, digestOfTerms, type PermitTerms, type PermitUse, permitId } from './permit.ts';

/** A fact that the state of the permit did not allow. It has no effect. */
export interface PermitIrregularity {
  readonly sequence: number;
  readonly kind: FactKind;
  readonly detail: string;
}

/** All that is known of one request for a permit, folded from the ledger. */
export interface Permit {
  /** The same for every request for the same change: `permitId`. */
  readonly id: string;
  readonly terms: PermitTerms;
  /** What people sign: `digestOfTerms`. */
  readonly digest: Digest;
  /** In ledger order; each accepts the permit until the end of its window. */
  readonly signatures: readonly Signature[];
  readonly withdrawal: { readonly personId: string; readonly reason: string; readonly at: Instant } | undefined;
  /** What it was good for, with the key and the moment of the first claim; it is good once. */
  readonly use: PermitUse | undefined;
  /** Tokens of the requests at the gate that had it: the same operation, asked again. */
  readonly tokens: readonly string[];
  /** Ids of the records of the permitted call itself, at most one for each token. */
  readonly begun: readonly string[];
  /** Ids of all recorded calls that it made expected. */
  readonly calls: readonly string[];
  readonly irregularities: readonly PermitIrregularity[];
}

/** How long the same operation, asked again, has the same claim, in milliseconds: the answer to the first may not have come in time. */
const CLAIM_LASTS = 15 * 60_000;

/** No permit is signed by fewer people, whatever a governance says. */
const LEAST_SIGNERS = 2;

/**
 * Every request for one change, in order, folded from the ledger entries of its subject; the last one is open to be signed.
 * Facts out of turn have no effect and are listed as irregularities of the request that they came to.
 */
export function foldPermits(entries: readonly LedgerEntry[]): readonly Permit[] {
  return entries.reduce<readonly Permit[]>((permits, { fact, sequence }) => {
    if (fact.kind === 'permit-requested') return requested(permits, fact, sequence);
    const current = permits.at(-1);
    if (current === undefined) return permits;
    return permits.map((permit) => (isAbout(fact, permit, current) ? next(permit, fact, sequence) : permit));
  }, []);
}

/** Whether nothing can come of a permit any more, as far as its facts tell; that it has lapsed, only the clock does. */
export function isOver({ use, withdrawal }: Permit): boolean {
  return use !== undefined || withdrawal !== undefined;
}

/** A change that is about to use a permit: a request at the gate names its stack, the empty text where there is none. */
export interface Claiming {
  readonly key: string;
  readonly at: Instant;
  readonly stack?: string;
}

/**
 * Whether a permit that is used is used by this very change: the same request or record, or the same operation on the same stack,
 * asked again at the gate soon after and before anything is known to have come of it. What was let through is the same either way;
 * a claim whose answer was late, or got lost, is not lost with it.
 */
export function isSameUse({ use, tokens, begun, calls }: Permit, { key, at, stack }: Claiming): boolean {
  if (use === undefined) return false;
  if (use.key === key || tokens.includes(key)) return true;
  if (use.by !== 'gate' || stack === undefined || use.stack !== stack) return false;
  return Math.abs(at - use.at) < CLAIM_LASTS && calls.every((call) => begun.includes(call));
}

type Requested = Extract<Fact, { kind: 'permit-requested' }>;

function requested(permits: readonly Permit[], { kind, terms, at }: Requested, sequence: number): readonly Permit[] {
  const current = permits.at(-1);
  if (current === undefined || isOver(current) || at >= current.terms.until) return [...permits, opened(terms)];
  return [...permits.slice(0, -1), irregular(current, { kind, sequence, detail: 'another request is still open' })];
}

function opened(terms: PermitTerms): Permit {
  return {
    id: permitId(terms),
    terms,
    digest: digestOfTerms(terms),
    signatures: [],
    withdrawal: undefined,
    use: undefined,
    tokens: [],
    begun: [],
    calls: [],
    irregularities: [],
  };
}

/** The record of a call may come after the change was asked for again: a use says which permit it means. */
function isAbout(fact: Fact, permit: Permit, current: Permit): boolean {
  if (fact.kind !== 'permit-used') return permit === current;
  return fact.digest === permit.digest;
}

function next(permit: Permit, fact: Fact, sequence: number): Permit {
  if (!isPermitFact(fact)) return irregular(permit, { ...fact, sequence, detail: 'it is not about a permit' });
  switch (fact.kind) {
    case 'permit-signed': {
      if (fact.digest !== permit.digest)
        return irregular(permit, { ...fact, sequence, detail: 'other terms were signed' });
      if (isOver(permit)) return irregular(permit, { ...fact, sequence, detail: 'the permit was over' });
      const { personId, groups, digest, reason, at } = fact;
      const signature = { personId, groups, digest, reason, until: permit.terms.until, at };
      return { ...permit, signatures: [...permit.signatures, signature] };
    }
    case 'permit-withdrawn': {
      if (fact.digest !== permit.digest)
        return irregular(permit, { ...fact, sequence, detail: 'other terms were meant' });
      if (isOver(permit)) return irregular(permit, { ...fact, sequence, detail: 'the permit was over' });
      const { personId, reason, at } = fact;
      return { ...permit, withdrawal: { personId, reason, at } };
    }
    case 'permit-used': {
      const detail = objectionToUse(permit, fact.use);
      if (detail !== undefined) return irregular(permit, { ...fact, sequence, detail });
      return used(permit, fact.use);
    }
    case 'permit-requested':
    case 'permit-listed':
    case 'permit-refused':
      return permit;
  }
}

function used(permit: Permit, fact: PermitUse): Permit {
  const { by, key } = fact;
  switch (by) {
    case 'gate': {
      const { key: first, at, destroys } = permit.use ?? fact;
      const use = { ...permit.use, ...fact, key: first, at, destroys: withAll(destroys, fact.destroys) };
      return { ...permit, use, tokens: withOne(permit.tokens, key) };
    }
    case 'call':
    case 'part': {
      const begun = by === 'call' ? withOne(permit.begun, key) : permit.begun;
      return { ...permit, use: permit.use ?? fact, begun, calls: withOne(permit.calls, key) };
    }
  }
}

/** What is gone already when the operation is tried again was still destroyed by it. */
function withAll(
  first: readonly DestroyedResource[],
  again: readonly DestroyedResource[],
): readonly DestroyedResource[] {
  const listed = new Set(first.map(({ type, physicalId }) => canonicalText([type, physicalId])));
  return [...first, ...again.filter(({ type, physicalId }) => !listed.has(canonicalText([type, physicalId])))];
}

function withOne(keys: readonly string[], key: string): readonly string[] {
  return [...new Set([...keys, key])];
}

/** The kinds of all facts about permits, and of no others, begin so. */
function isPermitFact(fact: Fact): fact is PermitFact {
  return fact.kind.startsWith('permit-');
}

/** Good once, in its window, with two signatures at the least; after that only for the calls that the same use led to. */
function objectionToUse(permit: Permit, fact: PermitUse): string | undefined {
  const { signatures, terms, withdrawal, use } = permit;
  if (withdrawal !== undefined && use === undefined) return 'it was withdrawn';
  if (new Set(signatures.map(({ personId }) => personId)).size < LEAST_SIGNERS) return 'fewer than two people signed';
  if (fact.at < terms.from || fact.at >= terms.until) return 'it was used outside its window';
  if (use === undefined) return fact.by === 'part' ? 'nothing has passed by it' : undefined;
  return follows(permit, use, fact) ? undefined : 'it was used before';
}

/** Whether another use is the same again, or a call that an operation which passed at the gate led to. */
function follows(permit: Permit, use: PermitUse, fact: PermitUse): boolean {
  switch (fact.by) {
    case 'gate':
      return use.by === 'gate' && isSameUse(permit, fact);
    case 'part':
      return use.by === 'gate';
    case 'call':
      return mayBegin(permit, fact.key);
  }
}

/** Whether the record of a call can be that of the permitted one: each request at the gate was made by one call. */
export function mayBegin({ tokens, begun }: Permit, callId: string): boolean {
  return begun.includes(callId) || begun.length < tokens.length;
}

function irregular(permit: Permit, { kind, sequence, detail }: Permit['irregularities'][number]): Permit {
  return { ...permit, irregularities: [...permit.irregularities, { kind, sequence, detail }] };
}
