import type { Command } from 'commander';
import { digestOfStandards } from '../../lib/core/governance/standards/digest-of-standards.ts';
import { boxToJson, witnessToJson } from '../../lib/core/governance/finding-json.ts';
import type { JsonObject } from '../../lib/core/json.ts';
import type { StandingDeps } from '../../lib/usecases/sweep/standing-excess.ts';
import { type PrincipalVerdict, sweepAccount } from '../../lib/usecases/sweep/sweep-account.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode, exitCodeOf, worstOf } from '../exit-codes.ts';
import { liveWorld, NO_CASES, type World } from '../live/live-world.ts';
import { addLiveOptions, type LiveOptions } from '../live/options.ts';
import type { Run } from '../run.ts';
import { Stop } from '../stop.ts';
import { boxLines, requestLine } from '../text/excess-lines.ts';
import { accountOf, organizationOf, standardsOf } from '../world.ts';

/** The options of `ambit sweep`. */
export interface SweepOptions extends LiveOptions {
  readonly account?: string;
  readonly organization?: string;
  readonly live?: true;
  readonly standards?: string;
  readonly json?: true;
}

/** Adds `ambit sweep` to the program. */
export function addSweep(program: Command, run: Run, context: Context): void {
  const command = program
    .command('sweep')
    .summary('say what every principal of an account holds in excess')
    .description(
      'Reads a whole account, a file or one of AWS, and measures each role and user against the standard of its class. It changes nothing.',
    )
    .argument('[account-id]', 'with --live, the account; without it that of the credentials')
    .option('--account <file>', 'what aws iam get-account-authorization-details prints; - reads stdin')
    .option(
      '--organization <file>',
      'the organization whose SCPs and RCPs limit the account (docs/json.md); without it, with --live, as the deployment read it last',
    )
    .option('--live', 'read the account from AWS, and waivers and SCPs from the deployment');
  addLiveOptions(command)
    .option('--standards <file>', 'the standards (ambit.yaml); without it the default that ships with Ambit')
    .option('--json', 'print JSON: a line for each principal, then the summary')
    .addHelpText(
      'after',
      `
Examples:
  aws iam get-account-authorization-details > account.json && ambit sweep --account account.json
  ambit sweep --account account.json --standards ambit.yaml --json
  ambit sweep --live 111122223333 --standards ambit.yaml --profile security

Exit code: 0 all within, 2 excess, 3 something is undetermined and nothing exceeds.`,
    )
    .action((id: string | undefined, options: SweepOptions) => run(sweepCommand(id, options, context)));
}

async function sweepCommand(id: string | undefined, options: SweepOptions, context: Context): Promise<ExitCode> {
  const { json } = options;
  checkUsage(id, options);
  const standards = await standardsOf(options.standards);
  const { governance } = standards;
  const { state, cases, deployed, ...known } = await worldOf(id, options, context);
  if (deployed !== undefined && deployed !== digestOfStandards(standards)) context.output.note(OTHER_STANDARDS);
  const { output } = context;
  const counts = { within: 0, exceeds: 0, undetermined: 0 };
  const clock = { now: () => Date.now() };
  const deps = { governance, cases, clock, ...known, ...(await limitsOf(options, clock, context)) };
  let principals = 0;
  for await (const verdict of sweepAccount(state, deps)) {
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

/** What limits the account besides its own policies, where that is given. */
async function limitsOf({ organization }: SweepOptions, clock: StandingDeps['clock'], context: Context) {
  if (organization === undefined) return {};
  const { givenGuardrails } = await import('../../lib/wiring/given-organization.ts');
  return { guardrails: await givenGuardrails(await organizationOf(organization, context), clock) };
}

const OTHER_STANDARDS =
  'ambit: the deployment has other standards, so that its verdicts may differ; name the file that was deployed with --standards';

function checkUsage(id: string | undefined, options: SweepOptions): void {
  const { account, organization, live, stack, profile, region } = options;
  const named = [id, stack, profile, region].some((each) => each !== undefined);
  if ((account === undefined) === !live) {
    throw new Stop(EXIT.usage, 'name either --account FILE or --live; ambit sweep --help says what each reads');
  }
  if (!live && named) throw new Stop(EXIT.usage, 'an account id, --stack, --profile and --region go with --live');
  if (account === '-' && organization === '-') {
    throw new Stop(EXIT.usage, 'stdin can be read once: name a file for the account or for the organization');
  }
  if (id !== undefined && !/^\d{12}$/.test(id))
    throw new Stop(EXIT.usage, `"${id}" is no account id; it has 12 digits`);
}

async function worldOf(id: string | undefined, options: SweepOptions, context: Context): Promise<World> {
  if (options.account === undefined) return liveWorld(id, options, context);
  return { state: await accountOf(options.account, context), cases: NO_CASES, deployed: undefined };
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
