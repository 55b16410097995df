import { type AccountGuardrails, accountGuardrailsOf } from '../../core/account/organization/account-guardrails.ts';
import { isKeptBack } from '../../core/governance/assess/usable.ts';
import type { Finding } from '../../core/governance/finding.ts';
import type { OrganizationReader } from '../../ports/organization-reader.ts';
import {
  knownOrganization,
  type KnownOrganizationDeps,
  readAndKeepOrganization,
  type ReadOrganization,
} from './kept-organization.ts';

export interface GuardrailDeps extends KnownOrganizationDeps {
  /** Absent: what is kept of the organization is taken as it is. */
  readonly organization?: OrganizationReader;
}

/** So long what was read counts as what is now, in milliseconds. */
const NOW_FOR = 60_000;

/**
 * What an assessment finds under the guardrails of the account, which costs nothing where it finds nothing without them. Where
 * they alone keep a finding from being one like any other, it rests on guardrails that were read within the last minute; else
 * it takes what was kept when the organization was read last.
 */
export async function underGuardrails(
  account: string,
  assess: (guardrails: AccountGuardrails | undefined) => readonly Finding[],
  deps: GuardrailDeps,
): Promise<readonly Finding[]> {
  const unlimited = assess(undefined);
  if (unlimited.length === 0) return unlimited;
  const kept = await knownOrganization(deps);
  if (kept === undefined) return unlimited;
  const limited = assess(accountGuardrailsOf(kept.organization, account));
  if (!limited.some(isKeptBack)) return limited;
  const now = await asOfNow(kept, deps);
  return now === kept ? limited : assess(now && accountGuardrailsOf(now.organization, account));
}

async function asOfNow(kept: ReadOrganization, deps: GuardrailDeps): Promise<ReadOrganization | undefined> {
  const { clock, organization, keepsakes } = deps;
  if (organization === undefined || keepsakes === undefined || clock.now() - kept.readAt <= NOW_FOR) return kept;
  return readAndKeepOrganization({ organization, keepsakes, clock });
}
