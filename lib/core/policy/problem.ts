/** One thing wrong with a policy document: where, what stands there, and what should. */
export interface PolicyProblem {
  /** `document`, or a path from its root: `Statement[2].Condition.StringLik`. */
  readonly place: string;
  readonly expected: string;
  readonly got: string;
}

/** Collects problems, so that a document is refused with all of its problems and not only the first. */
export type Report = (place: string, got: string, expected: string) => void;

/** One problem as a line for people: `PLACE: GOT, expected EXPECTED`. */
export function describeProblem(problem: PolicyProblem): string {
  return `${problem.place}: ${problem.got}, expected ${problem.expected}`;
}

const PLAIN_NAME = /^[A-Za-z][A-Za-z0-9]*$/;
const LONGEST_QUOTE = 80;

/** The place of a member of an object; names that are not plain words are written in brackets. */
export function placeOf(parent: string, name: string): string {
  if (!PLAIN_NAME.test(name)) return `${parent}[${quote(name)}]`;
  return parent === '' ? name : `${parent}.${name}`;
}

/** A text of the document in quotes, cut where it is long: messages must not carry whole documents. */
export function quote(text: string): string {
  return JSON.stringify(text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text);
}
