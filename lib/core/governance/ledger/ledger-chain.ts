import { canonicalText, type Digest, digestOf } from '../../digest.ts';
import type { Instant } from '../../instant.ts';
import { jsonForm } from '../../json.ts';
import { DRILL_SUBJECT } from './drill.ts';
import type { Fact, LedgerEntry } from './fact.ts';
import { passesOf, requestSubject } from '../permits/gate-fact.ts';
import { PERMITS } from '../permits/permit-fact.ts';
import { bundleSubject, RULES } from '../rules/rules-fact.ts';

/** What the first entry has in place of the hash before it. */
export const CHAIN_START: Digest = `sha256:${'0'.repeat(64)}`;

/** A signed statement that the ledger had so many entries, the last with this hash. */
export interface Checkpoint {
  readonly sequence: number;
  /** Hash of the entry with that sequence number; of an empty ledger, `CHAIN_START`. */
  readonly hash: Digest;
  readonly at: Instant;
  /** Ed25519 over `checkpointText`, base64. */
  readonly signature: string;
}

/** Whether a signature (base64) is the trusted key's over a text's UTF-8 bytes. */
export type VerifySignature = (text: string, signature: string) => boolean;

/** The finding, call or permit that a fact is about; of drills `DRILL_SUBJECT`, of Ambit's own rules `RULES`. */
export function subjectOf(fact: Fact): string {
  switch (fact.kind) {
    case 'call-assessed':
      return fact.callId;
    case 'finding-raised':
      return fact.finding.id;
    case 'hold-waits':
    case 'excess-gone':
    case 'hold-gave-way':
    case 'hold-intended':
    case 'hold-confirmed':
    case 'hold-failed':
    case 'gap-looked':
    case 'deletion-refused':
    case 'announced':
    case 'signed':
    case 'signature-refused':
    case 'rejected':
    case 'restore-intended':
    case 'restore-confirmed':
    case 'restore-failed':
    case 'waiver-ended':
    case 'waiver-due':
    case 'waiver-kept':
    case 'waiver-revoked':
    case 'glass-broken':
    case 'approval-requested':
      return fact.findingId;
    case 'permit-listed':
      return PERMITS;
    case 'permit-requested':
    case 'permit-signed':
    case 'permit-refused':
    case 'permit-withdrawn':
    case 'permit-used':
      return fact.permitId;
    case 'drill-passed':
      return DRILL_SUBJECT;
    case 'gate-passed':
      return passesOf(fact.account);
    case 'change-set-judged':
      return fact.changeSet;
    case 'gate-refused':
      return requestSubject(fact.token);
    case 'rules-kept':
      return bundleSubject(fact.digest);
    case 'rules-proposed':
    case 'rules-signed':
    case 'rules-signature-refused':
    case 'rules-adopted':
    case 'rules-refused':
    case 'rules-mode':
    case 'rules-mode-refused':
      return RULES;
  }
}

/** The entry that follows `previous` (undefined: the first of the ledger) and holds this fact. */
export function chained(
  fact: Fact,
  subject: string,
  previous: Pick<LedgerEntry, 'sequence' | 'hash'> | undefined,
): LedgerEntry {
  const unsealed = { sequence: (previous?.sequence ?? 0) + 1, subject, fact, previous: previous?.hash ?? CHAIN_START };
  return { ...unsealed, hash: hashOfEntry(unsealed) };
}

/** The hash that an entry must have: over its place, its subject, its fact's JSON form and the hash before it. */
export function hashOfEntry(entry: {
  readonly sequence: number;
  readonly subject: string;
  readonly fact: unknown;
  readonly previous: string;
}): Digest {
  const { sequence, subject, fact, previous } = entry;
  return digestOf(jsonForm({ sequence, subject, fact, previous }));
}

/** The text that a checkpoint's signature is over: canonical JSON, with a member that no other signed text has. */
export function checkpointText(checkpoint: Omit<Checkpoint, 'signature'>): string {
  const { sequence, hash, at } = checkpoint;
  return canonicalText({ kind: 'ledger-checkpoint', sequence, hash, at });
}

/** Whether the checkpoint's signature is the trusted key's. Pure: the cryptography is passed in. */
export function verifyCheckpoint(checkpoint: Checkpoint, verify: VerifySignature): boolean {
  return verify(checkpointText(checkpoint), checkpoint.signature);
}
