import { canonicalText, formText, isDigest } from '../../digest.ts';
import { isJsonObject, jsonForm, type JsonObject, type JsonValue } from '../../json.ts';
import type { Checkpoint, VerifySignature } from './ledger-chain.ts';
import { type ChainLink, type ChainReport, verifyChain } from './verify-chain.ts';

/** One line of an exported ledger: `{"sequence","subject","fact","previous","hash"}`, or `{"checkpoint":{…}}`. */
export type LedgerLine =
  | { readonly kind: 'entry'; readonly link: ChainLink }
  | { readonly kind: 'checkpoint'; readonly checkpoint: Checkpoint }
  | { readonly kind: 'unreadable'; readonly detail: string };

/** The line of a checkpoint in an exported ledger. */
export function checkpointLine({ sequence, hash, at, signature }: Checkpoint): string {
  return canonicalText({ checkpoint: { sequence, hash, at, signature } });
}

/** The line of an entry in an exported ledger. */
export function entryLine({ sequence, subject, fact, previous, hash }: ChainLink): string {
  return formText({ sequence, subject, fact, previous, hash });
}

/**
 * Reads a line of an exported ledger. Any text has a reading: an auditor's file may have been tampered with. What no hash and no
 * signature covers is refused: a member that is there twice, or besides, would say to people what was never written.
 */
export function readLedgerLine(text: string): LedgerLine {
  const { value, isAsWritten } = parsed(text) ?? {};
  if (!isJsonObject(value)) return { kind: 'unreadable', detail: 'it is not a JSON object' };
  if (isAsWritten !== true) {
    const detail = 'it is not as Ambit writes JSON: a member twice, white space, or another form of a text or number';
    return { kind: 'unreadable', detail };
  }
  const checkpoint = value['checkpoint'];
  if (checkpoint !== undefined && hasOnly(value, ['checkpoint'])) return readCheckpoint(checkpoint);
  if (!hasOnly(value, ENTRY)) return { kind: 'unreadable', detail: `it has other members than ${ENTRY.join(', ')}` };
  const { sequence, subject, fact, previous, hash } = value;
  if (typeof sequence !== 'number' || !Number.isSafeInteger(sequence)) {
    return { kind: 'unreadable', detail: 'it has no sequence number' };
  }
  if (typeof subject !== 'string' || typeof previous !== 'string' || typeof hash !== 'string' || fact === undefined) {
    return { kind: 'unreadable', detail: 'it lacks a subject, a fact, or a hash' };
  }
  return { kind: 'entry', link: { sequence, subject, fact, previous, hash } };
}

/**
 * Verifies an exported ledger, line by line and in constant memory; empty lines are nothing.
 * @param from the first entry that comes, where it is not the first of the ledger
 */
export async function verifyLedgerLines(
  lines: AsyncIterable<string>,
  verify: VerifySignature | undefined,
  from = 1,
): Promise<ChainReport> {
  const verifier = verifyChain(verify, from);
  for await (const text of lines) {
    if (text.trim() === '') continue;
    const line = readLedgerLine(text);
    switch (line.kind) {
      case 'entry':
        verifier.entry(line.link);
        break;
      case 'checkpoint':
        verifier.checkpoint(line.checkpoint);
        break;
      case 'unreadable':
        verifier.unreadable(line.detail);
        break;
    }
  }
  return verifier.report();
}

function readCheckpoint(value: JsonValue): LedgerLine {
  const unreadable = {
    kind: 'unreadable',
    detail: 'its checkpoint is not a sequence, a hash, a time and a signature',
  } as const;
  if (!isJsonObject(value) || !hasOnly(value, CHECKPOINT)) return unreadable;
  const { sequence, hash, at, signature } = value;
  if (typeof sequence !== 'number' || typeof at !== 'number' || typeof signature !== 'string') return unreadable;
  if (typeof hash !== 'string' || !isDigest(hash)) return unreadable;
  return { kind: 'checkpoint', checkpoint: { sequence, hash, at, signature } };
}

const ENTRY = ['sequence', 'subject', 'fact', 'previous', 'hash'] as const;
const CHECKPOINT = ['sequence', 'hash', 'at', 'signature'] as const;

function hasOnly(value: JsonObject, names: readonly string[]): boolean {
  return Object.keys(value).every((name) => names.includes(name));
}

/** What a text spells, and whether it is spelt as that is written, whatever the order of members. */
interface Parsed {
  readonly value: JsonValue;
  readonly isAsWritten: boolean;
}

function parsed(text: string): Parsed | undefined {
  try {
    const value = jsonForm(JSON.parse(text));
    const written = text.trim();
    return { value, isAsWritten: JSON.stringify(value) === written || canonicalText(value) === written };
  } catch {
    // any fault here, syntax or a number that no double holds, is one of the line
    return undefined;
  }
}
