import { handlerFromTheStart } from '../lib/wiring/deployed/when-first-used.ts';

/** Answers CloudFormation whether a change to a guarded environment may go ahead. */
export const handler = handlerFromTheStart(async () => (await import('../lib/wiring/deployed/gate.ts')).openGate());
