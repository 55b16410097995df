import { type Script, type Smt, FALSE, TRUE, and, not, or } from './smt.ts';

/**
 * A text as letters, each eight bits, zero after its end. Texts are bounded, which loses nothing for globs as short as
 * the generators': of a witness only the letters that fixed letters of matched patterns stand on matter; any others may
 * be one letter that no pattern has, and of a run of these only as many count as a pattern has question marks, and one.
 */
export type Text = readonly Smt[];

/** What a pattern asks of the next letters. `in-part` takes no colon. A variable's value is letters, never wildcards. */
export type Token =
  | { readonly kind: 'letter'; readonly letter: string }
  | { readonly kind: 'one' | 'one-in-part' | 'any' | 'any-in-part' }
  | { readonly kind: 'value'; readonly text: Text };

/** Letters side by side are one step. */
type Step = Exclude<Token, { readonly kind: 'letter' }> | { readonly kind: 'letters'; readonly letters: Text };

/** Whether the case of letters matters. */
export type LetterCase = 'exact' | 'any case';

const END: Smt = letterOf('\0');
const COLON: Smt = letterOf(':');

function letterOf(letter: string): Smt {
  const code = letter.charCodeAt(0);
  if (letter.length !== 1 || code > 126) {
    throw new Error(`texts of the oracle are ASCII: got ${JSON.stringify(letter)}`);
  }
  return `#x${code.toString(16).padStart(2, '0')}`;
}

/** An unknown text of at most `length` printable letters; its letters are named `NAME_0` and so on. */
export function declareText(script: Script, name: string, length: number): Text {
  const letters = Array.from({ length }, (_, index) => script.declare(`${name}_${index}`, '(_ BitVec 8)'));
  for (const [index, letter] of letters.entries()) {
    script.assert(or([`(= ${letter} ${END})`, and([`(bvuge ${letter} #x20)`, `(bvule ${letter} #x7e)`])]));
    const next = letters[index + 1];
    if (next !== undefined) script.assert(or([not(`(= ${letter} ${END})`), `(= ${next} ${END})`]));
  }
  return letters;
}

/** A text that is known. */
export function constantText(text: string): Text {
  return Array.from(text, letterOf);
}

/** Whether a text has no letters. */
export function isEmptyText(text: Text): Smt {
  return same(text[0] ?? END, END, 'exact');
}

/** Whether a text is taken by a pattern as a whole: for each beginning of the pattern, where in the text it can end. */
export function matches(script: Script, text: Text, pattern: readonly Token[], letters: LetterCase = 'exact'): Smt {
  let ends: readonly Smt[] = [TRUE, ...text.map(() => FALSE)];
  for (const step of stepsOf(pattern)) ends = after(script, ends, step, text, letters).map((end) => script.define(end));
  return script.define(or(ends.map((end, index) => and([end, same(text[index] ?? END, END, 'exact')]))));
}

function stepsOf(pattern: readonly Token[]): readonly Step[] {
  const steps: Step[] = [];
  for (const token of pattern) {
    const last = steps.at(-1);
    if (token.kind !== 'letter') steps.push(token);
    else {
      const before = last?.kind === 'letters' ? last.letters : [];
      if (last?.kind === 'letters') steps.pop();
      steps.push({ kind: 'letters', letters: [...before, letterOf(token.letter)] });
    }
  }
  return steps;
}

function after(script: Script, ends: readonly Smt[], step: Step, text: Text, letters: LetterCase): readonly Smt[] {
  switch (step.kind) {
    case 'letters':
      return ends.map((_, place) => sameFrom(ends, place, step.letters, text, letters));
    case 'one':
    case 'one-in-part':
      return ends.map((_, place) => {
        const begin = ends[place - 1] ?? FALSE;
        return begin === FALSE ? FALSE : and([begin, isTaken(text[place - 1] ?? END, step.kind)]);
      });
    case 'any':
    case 'any-in-part': {
      const found: Smt[] = [];
      for (const [place, end] of ends.entries()) {
        const shorter = found[place - 1] ?? FALSE;
        const longer = shorter === FALSE ? FALSE : and([shorter, isTaken(text[place - 1] ?? END, step.kind)]);
        found.push(script.define(or([end, longer])));
      }
      return found;
    }
    case 'value':
      return ends.map((_, place) => or(endsOfValue(ends, place, step.text, text, letters)));
  }
}

/** The ways for a value to end before a place: one for each length it can have. */
function endsOfValue(
  ends: readonly Smt[],
  place: number,
  value: Text,
  text: Text,
  letters: LetterCase,
): readonly Smt[] {
  return [...value, END].map((_, length) => {
    const own = value.slice(0, length);
    return and([
      same(value[length] ?? END, END, 'exact'),
      ...own.map((letter) => not(same(letter, END, 'exact'))),
      sameFrom(ends, place, own, text, letters),
    ]);
  });
}

/** Whether these letters end before a place, and what comes before them ends before them. */
function sameFrom(ends: readonly Smt[], place: number, own: Text, text: Text, letters: LetterCase): Smt {
  const begin = ends[place - own.length] ?? FALSE;
  if (begin === FALSE) return FALSE;
  return and([begin, ...own.map((letter, index) => same(letter, text[place - own.length + index] ?? END, letters))]);
}

function isTaken(letter: Smt, kind: Step['kind']): Smt {
  const isLetter = not(same(letter, END, 'exact'));
  return kind.endsWith('in-part') ? and([isLetter, not(same(letter, COLON, 'exact'))]) : isLetter;
}

function same(one: Smt, other: Smt, letters: LetterCase): Smt {
  const [a, b] = letters === 'any case' ? [lower(one), lower(other)] : [one, other];
  if (a === b) return TRUE;
  return isConstant(a) && isConstant(b) ? FALSE : `(= ${a} ${b})`;
}

function lower(letter: Smt): Smt {
  if (!isConstant(letter)) {
    return `(ite (and (bvuge ${letter} #x41) (bvule ${letter} #x5a)) (bvadd ${letter} #x20) ${letter})`;
  }
  return letterOf(String.fromCharCode(Number.parseInt(letter.slice(2), 16)).toLowerCase());
}

function isConstant(letter: Smt): boolean {
  return letter.startsWith('#');
}
