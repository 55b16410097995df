import type { Call } from '../../../core/activity/call.ts';
import type { Finding } from '../../../core/governance/finding.ts';
import { onlyProvisioned, provisionedSetOf } from '../../../core/governance/assess/identity-center/provisioned-set.ts';
import type { CaseBook } from '../../case-book.ts';

/** Findings on roles that only got what the finding on their permission set says already are written down, not announced. */
export async function withoutProvisioned(
  findings: readonly Finding[],
  call: Call,
  { cases }: { readonly cases: CaseBook },
): Promise<readonly Finding[]> {
  const names = findings.map((finding) => provisionedSetOf(finding, call));
  if (names.every((name) => name === undefined)) return findings;
  const ofSets = (await cases.cards()).filter(({ principal }) => principal.includes(':permissionSet/'));
  const told = (await cases.these(ofSets)).map(({ finding }) => finding);
  return findings.map((finding, index) => {
    const name = names[index];
    return name === undefined ? finding : onlyProvisioned(finding, name, told);
  });
}
