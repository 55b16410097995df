import { type Smt, FALSE, TRUE, and, not, or } from './smt.ts';

/**
 * What a rule says of a request: surely yes, surely no, or neither, where AWS's documentation leaves it open (Kleene's
 * logic: an open part matters only where the other parts do not decide).
 */
export interface Answer {
  readonly yes: Smt;
  readonly no: Smt;
}

/** Surely yes, */
export const YES: Answer = { yes: TRUE, no: FALSE };
/** surely no, */
export const NO: Answer = { yes: FALSE, no: TRUE };
/** and neither. */
export const OPEN: Answer = { yes: FALSE, no: FALSE };

/** An answer that is known either way. */
export function sure(term: Smt): Answer {
  return { yes: term, no: not(term) };
}

/** No for yes, and yes for no. */
export function opposite({ yes, no }: Answer): Answer {
  return { yes: no, no: yes };
}

/** Yes where all are, no where one is. */
export function allOf(answers: readonly Answer[]): Answer {
  return { yes: and(answers.map(({ yes }) => yes)), no: or(answers.map(({ no }) => no)) };
}

/** Yes where one is, no where all are. */
export function someOf(answers: readonly Answer[]): Answer {
  return { yes: or(answers.map(({ yes }) => yes)), no: and(answers.map(({ no }) => no)) };
}

/** One answer where a condition holds, another one where it does not. */
export function choose(condition: Smt, then: Answer, otherwise: Answer): Answer {
  const branch = (yes: Smt, no: Smt): Smt => or([and([condition, yes]), and([not(condition), no])]);
  return { yes: branch(then.yes, otherwise.yes), no: branch(then.no, otherwise.no) };
}

/** What two readings agree on. */
export function agreed(one: Answer, other: Answer): Answer {
  return { yes: and([one.yes, other.yes]), no: and([one.no, other.no]) };
}
