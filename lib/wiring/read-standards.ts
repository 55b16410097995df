import { readStandardsFile, type StandardsFile } from '../adapters/local/standards-file.ts';
import { catalogueActions } from '../core/governance/standards/catalogue-actions.ts';
import type { GovernanceProblem } from '../core/governance/standards/governance-problem.ts';
import type { Result } from '../core/result.ts';

export type { StandardsFile } from '../adapters/local/standards-file.ts';

/** Reads a standards file, its actions checked against the catalogue; `file` undefined: the default that ships with Ambit. */
export function readStandards(file: string | undefined): Promise<Result<StandardsFile, readonly GovernanceProblem[]>> {
  return readStandardsFile(file, catalogueActions);
}
