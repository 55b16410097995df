export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  watchman: false,
  // not in the folder for temporary files, which is another one in each run
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  // a limit for what hangs: on a busy machine starting two processes can take seconds
  testTimeout: 30_000,
  maxWorkers: '100%',
  // what files of tests leave behind is collected late: a worker with a gigabyte of it is slow, and is replaced before
  workerIdleMemoryLimit: '512MB',
  coverageProvider: 'v8',
  reporters: ['default', '<rootDir>/scripts/test-counts.mjs'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        sourceMaps: 'inline',
        jsc: { target: 'es2024', parser: { syntax: 'typescript' } },
        module: { type: 'commonjs' },
      },
    ],
  },
};
