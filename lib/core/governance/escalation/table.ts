import { BORROWING_ROLES } from './borrowing-roles.ts';
import { CHANGING_ACCESS } from './changing-access.ts';
import { FURTHER_PATHS } from './further-paths.ts';
import { PASSING_ROLES } from './passing-roles.ts';
import type { EscalationPath } from './path.ts';

/** Every known escalation path; each id once. */
export const ESCALATION_PATHS: readonly EscalationPath[] = [
  ...CHANGING_ACCESS,
  ...PASSING_ROLES,
  ...BORROWING_ROLES,
  ...FURTHER_PATHS,
];
