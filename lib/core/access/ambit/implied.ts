import type { Glob } from '../../policy/glob.ts';
import { surelyCovers } from './glob-algebra.ts';
import { differInFixedPart } from './fixed-parts.ts';
import type { Literal, ResourceAtom } from './literal.ts';

/**
 * Whether literals are true wherever the given ones are, as far as their wording shows it: a quick sufficient test. `false`
 * may also mean that it was not clear.
 */
export function impliesAll(given: readonly Literal[], wanted: readonly Literal[]): boolean {
  return wanted.every((literal) => given.some((one) => implies(one, literal)));
}

/** Whether two lists of literals cannot all be true, as far as their wording shows it. */
export function excludeEachOther(a: readonly Literal[], b: readonly Literal[]): boolean {
  return a.some((one) => b.some((other) => implies(one, { ...other, holds: !other.holds })));
}

function implies({ atom, holds }: Literal, { atom: other, holds: otherHolds }: Literal): boolean {
  if (atom.kind === other.kind && holds === otherHolds && atom.meaning === other.meaning) return true;
  if (atom.kind !== 'resource' || other.kind !== 'resource') return false;
  if (holds && otherHolds) return atom.globs.every((glob) => isCoveredBy(glob, other));
  if (!holds && !otherHolds) return other.globs.every((glob) => isCoveredBy(glob, atom));
  if (!holds) return false;
  return atom.globs.every((glob) => other.globs.every((each) => differInFixedPart(glob, each)));
}

const answers = new WeakMap<Glob, WeakMap<ResourceAtom, boolean>>();

/** Whether one pattern of the list covers this one; asked again for each class of actions, so it is remembered. */
function isCoveredBy(glob: Glob, list: ResourceAtom): boolean {
  const ofGlob = answers.get(glob) ?? new WeakMap<ResourceAtom, boolean>();
  const known = ofGlob.get(list);
  if (known !== undefined) return known;
  const answer = list.globs.includes(glob) || list.globs.some((wide) => surelyCovers(wide, glob));
  answers.set(glob, ofGlob.set(list, answer));
  return answer;
}
