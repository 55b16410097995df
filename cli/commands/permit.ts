import { type Command, InvalidArgumentError } from 'commander';
import { foldPermits, type Permit } from '../../lib/core/governance/permits/fold-permit.ts';
import { operationOf, type PermitOperation } from '../../lib/core/governance/permits/permit.ts';
import { type PermitJson, permitToJson } from '../../lib/core/governance/permits/permit-json.ts';
import { type AnyPermitRefusal, permitRefusalText } from '../../lib/core/governance/permits/permit-refusal-text.ts';
import type { Governance } from '../../lib/core/governance/standards/standards.ts';
import type { Digest } from '../../lib/core/digest.ts';
import { digestOption } from '../digest-option.ts';
import { fromIso, type Instant, toIso } from '../../lib/core/instant.ts';
import { askPermit } from '../../lib/usecases/permits/ask-permit.ts';
import { type DecidePermitDeps, decidePermit, type PermitDecision } from '../../lib/usecases/permits/decide-permit.ts';
import { listPermits } from '../../lib/usecases/permits/list-permits.ts';
import { describeFact } from '../../lib/wiring/fact-text.ts';
import { openToRead } from '../../lib/wiring/open-to-read.ts';
import { openRehearsal } from '../../lib/wiring/rehearsal.ts';
import type { Context } from '../context.ts';
import { DEMO_STANDARDS } from '../demo.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { openFolder } from '../open-folder.ts';
import type { Run } from '../run.ts';
import { Stop } from '../stop.ts';
import { permitLine, permitLines } from '../text/permit-lines.ts';
import { governanceOf } from '../world.ts';
import { reasonFor } from '../reason.ts';

interface FolderOptions {
  readonly dir: string;
  readonly standards: string;
  readonly json?: true;
}

interface ActOptions extends FolderOptions {
  readonly dryRun?: true;
}

interface RequestOptions extends ActOptions {
  readonly environment: string;
  readonly account: string;
  readonly operation: PermitOperation;
  readonly target: string;
  readonly change?: Digest;
  readonly actor: string;
  readonly from?: Instant;
  readonly hours: number;
  readonly by: string;
  readonly reason: string;
}

interface DecisionOptions extends ActOptions {
  readonly digest?: Digest;
  readonly by: string;
  readonly reason: string;
}

const HOUR = 3_600_000;
const DRY_RUN = 'show what would come of it, and write nothing down; works while Ambit runs';

/** Adds `ambit permit` and what can be done with permits to the program. */
export function addPermit(program: Command, run: Run, context: Context): void {
  const permit = program
    .command('permit')
    .summary('consent in advance to one change of a guarded environment')
    .description(
      'A permit lets one change of a guarded environment happen: exactly that change, by one actor, within a window, once. Two people sign it in advance, neither who asks nor who acts.',
    );
  addRequest(permit, run, context);
  withFolder(
    permit.command('list').summary('list the permits that were asked for, newest first'),
    'ambit permit list --json',
  ).action((options: FolderOptions) => run(listCommand(options, context)));
  withFolder(
    permit.command('show <id>').summary('show a permit, who signed it, and what became of it'),
    'ambit permit show P-57675e6173b4',
  ).action((id: string, options: FolderOptions) => run(showCommand(id, options, context)));
  addDecision(permit.command('sign <id>').summary('sign a permit, as it is shown'), { kind: 'sign', run, context });
  addDecision(permit.command('withdraw <id>').summary('take a permit back before it is used'), {
    kind: 'withdraw',
    run,
    context,
  });
}

function addRequest(permit: Command, run: Run, context: Context): void {
  const command = permit
    .command('request')
    .summary('ask for a permit')
    .requiredOption('--environment <name>', 'the guarded environment, as the standards name it')
    .requiredOption('--account <id>', 'the account that is changed')
    .requiredOption(
      '--operation <what>',
      'stack-delete, stack-update, iam-resource, or a call such as rds:DeleteDBInstance',
      operation,
    )
    .requiredOption('--target <what>', 'the stack or resource, as the gate or the finding names it')
    .option('--change <digest>', 'the digest of the change, as the gate names it; a call needs none', digestOption)
    .requiredOption('--actor <arn>', 'the role, user or role session that is to make the change')
    .option('--from <moment>', 'when the window begins, as 2026-01-31T12:00:00Z (default: now)', moment)
    .option('--hours <number>', 'how long the window is', hours, 4)
    .requiredOption('--by <person>', 'who asks: the id of one of the people of the standards')
    .requiredOption('--reason <why>', 'why', reasonFor)
    .option('--dry-run', DRY_RUN);
  withFolder(
    command,
    'ambit permit request --environment cost-prod --account 111122223333 --operation rds:DeleteDBInstance --target arn:aws:rds:us-east-1:111122223333:db:cost --actor arn:aws:iam::111122223333:role/deployer --by PERSON --reason WHY',
  ).action((options: RequestOptions) => run(requestCommand(options, context)));
}

interface Decision {
  readonly kind: PermitDecision['kind'];
  readonly run: Run;
  readonly context: Context;
}

function addDecision(command: Command, { kind, run, context }: Decision): void {
  command
    .requiredOption('--by <person>', 'who decides: the id of one of the people of the standards')
    .requiredOption('--reason <why>', 'why', reasonFor)
    .option('--dry-run', DRY_RUN);
  const shown = ' --digest sha256:…';
  if (kind === 'sign')
    command.requiredOption('--digest <digest>', 'the digest that ambit permit show prints', digestOption);
  withFolder(
    command,
    `ambit permit ${kind} P-57675e6173b4${kind === 'sign' ? shown : ''} --by PERSON --reason WHY`,
  ).action((id: string, options: DecisionOptions) => run(decisionCommand(id, { kind, options }, context)));
}

function withFolder(command: Command, example: string): Command {
  return command
    .option('--dir <folder>', 'the folder of ambit up', '.ambit')
    .option('--standards <file>', 'the standards of that folder (default: those of the demo)', DEMO_STANDARDS)
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Examples:
  ${example}

Whoever can write the folder can choose any person: try it out with this, and sign on the page of a deployment.
Exit code: 0 done, 64 it was refused, 65 bad input.`,
    );
}

async function requestCommand(options: RequestOptions, { output }: Context): Promise<ExitCode> {
  return withDeps(options, output, async (deps) => {
    const from = options.from ?? deps.clock.now();
    const { environment, account, operation: what, target, change, actor, by: requestedBy, reason } = options;
    const until = from + options.hours * HOUR;
    const wish = { environment, account, operation: what, target, change, actor, from, until, requestedBy, reason };
    const asked = await askPermit(wish, deps);
    if (!asked.ok) throw refused(asked.error);
    const permit = foldPermits(await deps.ledger.about(asked.value)).at(-1);
    if (permit === undefined) throw new Error(`permit "${asked.value}" was asked for and is not in the ledger`);
    await tell(permitToJson(permit, deps.governance, deps.clock.now()), options, output);
    return EXIT.nothing;
  });
}

async function decisionCommand(
  permitId: string,
  { kind, options }: { readonly kind: PermitDecision['kind']; readonly options: DecisionOptions },
  { output }: Context,
): Promise<ExitCode> {
  return withDeps(options, output, async (deps) => {
    const found = foldPermits(await deps.ledger.about(permitId)).at(-1);
    if (found === undefined) throw refused({ code: 'NO_SUCH_PERMIT' });
    const { by: personId, reason } = options;
    const digest = options.digest ?? found.digest;
    // the embedded default asks nobody to prove who they are; whoever runs the command does so now
    const decision = { permitId, personId, signedInAt: deps.clock.now(), kind, digest, reason };
    const taken = await decidePermit(decision, deps);
    if (!taken.ok) throw refused(taken.error);
    await tell(permitToJson(taken.value, deps.governance, deps.clock.now()), options, output);
    return EXIT.nothing;
  });
}

async function listCommand(options: FolderOptions, { output }: Context): Promise<ExitCode> {
  return withLedger(options, async ({ ledger }, governance) => {
    const permits = await listPermits(ledger);
    for (const permit of permits) {
      const json = permitToJson(permit, governance, Date.now());
      if (options.json) await output.json(json);
      else await output.text(permitLine(json));
    }
    if (!options.json) await output.text(permits.length === 1 ? '1 permit' : `${permits.length} permits`);
    return EXIT.nothing;
  });
}

async function showCommand(id: string, options: FolderOptions, { output }: Context): Promise<ExitCode> {
  return withLedger(options, async ({ ledger }, governance) => {
    const entries = await ledger.about(id);
    const permits: readonly Permit[] = foldPermits(entries);
    if (permits.length === 0) throw refused({ code: 'NO_SUCH_PERMIT' });
    for (const permit of permits) await tell(permitToJson(permit, governance, Date.now()), options, output);
    if (options.json) return EXIT.nothing;
    for (const { sequence, fact } of entries)
      await output.text(`  ${sequence} ${toIso(fact.at)} ${describeFact(fact)}`);
    return EXIT.nothing;
  });
}

async function tell(permit: PermitJson, { json }: FolderOptions, output: Context['output']): Promise<void> {
  if (json) await output.json(permit);
  else for (const line of permitLines(permit)) await output.text(line);
}

async function withDeps(
  { dir, standards, dryRun }: ActOptions,
  output: Context['output'],
  work: (deps: DecidePermitDeps) => Promise<ExitCode>,
): Promise<ExitCode> {
  const opened = dryRun
    ? await openRehearsal(dir, () => governanceOf(standards))
    : await openFolder({ dir, standardsFile: standards }, output);
  if (dryRun) output.note('ambit: nothing is written down; this is what would be');
  try {
    return await work(opened.deps);
  } finally {
    opened.close();
  }
}

async function withLedger(
  { dir, standards }: FolderOptions,
  work: (opened: ReturnType<typeof openToRead>, governance: Governance) => Promise<ExitCode>,
): Promise<ExitCode> {
  const opened = openToRead(dir);
  try {
    return await work(opened, (await opened.governance()) ?? (await governanceOf(standards)));
  } finally {
    opened.close();
  }
}

function refused(refusal: AnyPermitRefusal): Stop {
  return new Stop(EXIT.usage, `refused: ${permitRefusalText(refusal)} (${refusal.code})`);
}

function operation(text: string): PermitOperation {
  const read = operationOf(text);
  if (read !== undefined) return read;
  throw new InvalidArgumentError(
    'it must be stack-delete, stack-update, iam-resource, or a call such as rds:DeleteDBInstance',
  );
}

function moment(text: string): Instant {
  const read = /^\d{4}-\d\d-\d\dT/.test(text) ? fromIso(text) : undefined;
  if (read !== undefined) return read;
  throw new InvalidArgumentError('it must be a moment, like 2026-01-31T12:00:00Z');
}

function hours(text: string): number {
  const number = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (number > 0 && number <= 720) return number;
  throw new InvalidArgumentError('it must be a number of hours, more than 0 and at most 720');
}
