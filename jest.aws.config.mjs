import base from './jest.config.mjs';

/** The tests against emulators of AWS. Each file starts its own, and what is deployed there takes seconds to answer. */
export default { ...base, testMatch: ['<rootDir>/test/aws/**/*.aws.ts'], testTimeout: 120_000 };
