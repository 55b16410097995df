import type { Command } from 'commander';
import type { ChainReport } from '../../lib/core/governance/ledger/verify-chain.ts';
import { openToRead } from '../../lib/wiring/open-to-read.ts';
import type { Live } from '../../lib/wiring/live/open-live.ts';
import { EXIT } from '../exit-codes.ts';
import { Stop } from '../stop.ts';
import { openLiveOf } from './open.ts';
import { addLiveOptions, type LiveOptions } from './options.ts';

/** The folder of `ambit up` where none other is named. */
const USUAL_FOLDER = '.ambit';

/** Options by which a command reads a folder, or a deployment. */
export interface SourceOptions extends LiveOptions {
  readonly dir?: string;
  readonly live?: true;
}

/** What both a folder and a deployment have. */
export interface Source extends Pick<Live, 'ledger' | 'cases' | 'exported'> {
  /** Verifies the ledger with the key of the folder or the deployment. */
  verify(): Promise<ChainReport>;
}

/** Adds `--dir`, `--live` and what goes with it. */
export function addSourceOptions(command: Command): Command {
  command
    .option('--dir <folder>', `the folder of ambit up (default: ${USUAL_FOLDER})`)
    .option('--live', 'read the deployment on AWS instead of a folder');
  return addLiveOptions(command);
}

/** Reads the folder or the deployment that the options name, and closes it afterwards. */
export async function readSource<T>(options: SourceOptions, work: (source: Source) => Promise<T>): Promise<T> {
  if (isLive(options)) {
    const live = await openLiveOf(options);
    return work({ ...live, verify: () => live.verify('table', undefined) });
  }
  const opened = openToRead(options.dir ?? USUAL_FOLDER);
  try {
    return await work(opened);
  } finally {
    opened.close();
  }
}

/** Whether the deployment is meant; a `Stop` where the options contradict each other. */
export function isLive({ dir, live, stack, profile, region }: SourceOptions): boolean {
  if (live && dir !== undefined) throw new Stop(EXIT.usage, '--dir and --live exclude each other; name one');
  const stray = Object.entries({ stack, profile, region }).find(([, value]) => value !== undefined)?.[0];
  if (!live && stray !== undefined) throw new Stop(EXIT.usage, `--${stray} goes with --live; add it`);
  return live === true;
}
