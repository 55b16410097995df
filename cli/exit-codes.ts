/** What the exit code of every command says. docs/json.md documents them; 64, 65 and 70 are those of BSD's sysexits.h. */
export const EXIT = {
  /** Done; nothing is in excess. */
  nothing: 0,
  /** Access in excess was found. */
  excess: 2,
  /** Whether access is in excess could not be determined. */
  undetermined: 3,
  /** The command was called wrongly. */
  usage: 64,
  /** Input that cannot be read: a file, a line, a document. */
  badInput: 65,
  /** The machine, the disk or Ambit itself failed. */
  fault: 70,
} as const;

/** One of the codes of `EXIT`. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const WORST_FIRST: readonly ExitCode[] = [
  EXIT.fault,
  EXIT.badInput,
  EXIT.usage,
  EXIT.excess,
  EXIT.undetermined,
  EXIT.nothing,
];

/** The exit code of several outcomes: the worst of them, in the order 70, 65, 64, 2, 3, 0. */
export function worstOf(codes: Iterable<ExitCode>): ExitCode {
  const all = new Set(codes);
  return WORST_FIRST.find((code) => all.has(code)) ?? EXIT.nothing;
}

/** The exit code of a verdict. */
export function exitCodeOf(verdict: 'within' | 'exceeds' | 'undetermined'): ExitCode {
  switch (verdict) {
    case 'within':
      return EXIT.nothing;
    case 'exceeds':
      return EXIT.excess;
    case 'undetermined':
      return EXIT.undetermined;
  }
}
