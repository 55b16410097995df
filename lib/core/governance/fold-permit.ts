import type { Digest } from '../digest.ts';
import type { Instant } from '../instant.ts';
import type { Signature } from './case.ts';
import type { Fact, FactKind, LedgerEntry } from './fact.ts';
import type { PermitFact } from './permit-fact.ts';
import { digestOfTerms, type PermitTerms, type PermitUse, permitId } from './permit.ts';

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
  /** What it was good for; it is good once. */
  readonly use: PermitUse | undefined;
  /** Id of the record of the permitted call itself, once it was seen. */
  readonly call: string | undefined;
  /** Ids of all recorded calls that it made expected. */
  readonly calls: readonly string[];
  readonly irregularities: readonly PermitIrregularity[];
}

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
    call: undefined,
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
      const { by, key } = fact.use;
      const calls = by === 'gate' ? permit.calls : [...new Set([...permit.calls, key])];
      return { ...permit, use: permit.use ?? fact.use, call: by === 'call' ? key : permit.call, calls };
    }
    case 'permit-requested':
    case 'permit-listed':
    case 'permit-refused':
      return permit;
  }
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
function follows({ call }: Permit, use: PermitUse, { by, key }: PermitUse): boolean {
  switch (by) {
    case 'gate':
      return use.by === 'gate' && use.key === key;
    case 'part':
      return use.by === 'gate';
    case 'call':
      return use.by === 'gate' ? call === undefined || call === key : use.key === key;
  }
}

function irregular(permit: Permit, { kind, sequence, detail }: Permit['irregularities'][number]): Permit {
  return { ...permit, irregularities: [...permit.irregularities, { kind, sequence, detail }] };
}
