import { type PlanCall, serviceCallsIn } from '../../core/account/plan-call.ts';
import { looserThanSigned } from '../../core/governance/holds/beyond/looser-than-signed.ts';
import type { Finding } from '../../core/governance/finding.ts';
import type { MoveDeps } from '../holds/why-not-put-back.ts';

/** Why calls of a restore would loosen the guardrails of accounts further than people signed; undefined: they would not. */
export async function organizationLooser(
  finding: Finding,
  calls: readonly PlanCall[],
  { organization }: MoveDeps,
): Promise<string | undefined> {
  const orders = serviceCallsIn(calls).flatMap((call) => (call.service === 'organizations' ? [call] : []));
  if (orders.length === 0) return undefined;
  const read = await organization?.organization();
  if (read === undefined) return 'the organization cannot be read: what limits its accounts is not known';
  return looserThanSigned(orders, read, finding);
}
