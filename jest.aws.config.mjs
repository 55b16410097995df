import base from './jest.config.mjs';

/**
 * The tests against emulators of AWS. Each file starts its own, and what is deployed there takes seconds to answer: two files
 * at a time, for most of that time nothing is done but to wait. Emulators end with the process that started them.
 */
export default {
  ...base,
  testMatch: ['<rootDir>/test/aws/**/*.aws.ts'],
  testTimeout: 120_000,
  maxWorkers: 2,
  workerIdleMemoryLimit: undefined,
};
