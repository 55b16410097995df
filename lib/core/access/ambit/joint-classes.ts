import { type ActionSet, differenceOf, isSameActions, placeIn, sharedPlaces } from '../action-set.ts';
import { type ActionPartition, membersOf } from './action-partition.ts';

/** Actions that no statement of several policies tells apart. */
export interface JointClass {
  readonly actions: ActionSet;
  /** The class in each of the policies; undefined: the policy does not take these actions. */
  readonly classes: readonly (number | undefined)[];
}

/**
 * Splits actions by the partitions of several policies; the class with the first action comes first. What a policy says
 * nothing about stays together, so that of a policy of many actions only those are touched that others speak of.
 */
export function jointClasses(actions: ActionSet, partitions: readonly ActionPartition[]): readonly JointClass[] {
  if (actions.length === 0) return [];
  const [first, ...others] = partitions;
  if (first === undefined) return [{ actions, classes: [] }];
  if (actions.length <= FEW) return fewClasses(actions, partitions);
  const isBase = isSameActions(first.actions, actions);
  const splitting = isBase ? new Splitting(actions, first) : new Splitting(actions, undefined);
  for (const partition of isBase ? others : partitions) splitting.splitBy(partition);
  return splitting.classes().sort((a, b) => (a.actions[0] ?? 0) - (b.actions[0] ?? 0));
}

/** So many actions are looked up one by one. */
const FEW = 24;

function fewClasses(actions: ActionSet, partitions: readonly ActionPartition[]): readonly JointClass[] {
  const joint: { readonly members: number[]; readonly classes: readonly (number | undefined)[] }[] = [];
  for (let at = 0; at < actions.length; at += 1) {
    const action = actions[at] ?? 0;
    const classes = partitions.map((partition) => classIn(partition, action));
    const same = joint.find((one) => classes.every((number, place) => one.classes[place] === number));
    if (same === undefined) joint.push({ members: [action], classes });
    else same.members.push(action);
  }
  return joint.map(({ members, classes }) => ({
    actions: joint.length === 1 ? actions : new Uint16Array(members),
    classes,
  }));
}

function classIn({ actions, classOf }: ActionPartition, action: number): number | undefined {
  const at = placeIn(actions, action);
  return actions[at] === action ? classOf[at] : undefined;
}

/** Classes that are split by one partition after the other: actions that a partition takes move to new classes. */
class Splitting {
  private readonly actions: ActionSet;
  /** The classes at the beginning, by their numbers. */
  private readonly base: readonly ActionSet[];
  private readonly baseOf: Uint16Array | undefined;
  /** For each of the actions the number of its class. */
  private readonly classOf: Uint32Array;
  private readonly sizes: number[];
  /** For each class that of each policy. */
  private readonly numbers: (number | undefined)[][];
  /** The places of actions that are not in the class any more in which they began. */
  private readonly moved: number[] = [];

  /** `base`: a partition of just these actions. */
  constructor(actions: ActionSet, base: ActionPartition | undefined) {
    this.actions = actions;
    this.base = base === undefined ? [actions] : membersOf(base);
    this.baseOf = base?.classOf;
    this.classOf = base === undefined ? new Uint32Array(actions.length) : Uint32Array.from(base.classOf);
    this.sizes = this.base.map(({ length }) => length);
    this.numbers = this.base.map((_members, number) => (base === undefined ? [] : [number]));
  }

  splitBy(partition: ActionPartition): void {
    const { classOf, sizes, numbers, moved, base } = this;
    const before = numbers.length;
    const width = partition.sizes.length;
    const found = new Map<number, number>();
    const { count, inFirst, inSecond } = sharedPlaces(this.actions, partition.actions);
    // of a partition that takes them all the actions of one class stay where they are
    const staying = count === this.actions.length ? largestOf(partition) : undefined;
    let [lastKey, last] = [-1, 0];
    for (let index = 0; index < count; index += 1) {
      const at = inFirst[index] ?? 0;
      const from = classOf[at] ?? 0;
      const own = partition.classOf[inSecond[index] ?? 0] ?? 0;
      if (own === staying) continue;
      const key = from * width + own;
      // neighbours are mostly of one class
      if (key !== lastKey) {
        lastKey = key;
        last = found.get(key) ?? numbers.length;
        if (last === numbers.length) {
          found.set(key, last);
          sizes.push(0);
          numbers.push([...(numbers[from] ?? []), own]);
        }
      }
      if (from < base.length) moved.push(at);
      classOf[at] = last;
      sizes[from] = (sizes[from] ?? 0) - 1;
      sizes[last] = (sizes[last] ?? 0) + 1;
    }
    for (let number = 0; number < before; number += 1) numbers[number]?.push(staying);
  }

  classes(): JointClass[] {
    const { base, sizes, numbers } = this;
    const { outOf, into } = this.moves();
    const classes: JointClass[] = [];
    for (const [number, of] of numbers.entries()) {
      if (sizes[number] === 0) continue;
      const began = base[number];
      const left = outOf.get(number);
      const rest = began === undefined || left === undefined ? began : differenceOf(began, new Uint16Array(left));
      classes.push({ actions: rest ?? new Uint16Array(into.get(number) ?? []), classes: of });
    }
    return classes;
  }

  /** The actions that moved, by the class in which they began and by that in which they are now. */
  private moves(): Record<'outOf' | 'into', ReadonlyMap<number, readonly number[]>> {
    const [outOf, into] = [new Map<number, number[]>(), new Map<number, number[]>()];
    const moved = new Uint16Array(this.moved).sort();
    let [lastFrom, lastTo] = [-1, -1];
    let [left, came]: [number[], number[]] = [[], []];
    for (let index = 0; index < moved.length; index += 1) {
      const at = moved[index] ?? 0;
      const from = this.baseOf?.[at] ?? 0;
      const to = this.classOf[at] ?? 0;
      // neighbours are mostly of one class
      if (from !== lastFrom) left = listOf(outOf, from);
      if (to !== lastTo) came = listOf(into, to);
      lastFrom = from;
      lastTo = to;
      left.push(this.actions[at] ?? 0);
      came.push(this.actions[at] ?? 0);
    }
    return { outOf, into };
  }
}

function largestOf({ sizes }: ActionPartition): number {
  return sizes.reduce((best, size, number) => (size > (sizes[best] ?? 0) ? number : best), 0);
}

function listOf(lists: Map<number, number[]>, number: number): number[] {
  const list = lists.get(number) ?? [];
  lists.set(number, list);
  return list;
}
