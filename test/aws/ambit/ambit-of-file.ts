import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { passDrill } from './grants.ts';
import { installAmbit, type Installed, type Layout } from './installed.ts';
import { assertSound } from './sound.ts';

/** Longer than Ambit looks for a change that an event promised. */
const SOUND_WITHIN_MS = 180_000;

/** Installs Ambit before the tests of a file, in one account if no layout is given, and passes a drill; after each test all must be sound. */
export function ambitOfFile(layout?: Layout): () => Installed {
  let ambit: Installed | undefined;
  const installed = () => {
    if (ambit === undefined) throw new Error('ambit is not installed: see what beforeAll says');
    return ambit;
  };
  beforeAll(async () => {
    ambit = await installAmbit(layout);
    await passDrill(ambit);
  });
  afterEach(() => assertSound(installed()), SOUND_WITHIN_MS);
  afterAll(async () => {
    await ambit?.stop();
  });
  return installed;
}
