import type { ExitCode } from './exit-codes.ts';

/** Runs the work of a command and keeps its exit code. */
export type Run = (work: Promise<ExitCode>) => Promise<void>;
