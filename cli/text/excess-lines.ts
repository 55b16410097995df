import type { Witness } from '../../lib/core/access/excess.ts';
import type { BoxJson } from '../../lib/core/governance/finding-json.ts';

/** How many actions or resources a line names; JSON has all of them. */
const MOST = 8;

/** Excess for people: what, where, and the statement to blame. */
export function boxLines(excess: readonly BoxJson[]): readonly string[] {
  return excess.flatMap(({ actions, accessLevels, resources, policy, statement }) => [
    `  what:     ${some(actions)}${accessLevels.length === 0 ? '' : ` (${accessLevels.join(', ')})`}`,
    `  where:    ${some(resources)}`,
    `  why:      ${policy}, statement ${statement}`,
  ]);
}

/** A request for people, in one line. */
export function requestLine({ action, resource, context, principal }: Witness): string {
  const keys = Object.entries(context).map(
    ([key, value]) => `${key}=${typeof value === 'string' ? value : value.join(' | ')}`,
  );
  const who = principal === undefined ? '' : ` by ${principal}`;
  return `${action} on ${resource}${who}${keys.length === 0 ? '' : ` with ${keys.join(', ')}`}`;
}

/** A list for people: its first few members. */
export function some(members: readonly string[]): string {
  const more = members.length - MOST;
  return more > 0 ? `${members.slice(0, MOST).join(', ')} and ${more} more` : members.join(', ');
}
