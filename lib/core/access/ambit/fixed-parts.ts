import { ANY, COLON, type Glob, STAR, globMatchesLetters, isOpaque, textOf } from '../../policy/glob.ts';

/**
 * Whether two patterns have nothing in common, as far as their fixed letters show it: ARN patterns with different services,
 * say, or with different kinds of resources. Seen at once, before anything is combined.
 */
export function differInFixedPart(a: Glob, b: Glob): boolean {
  if (clashAtEnd(a, b)) return true;
  let [fromA, fromB] = [0, 0];
  for (let part = 0; part < 5; part += 1) {
    const [endA, endB] = [endOfPart(a, fromA), endOfPart(b, fromB)];
    if (endA === undefined || endB === undefined) break;
    if (partsDiffer({ glob: a, from: fromA, end: endA }, { glob: b, from: fromB, end: endB })) return true;
    fromA = endA + 1;
    fromB = endB + 1;
  }
  return clashAtStart(a, fromA, b, fromB);
}

/** Whether the letters from here differ before the first mark that may take several. */
function clashAtStart(a: Glob, fromA: number, b: Glob, fromB: number): boolean {
  for (let index = 0; ; index += 1) {
    const [x, y] = [a[fromA + index], b[fromB + index]];
    if (!isLetter(x) || !isLetter(y)) return false;
    if (x !== y) return true;
  }
}

function clashAtEnd(a: Glob, b: Glob): boolean {
  for (let index = 1; ; index += 1) {
    const [x, y] = [a[a.length - index], b[b.length - index]];
    if (!isLetter(x) || !isLetter(y)) return false;
    if (x !== y) return true;
  }
}

/** Not a wildcard, nor an unknown text. */
function isLetter(mark: number | undefined): mark is number {
  return mark !== undefined && mark >= 0 && !isOpaque(mark);
}

const meetings = new WeakMap<Glob, WeakMap<Glob, boolean>>();

/** Whether two patterns may have a text in common; asked of the same two in many classes and comparisons. */
export function mayMeet(a: Glob, b: Glob): boolean {
  const ofA = meetings.get(a) ?? new WeakMap<Glob, boolean>();
  const known = ofA.get(b);
  if (known !== undefined) return known;
  const answer = !differInFixedPart(a, b);
  meetings.set(a, ofA.set(b, answer));
  return answer;
}

/** The text of the service of an ARN pattern; undefined: it is not fixed. */
export function serviceOfGlob(glob: Glob): string | undefined {
  const prefix = endOfPart(glob, 0);
  const partition = prefix === undefined ? undefined : endOfPart(glob, prefix + 1);
  const end = partition === undefined ? undefined : endOfPart(glob, partition + 1);
  if (partition === undefined || end === undefined) return undefined;
  const service = { glob, from: partition + 1, end };
  return isFixed(service) ? textOf(marksOf(service)) : undefined;
}

/** The marks of a pattern between two colons: `end` is not among them. */
interface Part {
  readonly glob: Glob;
  readonly from: number;
  readonly end: number;
}

function partsDiffer(a: Part, b: Part): boolean {
  const [fixedA, fixedB] = [isFixed(a), isFixed(b)];
  if (fixedA && fixedB) return !isSamePart(a, b);
  if (fixedA) return !globMatchesLetters(marksOf(b), marksOf(a));
  return fixedB && !globMatchesLetters(marksOf(a), marksOf(b));
}

function marksOf({ glob, from, end }: Part): Glob {
  return glob.slice(from, end);
}

/** Where the colon after a part is; undefined: there is none, or what stands before it may have colons itself. */
function endOfPart(glob: Glob, from: number): number | undefined {
  for (let index = from; index < glob.length; index += 1) {
    const mark = glob[index];
    if (mark === COLON) return index;
    if (mark === undefined || mark === STAR || mark === ANY || isOpaque(mark)) return undefined;
  }
  return undefined;
}

function isFixed({ glob, from, end }: Part): boolean {
  for (let index = from; index < end; index += 1) if ((glob[index] ?? 0) < 0) return false;
  return true;
}

function isSamePart(a: Part, b: Part): boolean {
  const length = a.end - a.from;
  if (length !== b.end - b.from) return false;
  for (let index = 0; index < length; index += 1) if (a.glob[a.from + index] !== b.glob[b.from + index]) return false;
  return true;
}
