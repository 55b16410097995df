import { InvalidArgumentError } from 'commander';

/** So long may a reason be, in characters, here and at the API. */
const LONGEST_REASON = 1000;

/** Reads the reason for a decision, without the space around it. One that is blank or too long is refused. */
export function reasonFor(text: string): string {
  const reason = text.trim();
  if (reason.length > 0 && reason.length <= LONGEST_REASON) return reason;
  throw new InvalidArgumentError(`it must say why, in at most ${LONGEST_REASON} characters`);
}
