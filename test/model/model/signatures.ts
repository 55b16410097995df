import type { ModelCase } from './case-in-model.ts';
import { placeOf } from './changes.ts';
import { biasOf, isFull, type Signed, type Signer } from './quorum.ts';
import type { View } from './view.ts';

/**
 * Objects where a restore, or the keeping of a waiver, lacks its quorum, or is to last longer than people signed, at the moment `at`
 * for which the ledger has it: who stands still before writing it down writes it later.
 */
export function judgeQuorum(
  model: View,
  current: ModelCase,
  { until, at }: { readonly until: number; readonly at: number },
): void {
  if (at > model.now) model.violate(`${current.id} is restored at a time that has not come`);
  const counted = countedFor(model, current, at);
  const signers = counted.flatMap(({ personId, groups }) => {
    const signer = signerOf(model, personId);
    return signer === undefined ? [] : { ...signer, groups };
  });
  const { seats, longestWaiver } = model.company;
  if (!isFull(seats, signers)) model.violate(`${current.id} is restored without its quorum`);
  const longest = Math.min(at + longestWaiver, ...counted.map((signed) => signed.until));
  if (until > longest) model.violate(`the waiver of ${current.id} ends later than people signed`);
}

/** The signatures that count: by who may sign, made before, on these bytes, for a waiver that has not ended; with the groups that hold still. */
function countedFor(model: View, current: ModelCase, at: number): readonly Signed[] {
  return current.signatures
    .filter(({ digest, until, at: clicked }) => digest === current.digest && clicked <= at && at < until)
    .filter(({ personId }) => biasAgainst(model, personId, current) === undefined)
    .map((signed) => {
      const now = signerOf(model, signed.personId)?.groups ?? [];
      return { ...signed, groups: signed.groups.filter((group) => now.includes(group)) };
    })
    .filter(({ groups }) => groups.length > 0);
}

/** What stands against a signature of somebody under a case; undefined: nothing. */
export function biasAgainst(model: View, personId: string, { callId = '', holder }: ModelCase): string | undefined {
  const signer = signerOf(model, personId);
  if (signer === undefined) return 'somebody unknown';
  const askedBy = model.journal.get(callId)?.human ?? 'nobody';
  const isTrustAsAtFirst = !model.writings.has(placeOf({ kind: 'trust', holder, trusts: [] }));
  return biasOf(signer, { holder, askedBy, isTrustAsAtFirst });
}

/** Who has an id; undefined: nobody. */
export function signerOf({ company }: View, personId: string): Signer | undefined {
  return company.signers.find(({ id }) => id === personId);
}
