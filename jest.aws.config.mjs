import base from './jest.config.mjs';

/**
 * The tests against emulators of AWS. Each file starts its own, and what is deployed there takes seconds to answer. One
 * file at a time, in jest's own process: its emulators and functions keep the cores busy, some tests ask how long
 * something takes, and emulators end with the process that started them.
 */
export default {
  ...base,
  testMatch: ['<rootDir>/test/aws/**/*.aws.ts'],
  testTimeout: 120_000,
  maxWorkers: 1,
  workerIdleMemoryLimit: undefined,
};
