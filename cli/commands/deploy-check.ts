import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Plan } from '../../lib/wiring/live/deploy-check.ts';
import { accountId } from '../account-id.ts';
import type { Context } from '../context.ts';
import type { ExitCode } from '../exit-codes.ts';
import { tellChecks } from '../live/tell-checks.ts';
import type { Run } from '../run.ts';

interface DeployCheckOptions {
  readonly layout: Plan['layout'];
  readonly prefix: string;
  readonly hubRegion?: string;
  readonly regions: readonly string[];
  readonly hubAccount?: string;
  readonly shareConcurrency?: true;
  readonly profile?: string;
  readonly json?: true;
}

/** Adds `ambit deploy-check` to the program. */
export function addDeployCheck(program: Command, run: Run, context: Context): void {
  program
    .command('deploy-check')
    .summary('say what an account or an organization lacks before Ambit is deployed to it')
    .description(
      'Looks whether AWS is ready: a trail, Regions, the bootstrap of the CDK, names, quotas; of an organization also trusted access and the delegated administrator. Each line says what mends it. It changes nothing. The options are those of the deployment (-c ambit:layout=… and so on).',
    )
    .addOption(
      new Option('--layout <name>', 'what is deployed').choices(['one-account', 'organization']).default('one-account'),
    )
    .option('--prefix <name>', 'how the names of what is deployed begin', 'Ambit')
    .option('--hub-region <region>', "the hub's Region (default: where IAM's calls are recorded)", regionName)
    .option('--regions <list>', 'further Regions that are watched, separated by commas', regionNames, [])
    .option(
      '--hub-account <id>',
      'with --layout organization, the account of the hub (default: that of the credentials)',
      accountId,
    )
    .option(
      '--share-concurrency',
      'the deployment sets -c ambit:reserveConcurrency=false: nothing is reserved for the hub',
    )
    .option('--profile <name>', 'the AWS profile; without it what the environment says')
    .option('--json', 'print JSON: a line for each check, then the summary')
    .addHelpText(
      'after',
      `
Examples:
  ambit deploy-check --profile sandbox
  ambit deploy-check --layout organization --hub-account 111122223333 --regions eu-west-1 --profile management

Exit code: 0 nothing is in the way, 70 something is.`,
    )
    .action((options: DeployCheckOptions) => run(deployCheckCommand(options, context)));
}

async function deployCheckCommand(options: DeployCheckOptions, { output }: Context): Promise<ExitCode> {
  const { callerOf } = await import('../../lib/wiring/live/caller.ts');
  const { checkPlan } = await import('../../lib/wiring/live/deploy-check.ts');
  const { layout, prefix, hubRegion, regions, hubAccount, shareConcurrency, profile, json } = options;
  const concurrency = shareConcurrency ? 'shared' : 'reserved';
  const choice = { profile, region: hubRegion };
  const checks = checkPlan(
    { layout, prefix, hubRegion, regions, hubAccount, concurrency },
    await callerOf(choice),
    choice,
  );
  return tellChecks(checks, json ? 'json' : 'text', output);
}

const REGION = /^[a-z]{2}(?:-[a-z]+)+-\d$/;

function regionName(text: string): string {
  if (REGION.test(text)) return text;
  throw new InvalidArgumentError('it must be a Region, such as eu-west-1');
}

function regionNames(text: string): readonly string[] {
  return text.split(',').map((each) => regionName(each.trim()));
}
