import { type ActionSet, differenceOf, has, intersectionOf, placeIn, unionOf } from '../action-set.ts';
import { type ActionElement, actionElementOf } from '../named-actions.ts';
import { takesName } from '../action-patterns.ts';
import { ACTION_COUNT, actionName } from '../catalogue.ts';
import type { PatternList } from '../../policy/statement.ts';

/** The actions that the statements of one policy take, split into classes that no statement of it tells apart. */
export interface ActionPartition {
  readonly actions: ActionSet;
  /** For each of `actions` the number of its class. */
  readonly classOf: Uint16Array;
  /** For each class how many actions it has. */
  readonly sizes: Uint32Array;
  /** For each class one of its actions: what is true of it is true of all. */
  readonly representatives: Uint16Array;
  /** For each statement the actions that it takes. */
  readonly taken: readonly ActionSet[];
}

/** The places of the statements that take a class, ascending. */
export function placesOf({ representatives, taken }: ActionPartition, number: number): readonly number[] {
  const action = representatives[number];
  if (action === undefined) return [];
  const places: number[] = [];
  for (let place = 0; place < taken.length; place += 1) {
    const set = taken[place];
    if (set !== undefined && has(set, action)) places.push(place);
  }
  return places;
}

/** The partition of the Action and NotAction elements of a policy's statements, in their order. */
export function partitionOf(elements: readonly PatternList[]): ActionPartition {
  return partitionBy(elements.map(actionElementOf));
}

/** What of that partition concerns some actions. */
export function partitionAmong(elements: readonly PatternList[], actions: ActionSet): ActionPartition {
  const names = Array.from(actions, (action) => actionName(action).toLowerCase());
  return partitionBy(elements.map((element) => takenAmong(element, actions, names)));
}

const NO_ACTION: ActionSet = new Uint16Array();

function takenAmong(element: PatternList, actions: ActionSet, names: readonly string[]): Taken {
  const taken: number[] = [];
  for (const [at, name] of names.entries()) if (takesName(element, name)) taken.push(actions[at] ?? 0);
  return { taken: taken.length === 0 ? NO_ACTION : new Uint16Array(taken), leftOut: undefined };
}

/** The actions that a statement takes, and where it is known all that it does not. */
type Taken = Pick<ActionElement, 'taken' | 'leftOut'>;

function partitionBy(statements: readonly Taken[]): ActionPartition {
  const sets = statements.map(({ taken }) => taken);
  const actions = unionOf(sets);
  const classOf = new Uint32Array(actions.length);
  let last = 0;
  for (const statement of statements) last = moveToNewClasses(fewerOf(statement, actions), actions, classOf, last);
  return numbered(actions, classOf, sets);
}

/** What a statement takes of the actions or what it does not, whichever is less: both split the classes in the same way. */
function fewerOf({ taken, leftOut }: Taken, actions: ActionSet): ActionSet {
  if (taken.length * 2 <= actions.length) return taken;
  return leftOut === undefined ? differenceOf(actions, taken) : intersectionOf(actions, leftOut);
}

/** Gives some of the actions classes of their own, one for each that they were in; the number of the last class. */
function moveToNewClasses(moving: ActionSet, actions: ActionSet, classOf: Uint32Array, last: number): number {
  const moved = new Map<number, number>();
  let at = 0;
  let [count, lastBefore, lastAfter] = [last, -1, -1];
  for (let index = 0; index < moving.length; index += 1) {
    const action = moving[index] ?? 0;
    if (actions[at] !== action) at = actions.length === ACTION_COUNT ? action : placeIn(actions, action);
    const before = classOf[at] ?? 0;
    if (before !== lastBefore) {
      lastBefore = before;
      lastAfter = moved.get(before) ?? count + 1;
      if (lastAfter > count) {
        count = lastAfter;
        moved.set(before, lastAfter);
      }
    }
    classOf[at] = lastAfter;
    at += 1;
  }
  return count;
}

/** Numbers the classes that have actions. */
function numbered(actions: ActionSet, classOf: Uint32Array, taken: readonly ActionSet[]): ActionPartition {
  const numbers = new Map<number, number>();
  const representatives: number[] = [];
  const sizes: number[] = [];
  // there are no more classes than actions, whose numbers have 16 bits
  const renumbered = new Uint16Array(classOf.length);
  for (let at = 0; at < classOf.length; at += 1) {
    const one = classOf[at] ?? 0;
    let number = numbers.get(one);
    if (number === undefined) {
      number = representatives.push(actions[at] ?? 0) - 1;
      sizes.push(0);
      numbers.set(one, number);
    }
    sizes[number] = (sizes[number] ?? 0) + 1;
    renumbered[at] = number;
  }
  return {
    actions,
    classOf: renumbered,
    sizes: new Uint32Array(sizes),
    representatives: new Uint16Array(representatives),
    taken,
  };
}

const memberLists = new WeakMap<ActionPartition, readonly ActionSet[]>();

/** The actions of each class, by its number; found once for a partition. */
export function membersOf(partition: ActionPartition): readonly ActionSet[] {
  const known = memberLists.get(partition);
  if (known !== undefined) return known;
  const members = listMembers(partition);
  memberLists.set(partition, members);
  return members;
}

function listMembers({ actions, classOf, sizes }: ActionPartition): readonly ActionSet[] {
  if (sizes.length === 1) return [actions];
  const members = Array.from(sizes, (size) => new Uint16Array(size));
  const ends = new Uint32Array(sizes.length);
  for (let at = 0; at < classOf.length; at += 1) {
    const number = classOf[at] ?? 0;
    const end = ends[number] ?? 0;
    const list = members[number];
    if (list !== undefined) list[end] = actions[at] ?? 0;
    ends[number] = end + 1;
  }
  return members;
}
