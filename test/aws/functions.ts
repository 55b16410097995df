import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isNativeError } from 'node:util/types';

/** The processes of functions, by the names of the functions. */
export interface Functions {
  /** For the environment of the processes. */
  readonly environment: Readonly<Record<string, string>>;
  /** How many processes a function has. */
  running(functionName: string): number;
  /** Kills all processes of a function in whatever they are doing; how many there were. */
  kill(functionName: string): number;
  remove(): void;
}

/** Makes the place where the processes of functions note themselves. */
export function watchFunctions(): Functions {
  const folder = mkdtempSync(join(tmpdir(), 'ambit-functions-'));
  const processesOf = (functionName: string) =>
    readdirSync(folder)
      .filter((file) => file.startsWith(`${functionName}.`))
      .map((file) => Number(file.slice(functionName.length + 1)));
  return {
    environment: { AMBIT_TEST_FUNCTIONS: folder },
    running: (functionName) => processesOf(functionName).filter((pid) => reached(pid, 0)).length,
    kill: (functionName) => processesOf(functionName).filter((pid) => reached(pid, 'SIGKILL')).length,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Whether there was a process to be sent the signal. */
function reached(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if (isNativeError(error) && 'code' in error && error.code === 'ESRCH') return false;
    throw error;
  }
}
