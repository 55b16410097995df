import type { Intention, ModelCase } from './case-in-model.ts';
import { type Change, isReserved } from './changes.ts';
import { canonical, type Json } from './digest.ts';

/** Sessions are ended that begin until so long after a hold, in milliseconds. */
const AFTER_HOLD = 60_000;
const UNTIL = /"DateLessThan":\{"aws:TokenIssueTime":"([^"]*)"\}/g;

/** Whether a hold is the plan that was frozen. Sessions may be ended that began later than was planned, and no others. */
export function isPlanned({ hold }: ModelCase, { calls, at }: Intention): boolean {
  if (hold === undefined || withoutEnds(calls) !== withoutEnds(hold)) return false;
  const planned = endsIn(hold);
  return endsIn(calls).every((end, index) => (planned[index] ?? Infinity) <= end && end <= at + AFTER_HOLD);
}

function withoutEnds(calls: readonly Json[]): string {
  return canonical(calls).replace(UNTIL, '');
}

function endsIn(calls: readonly Json[]): readonly number[] {
  return [...canonical(calls).matchAll(UNTIL)].map(([, end = '']) => Date.parse(end));
}

/** Whether a hold denies the finding's holder something, and does no more. */
export function isDenyOf({ holder }: ModelCase, { changes }: Intention): boolean {
  const [deny, ...more] = changes;
  if (deny?.kind !== 'put' || more.length > 0 || deny.holder !== holder || !isReserved(deny)) return false;
  return deny.rules.every(({ effect }) => effect === 'Deny');
}

/** Whether a restore is what was frozen; denies that holds of the finding put may be lifted besides, each once. */
export function isSigned({ restore, intentions }: ModelCase, { calls, changes }: Intention): boolean {
  if (calls.length === 0) return true;
  const isFrozen = canonical(calls.slice(0, restore.length)) === canonical(restore);
  const begun = intentions.filter(({ kind }) => kind === 'hold').flatMap((each) => each.changes);
  const denies = new Set(begun.filter(({ kind }) => kind === 'put').map(denyOf));
  const lifted = changes.slice(restore.length);
  const isOnce = new Set(lifted.map(denyOf)).size === lifted.length;
  return (
    isFrozen && isOnce && lifted.every((each) => each.kind === 'drop' && isReserved(each) && denies.has(denyOf(each)))
  );
}

/** Whose deny a change puts or lifts, and its name. */
function denyOf(change: Change): string | undefined {
  return change.kind === 'put' || change.kind === 'drop' ? `${change.holder} ${change.policy}` : undefined;
}
