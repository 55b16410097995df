import { type Digest, digestOf } from '../../digest.ts';
import { jsonForm } from '../../json.ts';
import type { Finding } from '../finding.ts';

/** The parts of a finding that people consent to. */
export type Signable = Pick<
  Finding,
  'account' | 'principal' | 'verdict' | 'excess' | 'resources' | 'response' | 'frozen' | 'gives' | 'heldBy'
>;

/**
 * What people sign: the digest of what would be given back (the restore calls, and what the permission sets say that they give),
 * the excess it is, whose it is (also by a permission set), and the frozen slice that the waiver would cover. Restore computes it again and refuses where it
 * differs.
 */
export function digestOfFinding(finding: Signable): Digest {
  const { account, principal, verdict, excess, resources, response, frozen, gives, heldBy } = finding;
  const restore = response.kind === 'hold' || response.kind === 'hold-unless-approved' ? response.plan.restore : [];
  return digestOf(jsonForm({ account, principal, verdict, excess, resources, restore, frozen, gives, heldBy }));
}
