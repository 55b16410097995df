import { applyOrganizationCall } from '../../core/account/organization/apply-organization-call.ts';
import { withWhatCallTells } from '../../core/account/organization/before-organization-call.ts';
import { type Organization, UNKNOWN_ORGANIZATION } from '../../core/account/organization/organization.ts';
import type { AccountState } from '../../core/account/state.ts';
import type { Call } from '../../core/activity/call.ts';
import type { WatchedChange } from '../../core/activity/changes.ts';
import { organizationCallOf } from '../../core/activity/organization-call-of.ts';
import { assessOrganization } from '../../core/governance/assess/assess-organization.ts';
import { assessWatched } from '../../core/governance/assess/assess-watched.ts';
import type { Finding } from '../../core/governance/finding.ts';
import type { Governance } from '../../core/governance/standards/standards.ts';

/** The organization of a replay, known by what its calls tell. Nothing outside is touched. */
export class ReplayedOrganization {
  #organization: Organization = UNKNOWN_ORGANIZATION;

  /** Applies a call and says what it let go; of a call that the model does not have, that it was made. */
  assess(
    call: Call,
    change: WatchedChange,
    { governance, state }: { readonly governance: Governance; readonly state: AccountState | undefined },
  ): readonly Finding[] {
    const organizationCall = organizationCallOf(call, change);
    const about = { call, governance, state, now: call.time };
    if (organizationCall === undefined) return assessWatched({ ...about, change });
    const before = withWhatCallTells(this.#organization, organizationCall);
    const after = applyOrganizationCall(before, organizationCall);
    this.#organization = after;
    return assessOrganization({ ...about, organizationCall, pair: { before, after } });
  }
}
