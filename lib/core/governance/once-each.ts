import type { Finding } from './finding.ts';

/** Findings by their ids: of those with one id the first, which says most. */
export function onceEach(findings: readonly Finding[]): readonly Finding[] {
  const byId = new Map<string, Finding>();
  for (const finding of findings) if (!byId.has(finding.id)) byId.set(finding.id, finding);
  return [...byId.values()];
}
