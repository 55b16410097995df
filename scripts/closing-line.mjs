import { writeFileSync } from 'node:fs';

/** A jest reporter: notes how many tests passed, failed and were skipped, for `scripts/test.mjs` to print last. */
export default class ClosingLine {
  onRunComplete(_contexts, results) {
    const file = process.env.AMBIT_CLOSING_LINE;
    if (file === undefined) return;
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    writeFileSync(file, `${results.numPassedTests} passed, ${failed} failed, ${skipped} skipped\n`);
  }
}
