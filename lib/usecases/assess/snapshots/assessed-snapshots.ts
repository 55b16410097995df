import type { IamCall } from '../../../core/account/call.ts';
import type { AccountState } from '../../../core/account/state.ts';
import { isSameState } from '../../../core/account/same-state.ts';
import { sliceText } from '../../../core/account/slice-text.ts';
import { type Digest, digestOfText } from '../../../core/digest.ts';
import type { Snapshots } from '../../../ports/snapshots.ts';
import type { CaseBook } from '../../case-book.ts';
import { sliceAfter } from '../keep-changed.ts';
import { ownCallsOn } from '../own-calls.ts';

/**
 * The slices that a call was assessed on become the last ones only when the assessment is in the ledger, and a crash may
 * come in between. So they are first put aside under a name of their own; who delivers the call again finds them there.
 */
export type AssessedSlices = ReadonlyMap<string, AssessedSlice>;

/** What a principal was assessed on, and the last state that it was compared with; undefined: gone, and none. */
export interface AssessedSlice {
  readonly slice: AccountState | undefined;
  readonly last: AccountState | undefined;
}

/**
 * One of the assessments of a call: each worker that has the call makes one, and the ledger says which of them counts. The slices of
 * another may show what other calls have done, which nobody has told of.
 */
export interface Assessment {
  readonly callId: string;
  /** `digestOfSlices`. */
  readonly assessedOn: Digest;
}

/** The digest of slices, which tells assessments of a call apart. */
export function digestOfSlices(slices: AssessedSlices): Digest {
  const texts = [...slices].map(([principal, { slice }]) => [principal, slice === undefined ? '' : sliceText(slice)]);
  return digestOfText(JSON.stringify(texts));
}

/** Puts the slices of an assessment aside, by principal. Nothing reads them as the last state yet. */
export async function putAside(of: Assessment, slices: AssessedSlices, snapshots: Snapshots): Promise<void> {
  for (const [principal, { slice }] of slices) await snapshots.keep(asideName(principal, of), slice);
}

/** Drops the slices of an assessment that does not count. One that counts may have been on the same: then the next call counts more as gained. */
export async function dropAside(of: Assessment, slices: AssessedSlices, snapshots: Snapshots): Promise<void> {
  for (const principal of slices.keys()) await snapshots.keep(asideName(principal, of), undefined);
}

/** Where slices are kept, and what tells of Ambit's own calls. */
export interface KeepDeps {
  readonly snapshots: Snapshots;
  readonly cases: CaseBook;
}

/**
 * The assessment is in the ledger: its slices are the last state of their principals from now on. Where another last state was
 * kept meanwhile by a hold or a restore of Ambit's own, that counts as well. Where it was a call on a policy that the principal
 * holds, neither of the two knows what the other saw: the last state is unknown from now on, and the next call counts all it
 * holds as gained.
 */
export async function keepAssessed(of: Assessment, slices: AssessedSlices, deps: KeepDeps): Promise<void> {
  for (const [principal, assessed] of slices) {
    await keepOne(principal, assessed, deps);
    await deps.snapshots.keep(asideName(principal, of), undefined);
  }
}

async function keepOne(principal: string, assessed: AssessedSlice, { snapshots, cases }: KeepDeps): Promise<void> {
  let isOvertaken = false;
  await snapshots.change(principal, (now) => {
    isOvertaken = !isSame(now, assessed.slice) && !isSame(now, assessed.last);
    return isOvertaken ? now : unlessOvertaken(now, assessed);
  });
  if (!isOvertaken) return;
  // hardly ever: what Ambit did meanwhile is asked for only then
  const own = await ownCallsOn(principal, cases);
  await snapshots.change(
    principal,
    (now) => withOwn(principal, own, { ...assessed, now }) ?? unlessOvertaken(now, assessed),
  );
}

/**
 * The slice with the calls of Ambit's own by which the last state has become what it is now, whoever of the two was first:
 * where the slice shows them already they change nothing more. Undefined: it was not by one of these.
 */
function withOwn(
  principal: string,
  own: readonly (readonly IamCall[])[],
  { slice, last, now }: AssessedSlice & { readonly now: AccountState | undefined },
): AccountState | undefined {
  if (slice === undefined || last === undefined || now === undefined) return undefined;
  const calls = own.find((each) => isSame(sliceAfter({ slice: last, principal, calls: each, live: now }), now));
  return calls && sliceAfter({ slice, principal, calls, live: now });
}

/** What becomes the last state where `now` is it: the slice, if nobody kept another one meanwhile, else none. */
export function unlessOvertaken(
  now: AccountState | undefined,
  { slice, last }: AssessedSlice,
): AccountState | undefined {
  if (isSame(now, slice)) return now;
  return isSame(now, last) ? slice : undefined;
}

/** Where a slice is put aside. No ARN ends like this: `#` is not a character of IAM names. */
export function asideName(principal: string, { callId, assessedOn }: Assessment): string {
  return `${principal}#${callId}#${assessedOn}`;
}

/** Whether two states are the same to the letter, or both are none. */
export function isSame(one: AccountState | undefined, other: AccountState | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return isSameState(one, other);
}
