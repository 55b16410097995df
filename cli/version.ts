import { CATALOGUE_DATE } from '../lib/core/access/catalogue.ts';
import manifest from '../package.json' with { type: 'json' };

/** What `ambit --version` prints: the version, and the day of the catalogue of AWS actions that it judges by. */
export const VERSION = `${manifest.version} (AWS actions of ${CATALOGUE_DATE})`;
