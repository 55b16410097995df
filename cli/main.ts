#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { COMPILE_CACHE } from './compile-cache.ts';
import type { ExitCode } from './exit-codes.ts';
import { SMALL_HEAP } from './small-heap.ts';

/** The `ambit` command: see `ambit --help`. */

// Node says of its own SQLite and of types in source files that they are new; whoever runs ambit cannot do anything about it
const emitWarning = process.emitWarning.bind(process);
process.emitWarning = (warning: string | Error, ...rest: readonly unknown[]) => {
  if (!rest.includes('ExperimentalWarning')) Reflect.apply(emitWarning, process, [warning, ...rest]);
};

// in the environment also for the threads and processes of this one
process.env['NODE_COMPILE_CACHE'] ??= COMPILE_CACHE;
keepHeapSmall();
enableCompileCache(process.env['NODE_COMPILE_CACHE']);

const { runCli } = await import('./run-cli.ts');

const { stdin, stdout, stderr } = process;
const code: ExitCode = await runCli(process.argv.slice(2), {
  stdin,
  stdout,
  stderr,
  isTerminal: stderr.isTTY,
  untilInterrupted,
});
process.exitCode = code;
// what was not read of stdin must not keep the process
stdin.destroy();

/** From now on the first signal lets the command end by itself; a second one ends it at once. */
function untilInterrupted(): AbortSignal {
  const interrupt = new AbortController();
  const onSignal = () => {
    if (interrupt.signal.aborted) process.exit(130);
    interrupt.abort();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  return interrupt.signal;
}

/** What Node sets aside only its start says: for a replay this process begins anew with less, where that can be done. */
function keepHeapSmall(): void {
  const { argv, execArgv, execPath, env } = process;
  if (
    argv[2] !== 'replay' ||
    SMALL_HEAP.flags.every((flag) => execArgv.includes(flag)) ||
    typeof process.execve !== 'function'
  )
    return;
  const args = [execPath, ...SMALL_HEAP.flags, ...execArgv, ...argv.slice(1)];
  process.execve(execPath, args, { ...SMALL_HEAP.environment, ...env });
}
