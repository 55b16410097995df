import type { Call } from '../../core/activity/call.ts';
import type { Fact } from '../../core/governance/ledger/fact.ts';
import { foldPermits, type Permit } from '../../core/governance/permits/fold-permit.ts';
import { type Pass, roleInPass, subjectsOfCall } from '../../core/governance/permits/gate-pass.ts';
import { lackText } from '../../core/governance/permits/gate-message.ts';
import { permitId, type PermitSubject } from '../../core/governance/permits/permit.ts';
import { type Change, permitCovers } from '../../core/governance/permits/permit-covers.ts';
import type { Instant } from '../../core/instant.ts';
import { appendChosen, type Choice } from '../append-chosen.ts';
import { passesIn, type PermitDeps, permitFor } from './use-permit.ts';

/** Whether permits make a recorded call expected; if not, what keeps the one that is nearest from it. */
export type Claim =
  | { readonly kind: 'expected'; readonly permits: readonly string[] }
  | { readonly kind: 'unexpected'; readonly lack: string | undefined };

/**
 * Claims the permits that a recorded call needs: of the operation that passed the gate and of which it is a part, or its own, one for
 * each resource. A claim is in the ledger before the call counts as expected, and once only; the same call again has it.
 */
export async function claimPermits(call: Call, deps: PermitDeps): Promise<Claim> {
  for (const pass of await passesIn(call.account, call.time, deps)) {
    if (roleInPass(call, pass) === undefined) continue;
    if (await claimPart(call, pass, deps)) return { kind: 'expected', permits: [pass.permit.id] };
  }
  return claimOwn(call, deps);
}

async function claimPart(call: Call, { permit, stack }: Pass, { ledger, clock }: PermitDeps): Promise<boolean> {
  return appendChosen(ledger, permit.id, (entries): Choice<boolean> => {
    const current = foldPermits(entries).find(({ digest }) => digest === permit.digest);
    const by = current === undefined ? undefined : roleInPass(call, { permit: current, stack });
    if (current === undefined || by === undefined) return { facts: [], answer: false };
    return {
      facts: current.calls.includes(call.id) ? [] : [usedBy(current, call, { by, at: clock.now() })],
      answer: true,
    };
  });
}

async function claimOwn(call: Call, deps: PermitDeps): Promise<Claim> {
  const subjects = subjectsOfCall(call);
  if (subjects.length === 0) return { kind: 'unexpected', lack: undefined };
  for (const subject of subjects) {
    const covering = await permitFor(changeBy(call, subject), deps);
    if (!covering.ok)
      return { kind: 'unexpected', lack: covering.error.code === 'NONE' ? undefined : lackText(covering.error) };
  }
  for (const subject of subjects) {
    if (!(await claimOne(call, subject, deps)))
      return { kind: 'unexpected', lack: 'its permit was used by another call' };
  }
  return { kind: 'expected', permits: subjects.map(permitId) };
}

async function claimOne(
  call: Call,
  subject: PermitSubject,
  { ledger, governance, clock }: PermitDeps,
): Promise<boolean> {
  return appendChosen(ledger, permitId(subject), (entries): Choice<boolean> => {
    const change = changeBy(call, subject);
    const covering = foldPermits(entries).find((permit) => permitCovers(permit, change, governance).ok);
    if (covering === undefined) return { facts: [], answer: false };
    return {
      facts: covering.use === undefined ? [usedBy(covering, call, { by: 'call', at: clock.now() })] : [],
      answer: true,
    };
  });
}

function changeBy({ id, actor, time }: Call, subject: PermitSubject): Change {
  return { ...subject, key: id, actor, at: time };
}

function usedBy(
  { id, digest }: Permit,
  { id: key, time }: Call,
  { by, at }: { readonly by: 'call' | 'part'; readonly at: Instant },
): Fact {
  return { kind: 'permit-used', permitId: id, digest, use: { by, key, destroys: [], at: time }, at };
}
