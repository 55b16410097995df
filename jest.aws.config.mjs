import base from './jest.config.mjs';

/**
 * The tests against emulators of AWS. Each file starts its own, and what is deployed there takes seconds to answer. One
 * file at a time: its emulators and functions keep the cores busy, and some tests ask how long something takes.
 */
export default { ...base, testMatch: ['<rootDir>/test/aws/**/*.aws.ts'], testTimeout: 120_000, maxWorkers: 1 };
