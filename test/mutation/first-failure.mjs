import { TestEnvironment } from 'jest-environment-node';

/** Stryker gives each change a number of its own; without a number nothing is changed. */
const currentChange = () => process.env.__STRYKER_ACTIVE_MUTANT__;

/** The change that a test has noticed. Beyond one file: the environment is made anew for each, this module is not. */
let noticed;

/** Jest stops at the first failure only from the command line; Stryker calls it as a library. */
export default class FirstFailure extends TestEnvironment {
  handleTestEvent(event) {
    if (currentChange() === undefined) return;
    if (event.name === 'test_fn_failure') noticed = currentChange();
    if (event.name === 'test_start' && noticed === currentChange()) event.test.mode = 'skip';
  }
}
