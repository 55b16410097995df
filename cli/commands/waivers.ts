import type { Command } from 'commander';
import type { Case } from '../../lib/core/governance/cases/case.ts';
import { toIso } from '../../lib/core/instant.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { stopOf } from '../live/api.ts';
import { addSourceOptions, readSource, type SourceOptions } from '../live/source.ts';
import { addDecisionOptions, decide, decisionsOf, type DecisionOptions, WHO_DECIDES } from '../live/take-decision.ts';
import { moreThanNothing } from '../numbers.ts';
import type { Run } from '../run.ts';

const DAY = 86_400_000;

interface WaiversOptions extends SourceOptions {
  readonly dueWithin?: number;
  readonly json?: true;
}

/** Adds `ambit waivers`, and the decisions about them: `revoke`, `ask` and `break-glass`. */
export function addWaivers(program: Command, run: Run, context: Context): void {
  addList(program, run, context);
  const revoke = program
    .command('revoke')
    .summary('end the waiver of a finding before its time')
    .description('Ends a waiver at once: what was given back is held again. One approver may.');
  addDecision(revoke, 'ambit revoke F-57675e6173b4 --reason "the release is out" --token-file token.jwt').action(
    (finding: string, options: DecisionOptions) => run(plainCommand(finding, { kind: 'revoke', options }, context)),
  );
  const ask = program
    .command('ask')
    .summary('ask again for approval, where a request has lapsed')
    .description('Begins a new request for approval of what a finding holds: the one before was not signed in time.');
  addDecision(ask, 'ambit ask F-57675e6173b4 --reason "release 43 needs it" --token-file token.jwt').action(
    (finding: string, options: DecisionOptions) => run(plainCommand(finding, { kind: 'ask', options }, context)),
  );
  const glass = program
    .command('break-glass')
    .summary('take back alone what a finding holds, for a short time')
    .description(
      'Takes back what a finding holds, alone and at once. Everybody is told; it is held again unless others countersign.',
    );
  addDecision(
    glass,
    'ambit break-glass F-57675e6173b4 --reason "production is down" --minutes 30 --token-file token.jwt',
  )
    .option('--minutes <number>', 'for how long (default: as long as the standards let one person)', moreThanNothing)
    .action((finding: string, options: GlassOptions) => run(glassCommand(finding, options, context)));
}

function addList(program: Command, run: Run, context: Context): void {
  const list = program
    .command('waivers')
    .summary('list the waivers that run, and which of them people are asked to keep')
    .description(
      'Lists the waivers of a folder or a deployment, the one that ends first in front. One is kept by `ambit approve`, once people are asked; else it ends.',
    );
  addSourceOptions(list)
    .option('--due-within <days>', 'only those that end within so many days', moreThanNothing)
    .option('--json', 'print JSON: a line for each waiver')
    .addHelpText(
      'after',
      `
Examples:
  ambit waivers
  ambit waivers --live --due-within 3 --json

Exit code: 0.`,
    )
    .action((options: WaiversOptions) => run(listCommand(options, context)));
}

function addDecision(command: Command, example: string): Command {
  command.argument('<finding>', 'the id of the finding, F-…');
  return addDecisionOptions(command).addHelpText(
    'after',
    `
Examples:
  ${example}

${WHO_DECIDES}
Exit code: 0 it was taken, 65 it was refused, 70 what follows failed.`,
  );
}

async function listCommand(options: WaiversOptions, { output }: Context): Promise<ExitCode> {
  return readSource(options, async ({ cases: book }) => {
    const latest = options.dueWithin === undefined ? Infinity : Date.now() + options.dueWithin * DAY;
    const waivers = (await book.cases())
      .flatMap((current) => (current.status === 'restored' ? waiverJson(current) : []))
      .filter(({ ends }) => ends <= latest)
      .sort((a, b) => a.ends - b.ends);
    for (const { ends: _ends, ...waiver } of waivers) {
      const { finding, principal, until, alone, review, reasons } = waiver;
      if (options.json) {
        await output.json(waiver);
        continue;
      }
      await output.text(`${finding} until ${until}: ${principal}`);
      for (const reason of reasons) await output.text(`  because:  ${reason}`);
      if (alone !== null)
        await output.text(`  alone:    ${alone} took it alone; ambit approve ${finding} countersigns it`);
      else if (review)
        await output.text(`  due:      ambit approve ${finding} keeps it, ambit revoke ${finding} ends it now`);
    }
    if (!options.json) await output.text(waivers.length === 1 ? '1 waiver' : `${waivers.length} waivers`);
    return EXIT.nothing;
  });
}

function waiverJson({ finding, waiver, review, glass, signatures }: Case) {
  if (waiver === undefined) return [];
  const { principal, account, from, until, alone } = waiver;
  const reasons = [
    ...new Set([...signatures.map(({ reason }) => reason), ...(glass === undefined ? [] : [glass.reason])]),
  ];
  const whole = { finding: finding.id, account, principal, from: toIso(from), until: toIso(until) };
  return [{ ...whole, alone: alone ?? null, review: review !== undefined, reasons, ends: until }];
}

interface Plain {
  readonly kind: 'revoke' | 'ask';
  readonly options: DecisionOptions;
}

async function plainCommand(id: string, { kind, options }: Plain, context: Context): Promise<ExitCode> {
  const decisions = await decisionsOf(options, context);
  return decide(id, { kind, reason: options.reason }, { decisions, options, context });
}

interface GlassOptions extends DecisionOptions {
  readonly minutes?: number;
}

async function glassCommand(id: string, options: GlassOptions, context: Context): Promise<ExitCode> {
  const decisions = await decisionsOf(options, context);
  const found = await decisions.finding(id);
  if (!found.ok) throw stopOf(found.error);
  const { finding, approval } = found.value;
  const untilMinutes = options.minutes ?? approval.breakGlassMinutes ?? 1;
  const wish = { kind: 'break-glass', digest: finding.digest, reason: options.reason, untilMinutes } as const;
  return decide(id, wish, { decisions, options, context });
}
