import type { PatternList } from '../../policy/statement.ts';
import { withoutListed } from '../action-patterns.ts';
import type { CompiledPolicy, PlacedPolicy } from './compiled-policy.ts';
import type { Level, Path } from './paths.ts';
import type { PolicyWording } from './statement-wording.ts';

/** What of a statement may reach outside the limits: these patterns of its Action element, or all that its NotAction takes. */
export interface OpenPart {
  readonly place: number;
  readonly action: PatternList;
}

/**
 * The parts of the granted side's statements that may reach outside the limits, by policy. The others are allowed word for
 * word at each level of a limit, by a statement that asks the same and lists the same pattern, and that limit denies, word
 * for word, nothing but what the granted side denies itself. Versions of a policy have most of their statements in common,
 * and the others differ in a few actions.
 */
export function openParts(granted: Path, limits: readonly Path[]): ReadonlyMap<CompiledPolicy, readonly OpenPart[]> {
  const own = wordingsOf(granted.denies);
  const covering = limits
    .filter(({ denies }) => denyNothingElse(wordingsOf(denies), own))
    .map(({ levels }) => levels.map(wordingsOf));
  return new Map((granted.levels[0] ?? []).map((placed) => [placed.policy, openPartsOf(placed, covering)]));
}

type Wordings = readonly (PolicyWording | undefined)[];

function openPartsOf({ policy, wording }: PlacedPolicy, covering: readonly (readonly Wordings[])[]): OpenPart[] {
  const open: OpenPart[] = [];
  for (const [place, whole] of policy.elements.entries()) {
    if (policy.effects[place] === 'Deny') continue;
    const asked = wording?.asked[place];
    const action = asked === undefined ? whole : openActions(whole, asked, covering);
    if (action !== undefined) open.push({ place, action });
  }
  return open;
}

/** What is left of an element when what all levels of a limit allow is taken out, limit by limit; undefined: nothing. */
function openActions(
  element: PatternList,
  asked: string,
  covering: readonly (readonly Wordings[])[],
): PatternList | undefined {
  let open: PatternList | undefined = element;
  for (const levels of covering) {
    if (open === undefined) return undefined;
    open = withoutListed(
      open,
      levels.map((level) => level.flatMap((wording) => wording?.allows.get(asked) ?? [])),
    );
  }
  return open;
}

function denyNothingElse(denies: Wordings, own: Wordings): boolean {
  return denies.every(
    (wording) =>
      wording !== undefined &&
      [...wording.denies].every(([asked, elements]) => {
        const ownElements = own.flatMap((one) => one?.denies.get(asked) ?? []);
        return elements.every((element) => withoutListed(element, [ownElements]) === undefined);
      }),
  );
}

function wordingsOf(level: Level): Wordings {
  return level.map(({ wording }) => wording);
}
