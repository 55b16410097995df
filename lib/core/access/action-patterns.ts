import { type Glob, globOf } from '../policy/glob.ts';
import type { PatternList } from '../policy/statement.ts';

/** The patterns of an Action or NotAction element, in lower case: case does not matter. */
export interface ActionPatterns {
  /** Those without wildcards. */
  readonly names: ReadonlySet<string>;
  readonly wildcards: readonly ActionWildcard[];
}

export interface ActionWildcard {
  readonly text: string;
  /** What stands before its first wildcard. */
  readonly start: string;
  /** Whether nothing but `*` follows the start. */
  readonly isPrefix: boolean;
  readonly glob: Glob;
}

const known = new WeakMap<PatternList, ActionPatterns>();

/** The patterns of an element, read once for as long as the element lives. */
export function actionPatternsOf(list: PatternList): ActionPatterns {
  const remembered = known.get(list);
  if (remembered !== undefined) return remembered;
  const names = new Set<string>();
  const wildcards: ActionWildcard[] = [];
  for (const pattern of list.patterns) {
    const text = pattern.toLowerCase();
    const end = firstWildcard(text);
    if (end < 0) names.add(text);
    else wildcards.push(wildcardOf(text, end));
  }
  const patterns = { names, wildcards };
  known.set(list, patterns);
  return patterns;
}

function wildcardOf(text: string, end: number): ActionWildcard {
  return {
    text,
    start: text.slice(0, end),
    isPrefix: text.endsWith('*') && end === text.length - 1,
    glob: globOf(text),
  };
}

function firstWildcard(text: string): number {
  const [star, single] = [text.indexOf('*'), text.indexOf('?')];
  if (star < 0 || single < 0) return Math.max(star, single);
  return Math.min(star, single);
}
