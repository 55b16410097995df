import { applyOrganizationCall } from '../../core/account/organization/apply-organization-call.ts';
import { withWhatCallTells } from '../../core/account/organization/before-organization-call.ts';
import { type Organization, UNKNOWN_ORGANIZATION } from '../../core/account/organization/organization.ts';
import type { AccountState } from '../../core/account/state.ts';
import type { Call } from '../../core/activity/call.ts';
import type { WatchedChange } from '../../core/activity/changes.ts';
import { organizationCallOf } from '../../core/activity/organization-call-of.ts';
import type { AccountGuardrails } from '../../core/account/organization/account-guardrails.ts';
import { assessOrganization } from '../../core/governance/assess/organization/assess-organization.ts';
import { membersToShareWith } from '../../core/governance/sharing/members-to-share-with.ts';
import { assessWatched } from '../../core/governance/assess/assess-watched.ts';
import type { Finding } from '../../core/governance/finding.ts';
import type { Governance } from '../../core/governance/standards/standards.ts';
import { ReplayedGuardrails } from './replayed-guardrails.ts';

/** What a replay knows besides the call and its change. */
export interface ReplayedSurroundings {
  readonly governance: Governance;
  /** The account of the call. */
  readonly state: AccountState | undefined;
  readonly stateOf: (account: string) => AccountState | undefined;
}

/** The organization of a replay, as it is given or known by what its calls tell. Nothing outside is touched. */
export class ReplayedOrganization {
  readonly #governance: Governance;
  readonly #guardrails: ReplayedGuardrails;
  #organization: Organization;

  constructor(governance: Governance, organization: Organization = UNKNOWN_ORGANIZATION) {
    this.#governance = governance;
    this.#guardrails = new ReplayedGuardrails(governance);
    this.#organization = organization;
  }

  /** Its accounts, where it is one with which resources may be shared. */
  membersToShareWith(): readonly string[] {
    return membersToShareWith(this.#governance, this.#organization);
  }

  /** What is found in an account under what limits it. */
  under(
    account: string,
    assess: (guardrails: AccountGuardrails | undefined) => readonly Finding[],
  ): readonly Finding[] {
    return this.#guardrails.found({ account, organization: this.#organization }, assess);
  }

  /** Applies a call and says what it let go; of a call that the model does not have, that it was made. */
  assess(call: Call, change: WatchedChange, surroundings: ReplayedSurroundings): readonly Finding[] {
    const { governance, state, stateOf } = surroundings;
    const organizationCall = organizationCallOf(call, change);
    const about = { call, governance, state, now: call.time };
    if (organizationCall === undefined) return assessWatched({ ...about, change });
    const before = withWhatCallTells(this.#organization, organizationCall);
    const after = applyOrganizationCall(before, organizationCall);
    this.#organization = after;
    const pair = { before, after };
    const usable = call.error === undefined ? this.#guardrails.usableAgain(call, pair, stateOf) : [];
    return [...assessOrganization({ ...about, organizationCall, pair }), ...usable];
  }
}
