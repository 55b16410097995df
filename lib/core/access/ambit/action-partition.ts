import {
  type ActionElement,
  type ActionSet,
  actionElementOf,
  areApart,
  differenceOf,
  has,
  intersectionOf,
  placeIn,
  unionOf,
} from '../action-set.ts';
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

/** Actions that no statement of several policies tells apart. */
export interface JointClass {
  readonly actions: ActionSet;
  /** The class in each of the policies; undefined: the policy does not take these actions. */
  readonly classes: readonly (number | undefined)[];
}

/** Splits actions by the partitions of several policies. */
export function jointClasses(actions: ActionSet, partitions: readonly ActionPartition[]): readonly JointClass[] {
  if (actions.length === 0) return [];
  let joint: Joint = { classOf: new Uint16Array(actions.length), classes: [[]] };
  for (const partition of partitions) joint = refined(joint, actions, partition);
  const { classOf, classes } = joint;
  if (classes.length === 1) return classes.map((each) => ({ actions, classes: each }));
  const sizes = new Uint32Array(classes.length);
  for (let at = 0; at < classOf.length; at += 1) sizes[classOf[at] ?? 0] = (sizes[classOf[at] ?? 0] ?? 0) + 1;
  const members = classes.map((_class, one) => new Uint16Array(sizes[one] ?? 0));
  sizes.fill(0);
  for (let at = 0; at < classOf.length; at += 1) {
    const one = classOf[at] ?? 0;
    const list = members[one];
    const place = sizes[one] ?? 0;
    if (list !== undefined) list[place] = actions[at] ?? 0;
    sizes[one] = place + 1;
  }
  return classes.map((each, one) => ({ actions: members[one] ?? new Uint16Array(), classes: each }));
}

interface Joint {
  readonly classOf: Uint16Array;
  readonly classes: readonly (readonly (number | undefined)[])[];
}

function refined(joint: Joint, actions: ActionSet, partition: ActionPartition): Joint {
  if (areApart(actions, partition.actions)) {
    return { classOf: joint.classOf, classes: joint.classes.map((one) => [...one, undefined]) };
  }
  const classOf = new Uint16Array(actions.length);
  const classes: (readonly (number | undefined)[])[] = [];
  const width = partition.sizes.length + 1;
  const numbers = new Map<number, number>();
  const find = finder(partition);
  let [lastKey, last] = [-1, 0];
  for (let at = 0; at < actions.length; at += 1) {
    const before = joint.classOf[at] ?? 0;
    const own = find(actions[at] ?? 0);
    const key = before * width + own;
    // neighbours are mostly of one class
    if (key !== lastKey) {
      lastKey = key;
      last = numbers.get(key) ?? classes.length;
      if (last === classes.length) {
        numbers.set(key, last);
        classes.push([...(joint.classes[before] ?? []), own === 0 ? undefined : own - 1]);
      }
    }
    classOf[at] = last;
  }
  return { classOf, classes };
}

/** Looks up ascending actions: one more than the number of its class, or 0 where the partition does not have it. */
function finder({ actions, classOf }: ActionPartition): (action: number) => number {
  if (actions.length === ACTION_COUNT) return (action) => (classOf[action] ?? 0) + 1;
  let at = 0;
  return (action) => {
    let steps = 0;
    while (at < actions.length && (actions[at] ?? 0) < action) {
      steps += 1;
      at = steps > 8 ? placeIn(actions, action) : at + 1;
    }
    return actions[at] === action ? (classOf[at] ?? 0) + 1 : 0;
  };
}
