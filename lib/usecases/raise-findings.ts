import type { Finding } from '../core/governance/finding.ts';
import { appendChosen } from './append-chosen.ts';
import { eachOf } from './each-of.ts';
import type { FollowUpDeps } from './follow-up.ts';

/** Writes findings down that no call brought, each once, and does what they ask for. Their ids, in the order given. */
export async function raiseFindings(findings: readonly Finding[], deps: FollowUpDeps): Promise<readonly string[]> {
  // most times there are none
  if (findings.length === 0) return [];
  const { followUp } = await import('./follow-up.ts');
  await eachOf(findings, async (finding) => {
    await appendChosen(deps.ledger, finding.id, (entries) => {
      const isRaised = entries.some(({ fact }) => fact.kind === 'finding-raised');
      const raised = { kind: 'finding-raised', finding, at: deps.clock.now() } as const;
      return { facts: isRaised ? [] : [raised], answer: undefined };
    });
    await followUp(finding.id, deps);
  });
  return findings.map(({ id }) => id);
}
