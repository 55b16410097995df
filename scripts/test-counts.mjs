import { writeFileSync } from 'node:fs';

/** A jest reporter: notes how many tests passed, failed and were skipped, for `scripts/run-jest.mjs`. */
export default class TestCounts {
  onRunComplete(_contexts, results) {
    const file = process.env.AMBIT_TEST_COUNTS;
    if (file === undefined) return;
    const counts = {
      passed: results.numPassedTests,
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: results.numPendingTests + results.numTodoTests,
    };
    writeFileSync(file, JSON.stringify(counts));
  }
}
