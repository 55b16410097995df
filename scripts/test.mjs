/** `npm test`: the tests that need Node only; arguments are passed on to jest. The last line says how many passed. */
import { closingLine, runJest } from './run-jest.mjs';

const { counts, status } = runJest(process.argv.slice(2));
process.stdout.write(closingLine(counts));
process.exit(status);
