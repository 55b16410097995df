import { isJsonObject, type JsonValue } from '../../json.ts';
import type { CaseCard } from './case-card.ts';
import { isCaseStatus } from './case-status.ts';

/** The cards of all cases as the ledger had them at one of its entries: who opens it reads on from there. */
export interface Bookmark {
  /** Sequence number of the last entry that the cards are of. */
  readonly until: number;
  /** In the order in which the findings were raised. */
  readonly cards: readonly CaseCard[];
}

/** To be raised with every change of what a case or its card is: then what an older Ambit left is not taken. */
const FORM = 2;

/** A bookmark as a text that is kept: canonical enough to be packed well, and nothing that is not in the ledger. */
export function bookmarkText({ until, cards }: Bookmark): string {
  const rows = cards.map(({ id, account, principal, status, heldAt, waitedAt, announced, isQuiet }) => {
    return [id, account, principal, status, heldAt ?? null, waitedAt ?? null, announced, isQuiet];
  });
  return JSON.stringify({ form: FORM, until, cards: rows });
}

/** The bookmark of a text; undefined where it is none of this form. It says nothing that the ledger does not, so it may be missing. */
export function readBookmark(text: string): Bookmark | undefined {
  const value = parsed(text);
  if (!isJsonObject(value) || value['form'] !== FORM) return undefined;
  const { until, cards: rows } = value;
  if (typeof until !== 'number' || !Number.isSafeInteger(until) || !isList(rows)) return undefined;
  const cards = rows.map(cardOfRow).filter((card) => card !== undefined);
  return cards.length === rows.length ? { until, cards } : undefined;
}

function cardOfRow(row: JsonValue): CaseCard | undefined {
  if (!isList(row)) return undefined;
  const [id, account, principal, status, heldAt, waitedAt, announced, isQuiet] = row;
  if (typeof id !== 'string' || typeof account !== 'string' || typeof principal !== 'string') return undefined;
  if (typeof status !== 'string' || !isCaseStatus(status) || typeof isQuiet !== 'boolean') return undefined;
  if (!isMoment(heldAt) || !isMoment(waitedAt)) return undefined;
  if (!isList(announced)) return undefined;
  const channels = announced.filter((channel) => typeof channel === 'string');
  const moments = { heldAt: heldAt ?? undefined, waitedAt: waitedAt ?? undefined };
  return { id, account, principal, status, ...moments, announced: channels, isQuiet };
}

function isMoment(value: JsonValue | undefined): value is number | null {
  return value === null || typeof value === 'number';
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

// JSON.parse returns any; what it returns is a JsonValue by definition
const parseJson: (text: string) => JsonValue = JSON.parse;

function parsed(text: string): JsonValue | undefined {
  try {
    return parseJson(text);
  } catch {
    // whatever is wrong with it, it is no bookmark
    return undefined;
  }
}
