import { foldPermits, type Permit } from '../../core/governance/permits/fold-permit.ts';
import type { Pass } from '../../core/governance/permits/gate-pass.ts';
import { passesOf } from '../../core/governance/permits/gate-fact.ts';
import type { GatedChange } from '../../core/governance/permits/gated-change.ts';
import type { PermitLack } from '../../core/governance/permits/gate-message.ts';
import { type Change, permitCovers } from '../../core/governance/permits/permit-covers.ts';
import { permitId } from '../../core/governance/permits/permit.ts';
import type { Governance } from '../../core/governance/standards/standards.ts';
import type { Instant } from '../../core/instant.ts';
import { err, type Result } from '../../core/result.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Ledger } from '../../ports/ledger.ts';
import { appendChosen, type Choice } from '../append-chosen.ts';

/** The ledger that has the permits, and the rules they are asked for by. */
export interface PermitDeps {
  readonly ledger: Ledger;
  readonly governance: Governance;
  readonly clock: Clock;
}

/** A request of the gate that needs a permit. */
export interface GateUse {
  readonly gated: GatedChange;
  readonly token: string;
  /** ARN of the stack that is worked on; undefined: none. */
  readonly stack: string | undefined;
  /** ARN of the role with which CloudFormation works on it. */
  readonly role: string | undefined;
  /** From then on it is too late to answer, so nothing is used. */
  readonly deadline: Instant;
}

/** The permit that covers a change as things are, without using it. */
export async function permitFor(
  change: Change,
  { ledger, governance }: PermitDeps,
): Promise<Result<Permit, PermitLack>> {
  return coveringIn(foldPermits(await ledger.about(permitId(change))), change, governance);
}

/**
 * Uses the permit for what the gate was asked about: it is written down before anybody is told. The same request again is the
 * same use; so is the same operation asked again soon, where an answer came too late. A request that is answered too late is not
 * let through.
 */
export async function usePermit(
  { gated, token, stack, role, deadline }: GateUse,
  { ledger, governance, clock }: PermitDeps,
): Promise<Result<Permit, PermitLack | { readonly code: 'LATE' }>> {
  const { change, destroys } = gated;
  const isLate = (): boolean => clock.now() >= deadline;
  const claimed = await appendChosen(
    ledger,
    permitId(change),
    (entries): Choice<Result<Permit, PermitLack | { readonly code: 'LATE' }>> => {
      const at = clock.now();
      const asked = { ...change, key: token, actor: 'untold', at, stack: stack ?? '' } as const;
      const covering = coveringIn(foldPermits(entries), asked, governance);
      if (!covering.ok || covering.value.tokens.includes(token)) return { facts: [], answer: covering };
      if (isLate()) return { facts: [], answer: err({ code: 'LATE' }) };
      const { id, digest } = covering.value;
      const used = {
        kind: 'permit-used',
        permitId: id,
        digest,
        use: { by: 'gate', key: token, destroys, stack: asked.stack, ...(role === undefined ? {} : { role }), at },
        at,
      } as const;
      const { account } = change;
      const passed = { kind: 'gate-passed', account, permitId: id, stack: asked.stack, token, at } as const;
      return { facts: [used, passed], answer: covering };
    },
  );
  return claimed.ok && isLate() ? err({ code: 'LATE' }) : claimed;
}

/** The last permit tells why, if none covers it. */
function coveringIn(permits: readonly Permit[], change: Change, governance: Governance): Result<Permit, PermitLack> {
  const answers = permits.map((permit) => permitCovers(permit, change, governance));
  return answers.find((answer) => answer.ok) ?? answers.at(-1) ?? err({ code: 'NONE' });
}

const HOUR = 3_600_000;

/** The permits by which operations of stacks passed the gate in an account and whose windows are not over. */
export async function passesIn(
  account: string,
  at: Instant,
  deps: Omit<PermitDeps, 'clock'>,
): Promise<readonly Pass[]> {
  const { ledger, governance } = deps;
  const oldest = at - governance.permit.longestHours * HOUR;
  const passes: Pass[] = [];
  for (const { fact } of await ledger.about(passesOf(account))) {
    if (fact.kind !== 'gate-passed' || fact.at <= oldest) continue;
    const permits = foldPermits(await ledger.about(fact.permitId));
    const permit = permits.find(({ tokens }) => tokens.includes(fact.token));
    if (permit !== undefined && at < permit.terms.until) passes.push({ permit, stack: fact.stack });
  }
  return passes;
}
