import type { ClassMatch } from '../standards/standards.ts';
import { covers } from './pattern-cover.ts';

/** Whether whoever a match takes is surely taken by one of the others. An entry may have its cover in any of them. */
export function isTakenBy(match: ClassMatch, others: readonly ClassMatch[]): boolean {
  return (
    match.names.every((each) => others.some(({ names }) => names.some((wide) => coversAnyCase(wide, each)))) &&
    match.paths.every((each) => others.some(({ paths }) => paths.some((wide) => coversPath(wide, each)))) &&
    match.tags.every((each) => others.some(({ tags }) => tags.some((wide) => coversTags(wide, each)))) &&
    match.trust.every((each) => others.some(({ trust }) => trust.some((wide) => covers(wide, each)))) &&
    match.permissionSets.every((each) =>
      others.some(({ permissionSets }) => permissionSets.some((wide) => coversAnyCase(wide, each))),
    )
  );
}

function coversAnyCase(wide: string, narrow: string): boolean {
  return covers(wide.toLowerCase(), narrow.toLowerCase());
}

/** Paths that AWS keeps for itself are compared exactly, so one of them covers no other pattern. */
function coversPath(wide: string, narrow: string): boolean {
  return /^\/aws-(?:service-role|reserved)\//i.test(wide) ? wide === narrow : coversAnyCase(wide, narrow);
}

/** An entry takes what has all of its tags: fewer tags take more. One without any takes nothing. */
function coversTags(wide: ReadonlyMap<string, string>, narrow: ReadonlyMap<string, string>): boolean {
  const byKey = new Map([...narrow].map(([key, value]) => [key.toLowerCase(), value]));
  return (
    wide.size > 0 &&
    [...wide].every(([key, pattern]) => {
      const value = byKey.get(key.toLowerCase());
      return value !== undefined && covers(pattern, value);
    })
  );
}
