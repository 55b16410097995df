/**
 * `npm run test:aws`: the tests against emulators of AWS; arguments are passed on to jest. The last line says how many
 * passed. Without Python nothing is run, and it says so; with AMBIT_REQUIRE_AWS=1 that is a failure.
 */
import { runAwsTests } from './run-aws-tests.mjs';
import { closingLine } from './run-jest.mjs';

const { counts, status } = runAwsTests(process.argv.slice(2));
process.stdout.write(closingLine(counts));
process.exit(status);
