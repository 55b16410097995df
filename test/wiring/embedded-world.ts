import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from '@jest/globals';
import { partsOf } from '../../lib/adapters/local/service-parts.ts';
import { isJsonObject, type JsonObject } from '../../lib/core/json.ts';
import { type Embedded, type EmbeddedOptions, openEmbedded } from '../../lib/wiring/embedded.ts';
import { ACCOUNT_FILE, NOW, STANDARDS } from '../usecases/company.ts';

/** The folder of a test, the moment that it is, and what people were told; every test begins anew. */
export const world = { folder: '', now: NOW, said: '' };

const opened: Embedded[] = [];

beforeEach(() => {
  Object.assign(world, { folder: mkdtempSync(join(tmpdir(), 'ambit-embedded-')), now: NOW, said: '' });
  writeFileSync(join(world.folder, 'account.json'), JSON.stringify(ACCOUNT_FILE));
  governs();
});
afterEach(() => {
  closeAll();
  rmSync(world.folder, { recursive: true, force: true });
});

function closeAll(): void {
  for (const each of opened.splice(0)) each.close();
}

/** From its next start on the company's classes all answer an excess in this way; members of its standards are replaced. */
export function governs(more: JsonObject = {}, response: JsonObject = { kind: 'hold' }): void {
  const hold = { mode: 'enforce', response };
  const { classes, unclassified } = STANDARDS;
  const held = (Array.isArray(classes) ? classes : []).map((each: JsonObject) => ({ ...each, ...hold }));
  const others = isJsonObject(unclassified) ? { ...unclassified, ...hold } : hold;
  const standards = { ...STANDARDS, classes: held, unclassified: others, ...more };
  writeFileSync(join(world.folder, 'ambit.yaml'), JSON.stringify(standards));
}

/** Ambit on the files of the folder, until the test ends. */
export async function open(more: Partial<EmbeddedOptions> = {}): Promise<Embedded> {
  const embedded = await openEmbedded({
    dir: join(world.folder, 'state'),
    accountFile: join(world.folder, 'account.json'),
    standardsFile: join(world.folder, 'ambit.yaml'),
    announceTo: {
      write: (text: string, done: () => void) => {
        world.said += text;
        done();
      },
    },
    clock: { now: () => world.now },
    ...more,
  });
  if (!embedded.ok) throw new Error(JSON.stringify(embedded.error));
  opened.push(embedded.value);
  return embedded.value;
}

/** The same, in place of those that are open. */
export async function reopened(): Promise<Embedded> {
  closeAll();
  return open();
}

/** What there is beyond IAM. */
export const kept = ({ services }: Embedded) => partsOf(services.services);
