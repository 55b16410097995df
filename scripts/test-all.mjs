/** What `.ci/run` tests: all that `npm test` and `npm run test:aws` do. The last line counts both. */
import { runAwsTests } from './run-aws-tests.mjs';
import { closingLine, runJest } from './run-jest.mjs';

const runs = [runJest([]), runAwsTests([])];
const sum = (kind) => runs.reduce((total, { counts }) => total + counts[kind], 0);
process.stdout.write(closingLine({ passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') }));
process.exit(runs.find(({ status }) => status !== 0)?.status ?? 0);
