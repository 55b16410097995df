import { join } from 'node:path';
import config from '../../jest.config.mjs';

/** The tests that judge a planted bug; the first run that fails is enough. */
export default {
  ...config,
  rootDir: join(import.meta.dirname, '../..'),
  testMatch: ['<rootDir>/test/model/*.test.ts'],
  setupFiles: ['<rootDir>/test/planted/setup.ts'],
  reporters: [],
};
