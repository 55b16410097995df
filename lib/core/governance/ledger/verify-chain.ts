import { CHAIN_START, type Checkpoint, hashOfEntry, verifyCheckpoint, type VerifySignature } from './ledger-chain.ts';

/** An entry as an auditor reads it: its fact may be of a kind that this version does not know. */
export interface ChainLink {
  readonly sequence: number;
  readonly subject: string;
  readonly fact: unknown;
  readonly previous: string;
  readonly hash: string;
}

/** What is wrong with a ledger; `sequence` names the first bad entry. */
export type ChainFault =
  /** The entry's content, or its link, is not what was written. */
  | { readonly code: 'CHANGED'; readonly sequence: number; readonly detail: string }
  /** Entries `sequence` to `until` are not there. */
  | { readonly code: 'REMOVED'; readonly sequence: number; readonly until: number }
  /** The entry is there, but not in its place, or twice. */
  | { readonly code: 'REORDERED'; readonly sequence: number }
  /** A signed checkpoint says that there were `signed` entries; `sequence` is the first that is missing. */
  | { readonly code: 'TRUNCATED'; readonly sequence: number; readonly signed: number }
  /** The place where an entry should be holds something else. */
  | { readonly code: 'UNREADABLE'; readonly sequence: number; readonly detail: string }
  /** A checkpoint was not signed by the trusted key. */
  | { readonly code: 'FORGED_CHECKPOINT'; readonly sequence: number }
  /** Of a file nothing is covered by a signature: anybody may have written it, or emptied it. */
  | { readonly code: 'UNSIGNED'; readonly sequence: 1 };

/** The outcome of a verification. */
export interface ChainReport {
  /** The first entry that was to be verified; 1: the whole ledger was. What is before it, its checkpoint vouches for. */
  readonly from: number;
  /** The last entry that follows the one before it as it should; `from - 1`: none. */
  readonly until: number;
  /** So many were looked at. */
  readonly entries: number;
  /** Hash of the last entry. */
  readonly head: string;
  /** The last entry that a verified checkpoint covers; 0: none. What comes after could have been cut or rewritten unseen. */
  readonly signedUntil: number;
  /** Checkpoints that were not tried, for want of a key. */
  readonly uncheckedSignatures: number;
  readonly fault: ChainFault | undefined;
}

/** Entries `first` to `last` were skipped. */
interface Gap {
  readonly first: number;
  readonly last: number;
  readonly foundLater: boolean;
}

/** An entry that does not link to the one before it: which of the two was changed, the next one tells. */
interface BrokenLink {
  readonly sequence: number;
  readonly hash: string;
}

/**
 * A verifier of a hash chain and the checkpoints over it. `verify` undefined: no key is trusted, the signatures are only counted.
 * `from`: the first entry that comes; what that one follows is taken as it says.
 */
export function verifyChain(verify: VerifySignature | undefined, from = 1): ChainVerifier {
  return new ChainVerifier(verify, from);
}

/**
 * Takes a ledger line by line, in order, and keeps no more than a few values, however long it is.
 * The first fault is kept; a gap is called REORDERED if one of its entries turns up later, else REMOVED.
 */
class ChainVerifier {
  readonly #verify: VerifySignature | undefined;
  readonly #from: number;
  #expected: number;
  /** Undefined: the first entry is not there yet, and may follow any. */
  #head: string | undefined;
  #entries = 0;
  #signedUntil = 0;
  #uncheckedSignatures = 0;
  #fault: ChainFault | undefined;
  #gap: Gap | undefined;
  #brokenLink: BrokenLink | undefined;
  /** The latest checkpoint whose entry has not come yet. */
  #ahead: Checkpoint | undefined;

  constructor(verify: VerifySignature | undefined, from: number) {
    this.#verify = verify;
    this.#from = from;
    this.#expected = from;
    this.#head = from === 1 ? CHAIN_START : undefined;
  }

  /** The next entry. */
  entry(link: ChainLink): void {
    this.#entries += 1;
    this.#settleLink(link);
    this.#fillGap(link);
    if (!this.#isSound()) return;
    this.#check(link);
    this.#expected = link.sequence + 1;
    this.#head = link.hash;
    if (this.#isSound() && this.#ahead?.sequence === link.sequence) this.#settleCheckpoint(this.#ahead);
  }

  /** A checkpoint: one of the end may come first, all others come right after their entry. */
  checkpoint(checkpoint: Checkpoint): void {
    if (!this.#isSound()) return;
    if (this.#verify === undefined) this.#uncheckedSignatures += 1;
    if (this.#verify !== undefined && !verifyCheckpoint(checkpoint, this.#verify)) {
      this.#fault = { code: 'FORGED_CHECKPOINT', sequence: checkpoint.sequence };
    } else if (checkpoint.sequence === this.#expected - 1) {
      this.#settleCheckpoint(checkpoint);
    } else if (checkpoint.sequence < this.#expected) {
      this.#fault = { code: 'REORDERED', sequence: checkpoint.sequence };
    } else if (this.#ahead === undefined || checkpoint.sequence > this.#ahead.sequence) {
      this.#ahead = checkpoint;
    }
  }

  /** A line that is neither an entry nor a checkpoint. */
  unreadable(detail: string): void {
    this.#settleLink(undefined);
    if (this.#isSound()) this.#fault = { code: 'UNREADABLE', sequence: this.#expected, detail };
  }

  /** The verdict on all that was taken in so far. */
  report(): ChainReport {
    this.#settleLink(undefined);
    return {
      from: this.#from,
      until: this.#expected - 1,
      entries: this.#entries,
      head: this.#head ?? CHAIN_START,
      signedUntil: this.#signedUntil,
      uncheckedSignatures: this.#uncheckedSignatures,
      fault: this.#fault ?? faultOfGap(this.#gap) ?? this.#truncation(),
    };
  }

  #isSound(): boolean {
    return this.#fault === undefined && this.#gap === undefined && this.#brokenLink === undefined;
  }

  #check(link: ChainLink): void {
    if (link.sequence > this.#expected) {
      this.#gap = { first: this.#expected, last: link.sequence - 1, foundLater: false };
    } else if (link.sequence < this.#expected) {
      this.#fault = { code: 'REORDERED', sequence: link.sequence };
    } else if (hashOf(link) !== link.hash) {
      this.#fault = { code: 'CHANGED', sequence: link.sequence, detail: 'its content does not have its hash' };
    } else if (this.#head !== undefined && link.previous !== this.#head) {
      this.#brokenLink = { sequence: link.sequence, hash: link.hash };
    }
  }

  /** If the follower links to the entry that does not link back, the odd one out is the entry before both. */
  #settleLink(follower: ChainLink | undefined): void {
    if (this.#brokenLink === undefined) return;
    const { sequence, hash } = this.#brokenLink;
    this.#brokenLink = undefined;
    const isOddOne = sequence === this.#from || (follower !== undefined && follower.previous !== hash);
    this.#fault = isOddOne
      ? { code: 'CHANGED', sequence, detail: `it does not follow entry ${sequence - 1}` }
      : { code: 'CHANGED', sequence: sequence - 1, detail: `entry ${sequence} does not follow it` };
  }

  #fillGap(link: ChainLink): void {
    if (this.#gap === undefined || link.sequence < this.#gap.first || link.sequence > this.#gap.last) return;
    this.#gap = { ...this.#gap, foundLater: true };
  }

  #settleCheckpoint(checkpoint: Checkpoint): void {
    if (checkpoint.hash !== this.#head) {
      this.#fault = { code: 'CHANGED', sequence: checkpoint.sequence, detail: 'it is not the entry that was signed' };
    } else if (this.#verify !== undefined) {
      this.#signedUntil = checkpoint.sequence;
    }
  }

  #truncation(): ChainFault | undefined {
    if (this.#ahead === undefined || this.#ahead.sequence < this.#expected) return undefined;
    return { code: 'TRUNCATED', sequence: this.#expected, signed: this.#ahead.sequence };
  }
}

function faultOfGap(gap: Gap | undefined): ChainFault | undefined {
  if (gap === undefined) return undefined;
  if (gap.foundLater) return { code: 'REORDERED', sequence: gap.first };
  return { code: 'REMOVED', sequence: gap.first, until: gap.last };
}

/** Undefined where the fact has no canonical text (a number past the range of doubles, nesting without end): then no one wrote it so. */
function hashOf(link: ChainLink): string | undefined {
  try {
    return hashOfEntry(link);
  } catch {
    return undefined;
  }
}
