import { affectedBy } from '../../lib/core/account/affected-by.ts';
import type { Call } from '../../lib/core/activity/call.ts';
import { digestOfText } from '../../lib/core/digest.ts';
import type { Case } from '../../lib/core/governance/cases/case.ts';
import { comparableSlice } from '../../lib/core/governance/assess/same-access-state.ts';
import { isJsonObject, jsonForm } from '../../lib/core/json.ts';
import type { AccountState } from '../../lib/core/account/state.ts';
import type { Embedded } from '../../lib/wiring/embedded.ts';

/** What the check takes of the embedded default. */
export type Checked = Pick<Embedded, 'cursors'> & { readonly deps: Pick<Embedded['deps'], 'accounts' | 'ledger'> };

/** Notes, before a call happens, what decides about each principal that it may affect; once for each call, also after a crash. */
export async function noteBefore(call: Call, { cursors, deps }: Checked): Promise<void> {
  if (call.change.kind !== 'access' || call.change.iam === undefined || call.error !== undefined) return;
  const note = beforeNote(call.id);
  if ((await cursors.place(note)) !== undefined || (await deps.ledger.about(call.id)).length > 0) return;
  const state = await deps.accounts.accountOf(call.account);
  const arns = state === undefined ? [] : affectedBy(call.change.iam, state);
  const digests = arns.map((arn) => [arn, state === undefined ? undefined : digestIn(state, arn)] as const);
  await cursors.keep(note, JSON.stringify(Object.fromEntries(digests)));
}

/** Compares a principal that is held with what was noted before the call, once: later it may have been given back. */
export async function noteHeld(current: Case, { cursors, deps }: Checked): Promise<void> {
  const { finding, hold, status } = current;
  if (finding.call === null || hold.kind !== 'confirmed' || status !== 'held') return;
  const note = heldNote(finding.id);
  const before = await cursors.place(beforeNote(finding.call.id));
  if (before === undefined || (await cursors.place(note)) !== undefined) return;
  const slice = await deps.accounts.stateOf(finding.principal);
  const digests = jsonForm(JSON.parse(before));
  const wanted = isJsonObject(digests) ? digests[finding.principal] : undefined;
  const isEqual = slice !== undefined && wanted === digestIn(slice, finding.principal);
  await cursors.keep(note, String(isEqual));
}

/** Whether the hold of a finding made the principal what it was before the call, but for ids that AWS assigns; null: it was not compared. */
export async function equalsBefore(findingId: string, { cursors }: Pick<Checked, 'cursors'>): Promise<boolean | null> {
  const noted = await cursors.place(heldNote(findingId));
  return noted === undefined ? null : noted === 'true';
}

function beforeNote(callId: string): string {
  return `before call ${callId}`;
}

function heldNote(findingId: string): string {
  return `hold of ${findingId} equals before`;
}

function digestIn(state: AccountState, arn: string): string | undefined {
  const text = comparableSlice(state, arn);
  return text === undefined ? undefined : digestOfText(text);
}
