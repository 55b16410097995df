import { type Embedded, type EmbeddedProblem, openEmbedded } from '../lib/wiring/embedded.ts';
import { EXIT } from './exit-codes.ts';
import { Stop } from './stop.ts';
import { accountProblemLine, organizationProblemLine, standardsProblemLine } from './world.ts';

/** Opens Ambit in a folder without announcing anything itself: commands tell what the ledger says. A `Stop` where a file is wrong. */
export async function openFolder(options: {
  readonly dir: string;
  readonly accountFile?: string;
  readonly organizationFile?: string;
  readonly standardsFile?: string;
}): Promise<Embedded> {
  const opened = await openEmbedded({ ...options, announceTo: { write: (_text, taken) => taken() } });
  if (opened.ok) return opened.value;
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
