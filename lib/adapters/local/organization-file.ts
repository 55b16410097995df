import type { AccountProblem } from '../../core/account/account-problem.ts';
import type { Organization } from '../../core/account/organization/organization.ts';
import { organizationFromJson } from '../../core/account/organization/organization-json.ts';
import type { Result } from '../../core/result.ts';
import { type JsonFileProblem, readJsonFile } from './json-file.ts';

/** Longest file read, in characters: an organization at all of its quotas stays below it. */
const LARGEST = 64 * 1024 * 1024;

/** Reads an organization from a file (docs/json.md, "An organization"), gzip or not. */
export async function readOrganizationFile(
  source: string | AsyncIterable<Uint8Array>,
): Promise<Result<Organization, AccountProblem | JsonFileProblem>> {
  const json = await readJsonFile(source, LARGEST);
  return json.ok ? organizationFromJson(json.value) : json;
}
