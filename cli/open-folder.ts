import { type Embedded, openEmbedded } from '../lib/wiring/embedded.ts';
import { EXIT } from './exit-codes.ts';
import { Stop } from './stop.ts';
import { accountProblemLine, standardsProblemLine } from './world.ts';

/** Opens Ambit in a folder without announcing anything itself: commands tell what the ledger says. A `Stop` where a file is wrong. */
export async function openFolder(options: {
  readonly dir: string;
  readonly accountFile?: string;
  readonly standardsFile?: string;
}): Promise<Embedded> {
  const opened = await openEmbedded({ ...options, announceTo: { write: (_text, taken) => taken() } });
  if (opened.ok) return opened.value;
  const { error } = opened;
  throw new Stop(
    EXIT.badInput,
    error.kind === 'account'
      ? accountProblemLine(error.file, error.problem)
      : standardsProblemLine(error.file, error.problems),
  );
}
