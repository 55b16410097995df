/** What Stryker changes, and where it works and writes, is given by main.ts. */
const { AMBIT_MUTATED, AMBIT_MUTATION_FOLDER } = process.env;

/** How it changes, and judges with jest. */
export default {
  mutate: [AMBIT_MUTATED],
  testRunner: 'jest',
  jest: { projectType: 'custom', configFile: 'test/mutation/jest.config.mjs', enableFindRelatedTests: false },
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  coverageAnalysis: 'perTest',
  concurrency: 1,
  checkers: [],
  // a name that does not exist: Stryker would read tsconfig.json with a TypeScript of its own, which is not installed
  tsconfigFile: 'tsconfig.none.json',
  disableTypeChecks: false,
  // beyond what a run of the tests takes: on a busy machine a short one counts changes as noticed that are not
  timeoutMS: 20_000,
  // jest keeps memory from run to run
  maxTestRunnerReuse: 50,
  reporters: ['json'],
  jsonReporter: { fileName: `${AMBIT_MUTATION_FOLDER}/report.json` },
  tempDirName: AMBIT_MUTATION_FOLDER,
  // main.ts has put links to node_modules and to ../shared into that folder: there they are found from the copy as well
  symlinkNodeModules: false,
  cleanTempDir: 'always',
  fileLogLevel: 'off',
  logLevel: 'warn',
  allowConsoleColors: false,
};
