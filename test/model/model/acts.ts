import { type Intention, type ModelCase, runningWaiver } from './case-in-model.ts';
import { afterChange, type Change, contentAt, isReserved, placeOf } from './changes.ts';
import { canonical, type Json } from './digest.ts';
import { changeFrom } from './facts.ts';
import type { Model } from './model.ts';
import { accessOf, type Grants } from './policies.ts';

/** One call by which Ambit changed the account. */
export interface Act {
  readonly findingId: string;
  readonly call: Json;
  /** How many facts the ledger had when the work read it last in which the call was made. */
  readonly read: number;
  /** The number of the change up to which the account was read last in that work. */
  readonly seen: number;
}

/** Ambit changed the account: says what is wrong with that, and changes that of the model. Called before anything else happens. */
export function takeAct(model: Model, act: Act): void {
  judgeAct(model, act);
  model.write(changeFrom(act.call), act.findingId);
}

function judgeAct(model: Model, act: Act): void {
  const { findingId, call, read } = act;
  const change = changeFrom(call);
  const current = model.cases.get(findingId);
  const intention = current?.intentions.findLast((each) => isOpen(each, read) && has(each, call));
  if (current === undefined || intention === undefined) {
    return model.violate(
      `${canonical(call)} was made for ${findingId} without reading its intention in the ledger before`,
    );
  }
  judgeOnce(model, { intention, act, change });
  const after = afterChange(model.grants, change);
  const gained = gainedIn(model.grants, after);
  if (intention.kind === 'hold') {
    if (gained.length > 0) model.violate(`the hold of ${findingId} gives ${gained.join(', ')} more access`);
    judgeTaken(model, { act, change, current, intention });
  } else if (gained.some((role) => role !== current.role)) {
    model.violate(`the restore of ${findingId} gives ${gained.join(', ')} more access, and is of ${current.role}`);
  } else if (gained.length > 0 && intention.until <= model.now) {
    model.violate(`${findingId} is given back after its waiver has ended`);
  }
}

/** Whether the ledger had the intention at a place, and had it going on. */
function isOpen({ from, outcome, supersededAt }: Intention, place: number): boolean {
  const ended = Math.min(outcome?.place ?? Infinity, supersededAt ?? Infinity);
  return from <= place && place < ended;
}

function has({ calls }: Intention, call: Json): boolean {
  return calls.some((each) => canonical(each) === canonical(call));
}

/** A call of one intention changes something once; again only where somebody else undid it, or another finding. */
function judgeOnce(model: Model, { intention, act: { call, findingId }, change }: Omit<Taken, 'current'>): void {
  const text = canonical(call);
  const earlier = intention.made.get(text);
  const isUndone = model.writings.get(placeOf(change))?.by !== findingId;
  if (earlier !== undefined && !isUndone) model.violate(`${text} had its effect twice for one intention`);
  intention.made.set(text, model.changes + 1);
}

function gainedIn(before: Grants, after: Grants): readonly string[] {
  return [...after.roles.keys()].filter((role) => {
    const had = accessOf(before, role);
    return [...accessOf(after, role)].some((action) => !had.has(action));
  });
}

interface Taken {
  readonly act: Act;
  readonly change: Change;
  readonly current: ModelCase;
  readonly intention: Intention;
}

/** A hold takes what its call gave and nothing else: the deny on its role, or what the call wrote, as it was before. */
function judgeTaken(model: Model, { act, change, current, intention }: Taken): void {
  if ('role' in change && change.role !== current.role) {
    return model.violate(`the hold of ${current.id} touches ${change.role}, and is of ${current.role}`);
  }
  if (isReserved(change)) return;
  const given = model.journal.get(current.callId ?? '');
  if (given === undefined || placeOf(given.change) !== placeOf(change)) {
    return model.violate(`the hold of ${current.id} takes what its call did not give: ${placeOf(change)}`);
  }
  const now = contentAt(model.grants, change);
  const asFound = current.frozen === undefined ? undefined : contentAt(current.frozen, change);
  const isOwn = stepsOf(model, intention).has(now) || now === given.after || now === asFound;
  const writing = model.writings.get(placeOf(change));
  // AWS takes no condition: what came after the last look cannot be spared
  const isUnseen = writing !== undefined && writing.number > act.seen;
  if (!isOwn && !isUnseen) model.violate(`the hold of ${current.id} takes what is newer: ${now} at ${placeOf(change)}`);
  judgeWaived(model, { change, current, isUnseen });
}

/** What another finding was given back, and still may hold, is not taken by this one. */
function judgeWaived(
  model: Model,
  { change, current, isUnseen }: { readonly change: Change; readonly current: ModelCase; readonly isUnseen: boolean },
): void {
  const place = placeOf(change);
  for (const other of model.cases.values()) {
    const waiver = other.id === current.id ? undefined : runningWaiver(other, model.now);
    const isCovered = waiver?.changes.some((each) => !isReserved(each) && placeOf(each) === place) === true;
    if (isCovered && !isUnseen) model.violate(`the hold of ${current.id} takes what the waiver of ${other.id} covers`);
  }
}

/** What the place holds between the calls of one intention. */
function stepsOf(model: Model, { changes }: Intention): ReadonlySet<string> {
  const steps = new Set<string>();
  let grants = model.grants;
  for (const change of changes) {
    grants = afterChange(grants, change);
    steps.add(contentAt(grants, change));
  }
  return steps;
}
