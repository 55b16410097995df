import type { Case } from '../../../lib/core/governance/cases/case.ts';
import type { Finding } from '../../../lib/core/governance/finding.ts';
import type { Answered, Installed } from './installed.ts';

/** A person's countersignature, as the console sends it. */
export async function countersign(
  ambit: Installed,
  { id, digest }: Pick<Finding, 'id' | 'digest'>,
  personId: string,
): Promise<Answered> {
  const body = { digest, reason: 'needed for the quarterly report', untilDays: 2 };
  return await ambit.post(`/api/findings/${id}/signatures`, personId, body);
}

/** Moves the clock to where the waiver of a case ends, and no further: a sweep tells people of what should long be held. */
export function moveToEnd({ cloud: { clock } }: Installed, { waiver }: Case): void {
  if (waiver === undefined) throw new Error('nothing was waived');
  clock.moveAhead({ seconds: Math.ceil((waiver.until - clock.now()) / 1000) });
}
