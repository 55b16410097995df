import type { Command } from 'commander';
import { boxToJson, witnessToJson } from '../../lib/core/governance/finding-json.ts';
import type { JsonObject } from '../../lib/core/json.ts';
import { type PrincipalVerdict, sweepState } from '../../lib/usecases/sweep-account.ts';
import type { Context } from '../context.ts';
import { type ExitCode, exitCodeOf, worstOf } from '../exit-codes.ts';
import type { Run } from '../run.ts';
import { boxLines, requestLine } from '../text/excess-lines.ts';
import { accountOf, governanceOf } from '../world.ts';

/** The options of `ambit sweep`. */
export interface SweepOptions {
  readonly account: string;
  readonly standards?: string;
  readonly json?: true;
}

/** Adds `ambit sweep` to the program. */
export function addSweep(program: Command, run: Run, context: Context): void {
  program
    .command('sweep')
    .summary('say what every principal of an account holds in excess')
    .description('Reads a whole account and measures each role and user against the standard of its class.')
    .requiredOption('--account <file>', 'what aws iam get-account-authorization-details prints; - reads stdin')
    .option('--standards <file>', 'the standards (ambit.yaml); without it the default that ships with Ambit')
    .option('--json', 'print JSON: a line for each principal, then the summary')
    .addHelpText(
      'after',
      `
Examples:
  aws iam get-account-authorization-details > account.json && ambit sweep --account account.json
  ambit sweep --account account.json --standards ambit.yaml --json

Exit code: 0 all within, 2 excess, 3 something is undetermined and nothing exceeds.`,
    )
    .action((options: SweepOptions) => run(sweepCommand(options, context)));
}

async function sweepCommand({ account, standards, json }: SweepOptions, context: Context): Promise<ExitCode> {
  const governance = await governanceOf(standards);
  const state = await accountOf(account, context);
  const { output } = context;
  const counts = { within: 0, exceeds: 0, undetermined: 0 };
  const deps = { governance, cases: { cases: async () => [] }, clock: { now: () => Date.now() } };
  let principals = 0;
  for await (const verdict of sweepState(state, deps)) {
    principals += 1;
    counts[verdict.verdict] += 1;
    if (json) await output.json(toJson(verdict));
    else for (const line of textOf(verdict)) await output.text(line);
    output.progress(`${principals} principals measured`);
  }
  const summary = { account: state.account, principals, ...counts };
  if (json) await output.json({ summary });
  else {
    const { within, exceeds, undetermined } = counts;
    await output.text(
      `account ${state.account}: ${principals} principals, ${within} within, ${exceeds} exceed, ${undetermined} undetermined`,
    );
  }
  const found = (['within', 'exceeds', 'undetermined'] as const).filter((verdict) => counts[verdict] > 0);
  return worstOf(found.map(exitCodeOf));
}

function toJson({ principal, class: name, verdict, excess, witness, reasons, findings }: PrincipalVerdict): JsonObject {
  return {
    principal,
    class: name,
    verdict,
    excess: excess.map(boxToJson),
    witness: witness === null ? null : witnessToJson(witness),
    reasons: reasons.map(({ rule, detail }) => ({ rule, detail })),
    severities: findings.map(({ severity }) => severity),
  };
}

function textOf({ principal, class: name, verdict, excess, witness, reasons }: PrincipalVerdict): readonly string[] {
  return [
    `${verdict}: ${principal} (${name})`,
    ...boxLines(excess),
    ...(witness === null ? [] : [`  shown by: ${requestLine(witness)}`]),
    ...reasons.map(({ rule, detail }) => `  because:  ${rule}: ${detail}`),
  ];
}
