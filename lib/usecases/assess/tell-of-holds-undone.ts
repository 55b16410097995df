import { subjectsOf } from '../../core/account/call-subjects.ts';
import { iamCallsIn } from '../../core/account/plan-call.ts';
import { type Call, changesOf } from '../../core/activity/call.ts';
import type { Case } from '../../core/governance/cases/case.ts';
import type { Finding } from '../../core/governance/finding.ts';
import { isNeverShown, showsAll } from '../holds/carry-out.ts';
import type { CaseBook } from '../case-book.ts';
import { stateKnownOfActor } from './state-known-of-actor.ts';
import type { TellDeps } from './tell-of-change.ts';

/** What tells who acted, and the cases whose holds the call may have taken back. */
export interface HoldsUndoneDeps extends TellDeps {
  readonly cases: CaseBook;
  /** An entry that came after the call: holds that it took back were begun before. Absent: nobody looked. */
  readonly since?: number | undefined;
}

/** What is said of a call that takes back a hold: of each principal that it concerns, once. */
export async function tellOfHoldsUndone(call: Call, deps: HoldsUndoneDeps): Promise<readonly Finding[]> {
  // what is replayed never acts, and nothing was held by it
  if (call.replayed || call.error !== undefined) return [];
  const made = changesOf(call).flatMap((change) => (change.kind === 'access' ? (change.iam ?? []) : []));
  const names = new Set(made.flatMap(subjectsOf).map(({ name }) => name.toLowerCase()));
  if (names.size === 0) return [];
  const held = (await deps.cases.cards(deps.since)).filter(
    ({ account, heldAt, principal }) =>
      account === call.account && heldAt !== undefined && names.has(nameIn(principal)),
  );
  // hardly any call is on a principal that is held
  if (held.length === 0) return [];
  const { assessHoldUndone, takesBack } = await import('../../core/governance/assess/assess-hold-undone.ts');
  const undone: Case[] = [];
  for (const current of await deps.cases.these(held)) {
    const ways = made.map((iam) => takesBack(iam, call, current));
    if (ways.includes('yes') || (ways.includes('if-gone') && (await isGone(current, deps)))) undone.push(current);
  }
  if (undone.length === 0) return [];
  const { classOfActor } = await import('../../core/governance/standards/classify.ts');
  const actorClass = classOfActor(call.actor, await stateKnownOfActor(call, deps), deps.governance).name;
  const now = deps.clock.now();
  return [...Map.groupBy(undone, ({ finding }) => finding.principal).values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [assessHoldUndone({ call, undone: [first, ...others], actorClass, now })],
  );
}

/** Whether an account does not show a hold any more; what is never shown may be gone. */
async function isGone({ finding, hold }: Case, { accounts }: Pick<TellDeps, 'accounts'>): Promise<boolean> {
  if (hold.kind === 'none') return false;
  const calls = iamCallsIn(hold.calls);
  const slice = await accounts.stateOf(finding.principal);
  return slice !== undefined && (!showsAll(slice, calls) || calls.some(isNeverShown));
}

/** Names of roles and users are unique ignoring case. */
function nameIn(principal: string): string {
  return principal.slice(principal.lastIndexOf('/') + 1).toLowerCase();
}
