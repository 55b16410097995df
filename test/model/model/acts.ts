import { allowedNow } from './allowed.ts';
import { type Intention, type ModelCase, runningWaiver } from './case-in-model.ts';
import { afterChange, type Change, contentAt, isReserved, placeOf } from './changes.ts';
import { canonical, type Json } from './digest.ts';
import type { Model } from './model.ts';
import { accessOf, type Grants } from './policies.ts';
import { changeFrom } from './written-calls.ts';

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
  const gained = gainedIn(model.grants, afterChange(model.grants, change));
  if (intention.kind === 'hold') {
    // a trust policy that is put back lets those in whom its standard lets in
    const isUsual = ({ holder, part }: Gained) =>
      change.kind === 'trust' && model.company.standards.get(holder)?.has(part) === true;
    // what was written over comes back with what is put back, as far as people have signed for it
    const isSigned = ({ holder, part }: Gained) => allowedNow(model, holder).has(part);
    const given = gained.filter((each) => !isUsual(each) && !isSigned(each));
    if (given.length > 0) model.violate(`the hold of ${findingId} gives ${textOf(given)}`);
    judgeTaken(model, { act, change, current, intention });
  } else if (gained.some(({ holder }) => holder !== current.holder)) {
    model.violate(`the restore of ${findingId} gives ${textOf(gained)}, and is of ${current.holder}`);
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

/** A part of an access that somebody did not have before. */
interface Gained {
  readonly holder: string;
  readonly part: string;
}

function gainedIn(before: Grants, after: Grants): readonly Gained[] {
  return [...after.holders].flatMap(([holder, { kind }]) => {
    // a group does nothing by itself
    if (kind === 'group') return [];
    const had = accessOf(before, holder);
    return [...accessOf(after, holder)].filter((part) => !had.has(part)).map((part) => ({ holder, part }));
  });
}

function textOf(gained: readonly Gained[]): string {
  return gained.map(({ holder, part }) => `${part} to ${holder}`).join(', ');
}

interface Taken {
  readonly act: Act;
  readonly change: Change;
  readonly current: ModelCase;
  readonly intention: Intention;
}

/** A hold takes what its call gave and nothing else: by a deny on its holder, or what the call wrote, as it was before. */
function judgeTaken(model: Model, { act, change, current, intention }: Taken): void {
  if ('holder' in change && change.holder !== current.holder) {
    return model.violate(`the hold of ${current.id} touches ${change.holder}, and is of ${current.holder}`);
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
    const isCovered = waiver?.changes.some((each) => placeOf(each) === place && isGiven(model, each)) === true;
    if (isCovered && !isUnseen) model.violate(`the hold of ${current.id} takes what the waiver of ${other.id} covers`);
  }
}

/** Whether what a change has given is there as it gave it: what somebody has written over it is not covered by its waiver. */
function isGiven({ grants }: Model, change: Change): boolean {
  return !isReserved(change) && contentAt(afterChange(grants, change), change) === contentAt(grants, change);
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
