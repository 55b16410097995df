import { isTold, type ModelCase, runningWaiver } from './case-in-model.ts';
import { afterChange, type Change, contentAt, isReserved, placeOf } from './changes.ts';
import { allowedNow } from './allowed.ts';
import type { Model } from './model.ts';
import { accessOf } from './policies.ts';

const MINUTE = 60_000;

/** Says what is wrong when everything has come to rest: nothing is under way, all is delivered, and AWS does what it is asked. */
export function judgeSettled(model: Model): void {
  for (const current of model.cases.values()) {
    judgeEnded(model, current);
    judgeInForce(model, current);
    if (!isTold(current)) model.violate(`nobody was told the last of ${current.id}`);
  }
  for (const holder of model.company.standards.keys()) judgeHolder(model, holder);
}

/**
 * Says which waivers outlive their end by more than a minute in which Ambit ran undisturbed, from `since` on, and had time for
 * its work.
 */
export function judgeLapsed(model: Model, since: number): void {
  for (const current of model.cases.values()) {
    const last = current.intentions.at(-1);
    if (last?.kind !== 'restore' || last.outcome?.how === 'failed') continue;
    // where nothing can be held its end is told, and that is all
    if (current.waiverEnded && (current.hold === undefined || waits(model, current))) continue;
    const over = model.now - Math.max(last.until, since);
    if (over > MINUTE) model.violate(`the waiver of ${current.id} outlives its end by ${over / 1000} seconds`);
  }
}

/** A hold ends held, or as a failure that people were told of; nothing stays half done. */
function judgeEnded(model: Model, current: ModelCase): void {
  const last = current.intentions.at(-1);
  if (last === undefined) {
    const isDue = current.rejected ? current.hold !== undefined : (current.dueAt ?? Infinity) <= model.now;
    if (isDue && !waits(model, current)) model.violate(`${current.id} was due, and never held`);
    return;
  }
  if (last.outcome === undefined) return model.violate(`${current.id} was left half done: ${last.kind}`);
  if (last.kind === 'hold' || current.hold === undefined) return;
  if (runningWaiver(current, model.now) === undefined && !waits(model, current)) {
    model.violate(`${current.id} has no waiver that runs (${last.outcome.how}), and is not held`);
  }
}

/** Whether a hold waits for the waiver of another finding, as it may, and says so. */
function waits(model: Model, current: ModelCase): boolean {
  return current.hasGivenWay && mayWait(model, current);
}

/** It may where it would take something of that: nothing that it is to take is there beyond what is signed, and what people were told of. */
function mayWait(model: Model, { id, holder, access }: ModelCase): boolean {
  const isAnother = (other: ModelCase) => other.id !== id && other.holder === holder;
  const waives = [...model.cases.values()].some(
    (each) => isAnother(each) && runningWaiver(each, model.now) !== undefined,
  );
  return waives && !beyondExpected(model, holder).some((part) => access.has(part));
}

/** What the ledger says was done is so in the account, unless somebody else has written there since. */
function judgeInForce(model: Model, current: ModelCase): void {
  const last = current.intentions.at(-1);
  if (last?.outcome?.how !== 'confirmed') return;
  for (const change of last.changes) {
    const isOwn = model.writings.get(placeOf(change))?.by === current.id;
    const isThere = contentAt(afterChange(model.grants, change), change) === contentAt(model.grants, change);
    if (isOwn && !isThere)
      model.violate(`${current.id}: the ${last.kind} is confirmed, and not there: ${placeOf(change)}`);
  }
}

/** What a role or user has beyond its standard, what was signed, and what people were told of and have yet to decide about. */
function beyondExpected(model: Model, holder: string): readonly string[] {
  const own = [...model.cases.values()].filter((each) => each.holder === holder);
  const open = own.filter((each) => isTold(each) && isOpen(each, model.now));
  const expected = new Set([...allowedNow(model, holder), ...open.flatMap(({ access }) => [...access])]);
  return [...accessOf(model.grants, holder)].filter((part) => !expected.has(part));
}

/** What a role or user may do beyond its standard and what was signed, somebody was told of. */
function judgeHolder(model: Model, holder: string): void {
  const beyond = beyondExpected(model, holder);
  if (beyond.length > 0) model.violate(`${holder} has ${beyond.join(', ')}: not held, not signed, and nobody was told`);
  judgeDenies(model, holder);
}

/** Who is denied something by Ambit has a finding that is held; what was given back is not denied any more. */
function judgeDenies(model: Model, holder: string): void {
  for (const policy of model.grants.holders.get(holder)?.inline.keys() ?? []) {
    const place: Change = { kind: 'drop', holder, policy };
    const by = isReserved(place) ? model.cases.get(model.writings.get(placeOf(place))?.by ?? '') : undefined;
    const isHeld = by === undefined || by.intentions.at(-1)?.kind === 'hold';
    if (!isHeld) model.violate(`${holder} is still denied what ${by.id} held, which was given back`);
  }
}

/** Whether it is people's turn: nothing is to be held, not yet, or the hold failed. */
function isOpen(current: ModelCase, now: number): boolean {
  const last = current.intentions.at(-1);
  if (last !== undefined) return last.kind === 'hold' ? last.outcome?.how === 'failed' : current.hold === undefined;
  return !current.isSilent && (current.dueAt ?? Infinity) > now;
}
