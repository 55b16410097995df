import type { ExcessBox, Reason } from '../../access/excess.ts';
import { isAmong, type Opening } from './opened-paths.ts';
import { decidingActionOf } from './path.ts';
import { ESCALATION_PATHS } from './table.ts';

/** So many are explained each, the others are named: people read a few reasons, not forty. */
const MOST_EXPLAINED = 8;

/** Whether an excess holds every action there is. */
export function holdsEverything(excess: readonly ExcessBox[]): boolean {
  return excess.some(({ actions }) => actions.some((action) => action === '*' || action === '*:*'));
}

/** The deciding actions of known paths that an excess holds: each is grave, also where the path lacks something. */
export function decidingActionsIn(excess: readonly ExcessBox[]): readonly string[] {
  const deciding = new Set(ESCALATION_PATHS.map(decidingActionOf));
  return [...deciding].filter((action) => isAmong(excess, action));
}

/**
 * The escalations of an excess as reasons, rule `escalation-path`: each path that is open by its name, and the deciding
 * actions that open none.
 */
export function escalationReasons(excess: readonly ExcessBox[], openings: readonly Opening[]): readonly Reason[] {
  const details = holdsEverything(excess) ? [everythingText(openings)] : openingTexts(openings);
  const used = new Set(openings.flatMap(({ path }) => path.needs));
  const idle = decidingActionsIn(excess).filter((action) => !used.has(action));
  return [...details, ...idle.map(idleText)].map((detail) => ({ rule: 'escalation-path', detail }));
}

function everythingText(openings: readonly Opening[]): string {
  return ['every action is in excess', ...listed(openings, { surely: 'opens', perhaps: 'may open' })].join('; ');
}

function openingTexts(openings: readonly Opening[]): readonly string[] {
  const rest = openings.slice(MOST_EXPLAINED);
  return [
    ...openings.slice(0, MOST_EXPLAINED).map(openingText),
    ...listed(rest, { surely: 'also opens', perhaps: 'may also open' }),
  ];
}

/** The ids of paths after a verb for each way in which they are open. */
function listed(openings: readonly Opening[], verbs: Readonly<Record<Opening['how'], string>>): readonly string[] {
  return [...Map.groupBy(openings, ({ how }) => how)].map(([how, some]) => {
    return `${verbs[how]} ${some.map(({ path }) => path.id).join(', ')}`;
  });
}

function openingText({ path: { id, needs, path, source, known }, how }: Opening): string {
  const sources = [source ?? 'pathfinding.cloud', ...(known === undefined ? [] : [`iam-vulnerable: ${known}`])];
  return `${how === 'surely' ? 'opens' : 'may open'} ${id} (${needs.join(' + ')}): ${path} [${sources.join('; ')}]`;
}

function idleText(action: string): string {
  return `${action} is what known escalation paths turn on; alone it opens none of them`;
}
