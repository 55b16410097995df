import { foldPermits, type Permit } from '../../core/governance/permits/fold-permit.ts';
import { PERMITS } from '../../core/governance/permits/permit-fact.ts';
import type { Ledger } from '../../ports/ledger.ts';

/** So many changes are listed: of more, those that were asked for last. */
const MOST = 200;

/** The last request for a permit of each change, newest first. */
export async function listPermits(ledger: Pick<Ledger, 'about'>): Promise<readonly Permit[]> {
  const ids = (await ledger.about(PERMITS)).flatMap(({ fact }) =>
    fact.kind === 'permit-listed' ? [fact.permitId] : [],
  );
  const latest = [...new Set(ids.reverse())].slice(0, MOST);
  const permits = await Promise.all(latest.map(async (id) => foldPermits(await ledger.about(id)).slice(-1)));
  return permits.flat();
}
