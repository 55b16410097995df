import { openEmbedded } from '../../lib/wiring/embedded.ts';
import { crashing } from '../usecases/crashing.ts';
import { play } from './incident.ts';

/** Plays the incident on files that are named by the arguments, and writes a line after every effect. */
const [dir = '', accountFile = '', standardsFile = ''] = process.argv.slice(2);
const announceTo = { write: (_: string, done: () => void) => done() };
const opened = await openEmbedded({ dir, accountFile, standardsFile, announceTo });
if (!opened.ok) throw new Error(JSON.stringify(opened.error));
const embedded = opened.value;
const told = crashing(embedded.deps, undefined, () => process.stdout.write('effect\n'));
await play({ deps: { ...embedded.deps, ...told.deps } });
embedded.close();
