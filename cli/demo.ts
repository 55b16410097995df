import { join } from 'node:path';

/** The folder of the incident that is played where no other is named. */
export const DEMO = join(import.meta.dirname, '../examples/incident');

/** The standards of the demo. */
export const DEMO_STANDARDS = join(DEMO, 'ambit.yaml');
