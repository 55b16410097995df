import { type Command, InvalidArgumentError } from 'commander';
import {
  guardrailDocument,
  guardrailText,
  MOST_CHARACTERS,
} from '../../lib/core/governance/guardrail/guardrail-document.ts';
import { OPERATOR_ARN, PREFIX, TRAIL_ARN } from '../../lib/core/governance/guardrail/guarded-names.ts';
import { accountId } from '../account-id.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Run } from '../run.ts';
import { messageOf, Stop } from '../stop.ts';

interface ScpOptions {
  readonly hubAccount: string;
  readonly prefix: string;
  readonly operator: readonly string[];
  readonly trail: readonly string[];
  readonly selfManagedStackSets?: true;
  readonly json?: true;
}

/** Adds `ambit guardrail scp` to the program. */
export function addGuardrail(program: Command, run: Run, context: Context): void {
  const guardrail = program.command('guardrail').summary('work on the guardrail of the organization');
  guardrail
    .command('scp')
    .summary('print the policy that keeps everybody from taking away a hold or changing Ambit')
    .description(
      "Prints the service control policy under which nobody but Ambit's own roles removes a hold, and nobody but its deployment changes Ambit. It only denies. cdk deploy attaches the same one (ambit:guardrailTargets).",
    )
    .requiredOption('--hub-account <id>', 'the account of the hub, 12 digits', accountId)
    .option('--prefix <name>', 'begins the names of all that is deployed', namePrefix, 'Ambit')
    .option('--trail <arn>', 'a trail that it protects; may be given several times', trailArn, [])
    .option('--operator <arn>', 'a role that may bring dead letters back; may be given several times', operatorArn, [])
    .option('--self-managed-stack-sets', 'members are deployed to by self-managed stack sets, as in aws-cn')
    .option('--json', 'print JSON, with its length')
    .addHelpText(
      'after',
      `
Examples:
  ambit guardrail scp --hub-account 111122223333
  ambit guardrail scp --hub-account 111122223333 --trail arn:aws:cloudtrail:us-east-1:111122223333:trail/organization

Exit code: 0 printed, 65 it is longer than Organizations takes.`,
    )
    .action((options: ScpOptions) => run(scpCommand(options, context)));
}

async function scpCommand(options: ScpOptions, { output }: Context): Promise<ExitCode> {
  const { hubAccount: account, prefix, operator: operators, trail: trails, selfManagedStackSets, json } = options;
  const stackSets = selfManagedStackSets ? 'self-managed' : 'service-managed';
  const guarded = { prefix, hubAccount: account, stackSets, operators, trails } as const;
  const text = attachable(() => guardrailText(guarded));
  if (json) {
    const document = guardrailDocument(guarded);
    await output.json({ document, characters: text.length, mostCharacters: MOST_CHARACTERS });
  } else await output.line(text);
  return EXIT.nothing;
}

function attachable(made: () => string): string {
  try {
    return made();
  } catch (cause) {
    if (cause instanceof RangeError) throw new Stop(EXIT.badInput, messageOf(cause), { cause });
    throw cause;
  }
}

function namePrefix(text: string): string {
  if (PREFIX.test(text)) return text;
  throw new InvalidArgumentError('it must be 2 to 16 letters and digits that begin with a capital letter');
}

function trailArn(text: string, before: readonly string[]): readonly string[] {
  if (TRAIL_ARN.test(text)) return [...before, text];
  throw new InvalidArgumentError('it must be the ARN of a trail');
}

function operatorArn(text: string, before: readonly string[]): readonly string[] {
  if (OPERATOR_ARN.test(text)) return [...before, text];
  throw new InvalidArgumentError('it must be the ARN of a role with its account, in which * stands for any text');
}
