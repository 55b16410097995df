/** `node run.ts REPORT ARGUMENTS…`: runs ambit, and writes to REPORT how much memory the process had at most, in bytes. */
import { writeFileSync } from 'node:fs';
import { runCli } from '../../cli/run-cli.ts';

const [report = '', ...args] = process.argv.slice(2);
const { stdin, stdout, stderr } = process;
const untilInterrupted = () => new AbortController().signal;
const code = await runCli(args, { stdin, stdout, stderr, isTerminal: false, untilInterrupted });
writeFileSync(report, `${process.resourceUsage().maxRSS * 1024}\n`);
process.exitCode = code;
stdin.destroy();
