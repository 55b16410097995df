import type { Severity } from './finding.ts';

/** From the least grave on. */
export const SEVERITIES: readonly Severity[] = ['low', 'medium', 'high', 'critical'];

/** The graver of the two. */
export function atLeast(severity: Severity, floor: Severity): Severity {
  return SEVERITIES.indexOf(severity) < SEVERITIES.indexOf(floor) ? floor : severity;
}
