/** Preloaded by Node processes of functions: notes in the folder AMBIT_TEST_FUNCTIONS which process runs which function. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const { AMBIT_TEST_FUNCTIONS: folder, AWS_LAMBDA_FUNCTION_NAME: name } = process.env;

if (folder !== undefined && name !== undefined) writeFileSync(join(folder, `${name}.${process.pid}`), '');
