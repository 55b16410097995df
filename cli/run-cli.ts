import { CommanderError } from 'commander';
import { ApiFault, describeRefusal, operatorRefusal, PortFault, StoreFault } from '../lib/wiring/faults.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { Output, type Streams } from './output.ts';
import { programOf } from './program.ts';
import { messageOf, OutputClosed, Stop } from './stop.ts';

/** Runs one command line (without `node` and the script) and gives its exit code. Never throws: a fault is exit code 70. */
export async function runCli(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const output = new Output(streams);
  let code: ExitCode = EXIT.nothing;
  try {
    const context = { output, stdin: streams.stdin, untilInterrupted: streams.untilInterrupted };
    await programOf(context, (finished) => {
      code = finished;
    }).parseAsync(args, { from: 'user' });
    await output.end();
    return code;
  } catch (fault) {
    return explain(fault, output, code);
  }
}

function explain(fault: unknown, output: Output, code: ExitCode): ExitCode {
  if (fault instanceof OutputClosed) return code;
  if (fault instanceof CommanderError) {
    if (fault.exitCode === 0) return EXIT.nothing;
    output.note(`ambit: ${usageLine(fault)}`);
    return EXIT.usage;
  }
  const told = toldFault(fault);
  output.note(`ambit: ${told?.message ?? `it failed in a way it should not: ${messageOf(fault)}; please report this`}`);
  return told?.exitCode ?? EXIT.fault;
}

/** Faults whose message is for the person who called the command. */
function toldFault(fault: unknown): { readonly message: string; readonly exitCode: ExitCode } | undefined {
  if (fault instanceof Stop) return { message: fault.message, exitCode: fault.exitCode };
  if (fault instanceof PortFault || fault instanceof ApiFault) return { message: fault.message, exitCode: EXIT.fault };
  if (fault instanceof StoreFault) {
    const isInput = ['NO_FOLDER', 'NOT_OURS', 'BAD_KEY'].includes(fault.code);
    return { message: fault.message, exitCode: isInput ? EXIT.badInput : EXIT.fault };
  }
  const refusal = operatorRefusal(fault);
  if (refusal === undefined) return undefined;
  return { message: describeRefusal(refusal), exitCode: refusal.code === 'UNREACHABLE' ? EXIT.fault : EXIT.badInput };
}

/** Commander's message in one line and in Ambit's form; help that it would print instead of one is not told. */
function usageLine({ code, message }: CommanderError): string {
  if (code === 'commander.help') return 'no command was given; ambit --help lists them';
  const [first = '', ...rest] = message.replace(/^error: /, '').split('\n');
  const suggestion = rest.join(' ').replace(/^\(Did you mean (?:one of )?(.*)\?\)$/, '; did you mean "$1"?');
  const said = first.replaceAll("'", '"').replace(/\.$/, '');
  return `${said}${suggestion === '' ? '; ambit --help lists what there is' : suggestion}`;
}
