import { describeWeakening } from '../lib/core/governance/rules/weakening.ts';
import { type Embedded, type EmbeddedProblem, openEmbedded } from '../lib/wiring/embedded.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { Stop } from './stop.ts';
import { accountProblemLine, organizationProblemLine, standardsProblemLine } from './world.ts';

/** The files with which a folder is opened. */
export interface FolderFiles {
  readonly dir: string;
  readonly accountFile?: string;
  readonly organizationFile?: string;
  readonly standardsFile?: string;
}

/**
 * Opens Ambit in a folder without announcing anything itself: commands tell what the ledger says. Where the standards file is not
 * in force, a note says so. A `Stop` where a file is wrong.
 */
export async function openFolder(files: FolderFiles, output: Context['output']): Promise<Embedded> {
  const opened = await openEmbedded({ ...files, announceTo: { write: (_text, taken) => taken() } });
  if (opened.ok) {
    const note = noteOf(opened.value, files);
    if (note !== undefined) output.note(`ambit: ${note}`);
    return opened.value;
  }
  const { error } = opened;
  throw new Stop(EXIT.badInput, problemLine(error));
}

function problemLine(error: EmbeddedProblem): string {
  switch (error.kind) {
    case 'account':
      return accountProblemLine(error.file, error.problem);
    case 'organization':
      return organizationProblemLine(error.file, error.problem);
    case 'standards':
      return standardsProblemLine(error.file, error.problems);
  }
}

function noteOf({ standing }: Embedded, { standardsFile = 'the default standards' }: FolderFiles): string | undefined {
  if (standing.kind !== 'refused') return undefined;
  const { problem, weakens } = standing.refused;
  const [first] = weakens;
  const more = weakens.length > 1 ? ` (and ${weakens.length - 1} more; ambit rules show lists them)` : '';
  const why =
    first === undefined
      ? `it cannot be read: ${problem}; ambit standards check names every problem`
      : `it is weaker, and nobody signed that: ${describeWeakening(first)}${more}; ask for it in the console under Rules, or with ambit rules propose`;
  return `${standardsFile} is not in force, the last rules are: ${why}`;
}
