import { type AccountGuardrails, accountGuardrailsOf } from '../../../core/account/organization/account-guardrails.ts';
import { isKeptBack } from '../../../core/governance/assess/organization/kept-back.ts';
import type { Finding } from '../../../core/governance/finding.ts';
import { err, ok, type Result } from '../../../core/result.ts';
import type { Keepsakes } from '../../../ports/keepsakes.ts';
import type { OrganizationReader } from '../../../ports/organization-reader.ts';
import {
  knownOrganization,
  type KnownOrganizationDeps,
  readAndKeepOrganization,
  type ReadOrganization,
} from './kept-organization.ts';

/** What tells which SCPs and RCPs apply to an account. */
export interface GuardrailDeps extends KnownOrganizationDeps {
  readonly keepsakes?: Keepsakes;
  /** Absent: what is kept of the organization is taken as it is. */
  readonly organization?: OrganizationReader;
}

/** So long what was read counts as what is now, in milliseconds. */
const NOW_FOR = 60_000;

/** What the organization limits accounts to, for one call or one page of a sweep: it is asked for once, and only if it matters. */
export class KnownGuardrails {
  readonly #deps: GuardrailDeps;
  #kept: Promise<ReadOrganization | undefined> | undefined;
  #now: Promise<Result<ReadOrganization | undefined, string>> | undefined;

  constructor(deps: GuardrailDeps) {
    this.#deps = deps;
  }

  /** What accounts were limited to when the organization was read last; undefined: nothing is known that surely limits one. */
  async known(account: string): Promise<AccountGuardrails | undefined> {
    this.#kept ??= knownOrganization(this.#deps);
    const kept = await this.#kept;
    return kept && accountGuardrailsOf(kept.organization, account);
  }

  /**
   * What an assessment finds under the guardrails of an account, which costs nothing where it finds nothing without them. Where
   * they alone keep a finding from being one like any other, it rests on guardrails that were read within the last minute; else
   * it takes what was kept when the organization was read last. What cannot be read then limits nobody, and is said.
   */
  async under(
    account: string,
    assess: (guardrails: AccountGuardrails | undefined) => readonly Finding[],
  ): Promise<readonly Finding[]> {
    const unlimited = assess(undefined);
    if (unlimited.length === 0) return unlimited;
    this.#kept ??= knownOrganization(this.#deps);
    const kept = await this.#kept;
    if (kept === undefined) return unlimited;
    const limited = assess(accountGuardrailsOf(kept.organization, account));
    if (!limited.some(isKeptBack)) return limited;
    this.#now ??= this.#asOfNow(kept);
    const now = await this.#now;
    if (!now.ok) return unlimited.map((finding) => asUnread(finding, now.error));
    if (now.value === kept) return limited;
    return assess(now.value && accountGuardrailsOf(now.value.organization, account));
  }

  async #asOfNow(kept: ReadOrganization): Promise<Result<ReadOrganization | undefined, string>> {
    const { clock, organization, keepsakes } = this.#deps;
    if (organization === undefined || keepsakes === undefined || clock.now() - kept.readAt <= NOW_FOR) return ok(kept);
    try {
      return ok(await readAndKeepOrganization({ organization, keepsakes, clock }));
    } catch (fault) {
      // whoever keeps it from being read must not keep a grant from being held
      return err(fault instanceof Error ? fault.message : String(fault));
    }
  }
}

function asUnread(finding: Finding, why: string): Finding {
  const detail = `what the organization limits the account to counts as nothing: ${why}`;
  return { ...finding, reasons: [...finding.reasons, { rule: 'guardrails-unread', detail }] };
}
