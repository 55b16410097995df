/** What `.ci/run` tests: all that `npm test` and `npm run test:aws` do. The last line counts both. */
import { runAwsTests } from './run-aws-tests.mjs';
import { addedUp, closingLine, runJest } from './run-jest.mjs';

const { counts, status } = addedUp([runJest([]), runAwsTests([])]);
process.stdout.write(closingLine(counts));
process.exit(status);
