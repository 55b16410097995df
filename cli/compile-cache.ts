import { join } from 'node:path';

/**
 * Where Node keeps what it has compiled of Ambit and its packages, beside them: whoever may write there may change the code
 * itself. A start finds most of its modules read and compiled; where nothing can be written, Node does without.
 */
export const COMPILE_CACHE = join(import.meta.dirname, '..', 'node_modules', '.cache', 'compiled');
