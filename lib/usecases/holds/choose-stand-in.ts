import type { AccountState } from '../../core/account/state.ts';
import type { Case } from '../../core/governance/cases/case.ts';
import { activeWaivers } from '../../core/governance/cases/waiver.ts';
import type { Finding, HoldPlan } from '../../core/governance/finding.ts';
import { exactStandIn } from '../../core/governance/holds/denies/exact-stand-in.ts';
import type { Governance } from '../../core/governance/standards/standards.ts';
import type { Instant } from '../../core/instant.ts';
import type { JsonObject } from '../../core/json.ts';
import { waiversOf } from '../assess/waivers-of.ts';

/** What is to be denied in place of a plan, and for people how much that is; `document` undefined: everything. */
interface Denied {
  readonly document: JsonObject | undefined;
  readonly what: string;
}

/** What is known when a hold is made. */
interface Circumstances {
  /** All cases of the principal. */
  readonly ofPrincipal: readonly Case[];
  readonly governance: Governance;
  readonly now: Instant;
}

interface Instead {
  readonly finding: Finding;
  readonly plan: HoldPlan;
  /** The principal as it is read; undefined: it is gone. */
  readonly read: AccountState | undefined;
  /** The same once the restores under way have been made. */
  readonly live: AccountState | undefined;
}

/**
 * The least that is proved to stop a finding's excess: that beyond what people have signed for under other findings, else all of
 * the excess, else everything. What is signed for and denied all the same is told.
 */
export function chooseStandIn({ finding, plan, read, live }: Instead, circumstances: Circumstances): Denied {
  const { governance } = circumstances;
  const signed = signedBeside(finding, circumstances);
  if (signed.ids.length > 0) {
    const waivers = waiversOf({ principal: finding.principal, current: live }, signed.others, signed.now);
    const beyond = exactStandIn(finding, plan, { read, live, governance, waivers: waivers.filter(isOfAccess) });
    if (beyond.ok) {
      return {
        document: beyond.value,
        what: `denied exactly the excess beyond what is signed for in ${said(signed.ids)}`,
      };
    }
  }
  const also = alsoSigned(finding, circumstances);
  const exact = exactStandIn(finding, plan, { read, live, governance });
  return exact.ok
    ? { document: exact.value, what: `denied exactly the excess${also}` }
    : { document: undefined, what: `denied everything${also}, for ${exact.error}` };
}

/** For people, what is denied as well that they have signed for; empty: nothing. */
export function alsoSigned(finding: Finding, circumstances: Circumstances): string {
  const { ids } = signedBeside(finding, circumstances);
  return ids.length === 0 ? '' : ` (with what is signed for in ${said(ids)}, which could not be left out)`;
}

function signedBeside({ id, principal }: Finding, { ofPrincipal, now }: Circumstances) {
  const others = ofPrincipal.filter((other) => other.finding.id !== id);
  // what another worker has just begun to give back counts, however its clock goes
  const latest = Math.max(now, ...others.map(({ waiver }) => waiver?.from ?? 0));
  const ids = activeWaivers(others, principal, latest).map(({ findingId }) => findingId);
  return { others, ids, now: latest };
}

/** A waiver of trust says nothing of what the principal may do. */
function isOfAccess({ resource }: { readonly resource?: unknown }): boolean {
  return resource === undefined;
}

function said(ids: readonly string[]): string {
  return ids.join(', ');
}
