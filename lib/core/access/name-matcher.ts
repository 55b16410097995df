import { globMatchesLetters, globOf, lettersOf } from '../policy/glob.ts';

/** Whether names, in lower case, are taken by this pattern, in lower case; to be asked of many names. */
export function nameMatcher(lower: string): (name: string) => boolean {
  if (!lower.includes('?')) return matcherOfStars(lower.split('*'));
  const glob = globOf(lower);
  return (name) => globMatchesLetters(glob, lettersOf(name));
}

/** Whether a text is these pieces with anything between them. */
function matcherOfStars([first = '', ...others]: readonly string[]): (text: string) => boolean {
  const last = others.at(-1) ?? '';
  const middle = others.slice(0, -1).filter((piece) => piece !== '');
  return (text) => {
    if (!text.startsWith(first)) return false;
    let from = first.length;
    for (const piece of middle) {
      const at = text.indexOf(piece, from);
      if (at < 0) return false;
      from = at + piece.length;
    }
    return text.length - last.length >= from && text.endsWith(last);
  };
}
