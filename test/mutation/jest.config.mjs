import { join } from 'node:path';
import config from '../../jest.config.mjs';

const judges = process.env.AMBIT_JUDGES?.split(',') ?? [];

/** The tests that judge one file, given by main.ts; the first that fails is enough. */
export default {
  ...config,
  rootDir: join(import.meta.dirname, '../..'),
  testMatch: judges.map((path) => `<rootDir>/test/${path}`),
  testEnvironment: join(import.meta.dirname, 'first-failure.mjs'),
  testSequencer: '<rootDir>/test/mutation/quickest-first.mjs',
  setupFiles: ['<rootDir>/test/mutation/setup.ts'],
  reporters: [],
};
