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
