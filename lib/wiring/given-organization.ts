import { readOrganizationFile } from '../adapters/local/organization-file.ts';
import type { Organization } from '../core/account/organization/organization.ts';
import type { Clock } from '../ports/clock.ts';
import type { Keepsake, Keepsakes } from '../ports/keepsakes.ts';
import { KnownGuardrails } from '../usecases/assess/organization/known-guardrails.ts';
import { readAndKeepOrganization } from '../usecases/assess/organization/kept-organization.ts';

/** Reads an organization from a file, or says what is wrong with it. */
export const readOrganization = readOrganizationFile;

/** What an organization that somebody gives limits its accounts to, as if it were read now. */
export async function givenGuardrails(organization: Organization, clock: Clock): Promise<KnownGuardrails> {
  const kept = new Map<string, Keepsake>();
  const keepsakes: Keepsakes = {
    last: async (name) => kept.get(name),
    keep: async (name, keepsake) => void kept.set(name, keepsake),
  };
  await readAndKeepOrganization({ organization: { organization: async () => organization }, keepsakes, clock });
  return new KnownGuardrails({ clock, keepsakes });
}
