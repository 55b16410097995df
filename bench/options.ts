import { parseArgs } from 'node:util';
import * as z from 'zod';

/** The parts of the bench, in the order in which they run. */
const SECTIONS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const;
/** A part of the benchmark, as `--only` names it. */
export type SectionId = (typeof SECTIONS)[number];

/** What the command line asks for. */
export interface Options {
  readonly only: readonly SectionId[];
  /** One question of how many is asked: 1 for all, 20 with `--quick`. */
  readonly oneOf: number;
  readonly seed: number;
  readonly json: string | undefined;
}

/** What the command prints for `--help`, and where it was called wrongly. */
export const USAGE = `npm run bench -- [--only a,b] [--quick] [--seed N] [--json FILE]

  --only   the parts to run, of ${SECTIONS.join(',')}:
             a  stored versions of AWS managed policies, each against the next and the other way round
             b  random pairs of current AWS managed policies
             c  hard cases, whose answers are known
             d  containment of patterns, against z3
             e  requests decided a second
             f  small policy sets, against z3
             g  growth with statements, condition keys and size
             h  a trail's folder of a million records replayed, beside zcat | wc -l
  --quick  a sample twenty times smaller
  --seed   another seed for all that is random
  --json   writes the machine-readable form to FILE

exit code: 0, 1 when an answer is wrong, 64 when called wrongly; a missed aim is no failure`;

const given = z.object({
  only: z
    .string()
    .optional()
    .transform((list) => list?.split(',') ?? SECTIONS)
    .pipe(z.array(z.enum(SECTIONS, `--only takes a list of ${SECTIONS.join(',')}`))),
  quick: z.boolean().default(false),
  seed: z.coerce.number('--seed takes a whole number').int('--seed takes a whole number').default(20_260_926),
  json: z.string().optional(),
});

/** The options, or what is wrong with them, for a person. */
export function readOptions(
  args: readonly string[],
): { readonly ok: true; readonly options: Options } | { readonly ok: false; readonly problem: string } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        only: { type: 'string' },
        quick: { type: 'boolean' },
        seed: { type: 'string' },
        json: { type: 'string' },
      },
    });
    const read = given.safeParse(values);
    if (!read.success) return { ok: false, problem: read.error.issues.map(({ message }) => message).join('\n') };
    const { only, quick, seed, json } = read.data;
    return { ok: true, options: { only, oneOf: quick ? 20 : 1, seed, json } };
  } catch (error) {
    const problem = wrongCall(error);
    if (problem !== undefined) return { ok: false, problem };
    throw error;
  }
}

/** What `parseArgs` says of a call that it refuses; undefined: the error is another one. */
function wrongCall(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error) || !('message' in error)) return undefined;
  return String(error.code).startsWith('ERR_PARSE_ARGS') ? String(error.message) : undefined;
}
