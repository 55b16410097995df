import { describeGovernanceProblem } from '../lib/core/governance/standards/governance-problem.ts';
import type { Digest } from '../lib/core/digest.ts';
import { digestOfStandards } from '../lib/core/governance/standards/digest-of-standards.ts';
import { catalogueActions } from '../lib/core/governance/standards/catalogue-actions.ts';
import type { Governance } from '../lib/core/governance/standards/standards.ts';
import { err, ok, type Result } from '../lib/core/result.ts';
import { readStandardsFile } from '../lib/adapters/local/standards-file.ts';

/** A governance file that was found good, and the text of `governance.json`, which the functions read. */
export interface DeployedStandards {
  readonly governance: Governance;
  readonly digest: Digest;
  /**
   * `{"source": FILE, "files": {NAME: DOCUMENT}}`: what `parseGovernance` takes. The parsed governance has maps and
   * policies, for which JSON has no form.
   */
  readonly json: string;
}

/**
 * Reads and checks the governance file with which Ambit is deployed; undefined: the one that ships with it. Refused with
 * a line for each problem, which begins with the file.
 */
export async function readStandards(file: string | undefined): Promise<Result<DeployedStandards, readonly string[]>> {
  const read = await readStandardsFile(file, catalogueActions);
  if (!read.ok) {
    const name = file ?? 'the governance file that ships with Ambit';
    return err(read.error.map((problem) => `${name}: ${describeGovernanceProblem(problem)}`));
  }
  const { governance, json, files } = read.value;
  const digest = digestOfStandards({ json, files });
  return ok({ governance, digest, json: `${JSON.stringify({ source: json, files: Object.fromEntries(files) })}\n` });
}
