import type { CompiledPolicy, PolicyTexts } from './compiled-policy.ts';
import type { Level, Path } from './paths.ts';

/**
 * The statements of the granted side that may reach outside the limits, by policy and place. The others stand word for
 * word in each level of a limit that denies, word for word, nothing but what the granted side denies itself. Versions of a
 * policy have most of their statements in common.
 */
export function openPlaces(granted: Path, limits: readonly Path[]): ReadonlyMap<CompiledPolicy, readonly number[]> {
  const own = textsOf(granted.denies);
  const covering = limits
    .filter((limit) => deniesNothingElse(limit, own))
    .map(({ levels }) => levels.map((level) => textsOf(level)));
  const isOpen = (text: string | undefined): boolean =>
    text === undefined ||
    !covering.some((levels) => levels.every((texts) => texts.some((one) => one?.allows.has(text) === true)));
  return new Map(
    (granted.levels[0] ?? []).map(({ policy, texts }) => [
      policy,
      policy.effects.flatMap((effect, place) => (effect === 'Allow' && isOpen(texts?.byPlace[place]) ? [place] : [])),
    ]),
  );
}

function deniesNothingElse(limit: Path, own: readonly (PolicyTexts | undefined)[]): boolean {
  return textsOf(limit.denies).every(
    (texts) =>
      texts !== undefined &&
      [...texts.denies].every((text) => own.some((granted) => granted?.denies.has(text) === true)),
  );
}

function textsOf(level: Level): readonly (PolicyTexts | undefined)[] {
  return level.map(({ texts }) => texts);
}
