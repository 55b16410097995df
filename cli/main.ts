#!/usr/bin/env node
import type { ExitCode } from './exit-codes.ts';

/** The `ambit` command: see `ambit --help`. */

// Node says of its own SQLite and of types in source files that they are new; whoever runs ambit cannot do anything about it
const emitWarning = process.emitWarning.bind(process);
process.emitWarning = (warning: string | Error, ...rest: readonly unknown[]) => {
  if (!rest.includes('ExperimentalWarning')) Reflect.apply(emitWarning, process, [warning, ...rest]);
};

keepHeapSmall();

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

/**
 * A replay runs for minutes, and is to leave the memory of the machine to others. How much Node sets aside for what is short-lived
 * only a flag of its start says, so that this process begins anew with it, where that can be done.
 */
function keepHeapSmall(): void {
  const flag = '--max-semi-space-size=8';
  const { argv, execArgv, execPath, env } = process;
  if (argv[2] !== 'replay' || execArgv.includes(flag) || typeof process.execve !== 'function') return;
  process.execve(execPath, [execPath, flag, ...execArgv, ...argv.slice(1)], env);
}
