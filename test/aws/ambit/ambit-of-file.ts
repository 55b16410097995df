import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { passDrill } from './grants.ts';
import { installAmbit, type Installed } from './installed.ts';
import { assertSound } from './sound.ts';

/** Installs Ambit before the tests of a file and passes a drill; after each test all must be sound. */
export function ambitOfFile(): () => Installed {
  let ambit: Installed | undefined;
  const installed = () => {
    if (ambit === undefined) throw new Error('ambit is not installed: see what beforeAll says');
    return ambit;
  };
  beforeAll(async () => {
    ambit = await installAmbit();
    await passDrill(ambit);
  });
  afterEach(() => assertSound(installed()));
  afterAll(async () => {
    await ambit?.stop();
  });
  return installed;
}
