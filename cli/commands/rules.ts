import type { Command } from 'commander';
import type { Digest } from '../../lib/core/digest.ts';
import { digestOption } from '../digest-option.ts';
import { foldRules, type Rules } from '../../lib/core/governance/rules/fold-rules.ts';
import { RULES } from '../../lib/core/governance/rules/rules-fact.ts';
import { type RulesJson, rulesToJson, versionToJson } from '../../lib/core/governance/rules/rules-json.ts';
import { type AnyRulesRefusal, rulesRefusalText } from '../../lib/core/governance/rules/rules-refusal-text.ts';
import type { Result } from '../../lib/core/result.ts';
import { judge } from '../../lib/usecases/rules/consider-rules.ts';
import { type DecideRulesDeps, decideRules } from '../../lib/usecases/rules/decide-rules.ts';
import { governanceIn } from '../../lib/usecases/rules/governance-in.ts';
import { proposeRules } from '../../lib/usecases/rules/propose-rules.ts';
import { knownRules } from '../../lib/usecases/rules/rules-in-force.ts';
import { openRehearsal } from '../../lib/wiring/rehearsal.ts';
import type { Context } from '../context.ts';
import { DEMO_STANDARDS } from '../demo.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { addApiOptions, apiAccessOf, type ApiOptions, stopOf } from '../live/api.ts';
import { addSourceOptions, readSource, type SourceOptions } from '../live/source.ts';
import { openFolder } from '../open-folder.ts';
import type { Run } from '../run.ts';
import { Stop } from '../stop.ts';
import { rulesLines, versionLines, weakenLines } from '../text/rules-lines.ts';
import { governanceOf, standardsOf } from '../world.ts';
import { reasonFor } from '../reason.ts';

interface ReadOptions extends SourceOptions {
  readonly json?: true;
}

interface ChangeOptions extends ApiOptions {
  readonly live?: true;
  readonly dir?: string;
  readonly standards: string;
  readonly by?: string;
  readonly reason: string;
  readonly dryRun?: true;
  readonly json?: true;
}

interface SignOptions extends ChangeOptions {
  readonly digest: Digest;
}

const USUAL_FOLDER = '.ambit';

/** Adds `ambit rules` and what can be done with Ambit's own rules to the program. */
export function addRules(program: Command, run: Run, context: Context): void {
  const rules = program
    .command('rules')
    .summary("Ambit's own rules: what is in force, and what people must sign")
    .description(
      'What the standards file says is a proposal. In force are the last rules that were adopted: stricter ones come in force by themselves, weaker ones by the signatures that the rules in force ask for.',
    );
  addReading(
    rules.command('show').summary('show the rules in force, those to be signed, and a file that was refused'),
    'ambit rules show --live',
  ).action((options: ReadOptions) => run(showCommand(options, context)));
  addReading(
    rules.command('history').summary('list every version that was in force'),
    'ambit rules history --json',
  ).action((options: ReadOptions) => run(historyCommand(options, context)));
  addReading(
    rules
      .command('check')
      .summary('say in what a file is weaker than the rules in force, and change nothing')
      .argument('<file>', 'the standards file'),
    'ambit rules check ambit.yaml --live',
    'Exit code: 0 it is not weaker, 2 it is, 65 it cannot be read.',
  ).action((file: string, options: ReadOptions) => run(checkCommand(file, options, context)));
  addChange(
    rules.command('propose').summary('ask for the rules of the file, which are weaker, so that people can sign them'),
    "ambit rules propose --live --reason 'a new team'",
  ).action((options: ChangeOptions) => run(proposeCommand(options, context)));
  addChange(
    rules
      .command('sign')
      .summary('sign the rules that are proposed')
      .requiredOption('--digest <digest>', 'the digest that ambit rules show prints', digestOption),
    'ambit rules sign --live --digest sha256:… --reason agreed',
  ).action((options: SignOptions) => run(signCommand(options, context)));
}

function addReading(command: Command, example: string, exits = 'Exit code: 0 done, 65 bad input.'): Command {
  return addSourceOptions(command)
    .option('--json', 'print JSON')
    .addHelpText('after', `\nExamples:\n  ${example}\n\n${exits}`);
}

function addChange(command: Command, example: string): Command {
  return addApiOptions(command)
    .option('--live', 'at the deployment on AWS: you are who your token says')
    .option('--dir <folder>', `the folder of ambit up (default: ${USUAL_FOLDER})`)
    .option('--standards <file>', 'with a folder, its standards file (default: that of the demo)', DEMO_STANDARDS)
    .option('--by <person>', 'with a folder, who decides: the id of one of the people of the rules in force')
    .requiredOption('--reason <why>', 'why; it is kept in the ledger', reasonFor)
    .option('--dry-run', 'show what would come of it, and write nothing down')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Examples:
  ${example}

At a deployment it is about the rules that were deployed. Whoever can write a folder can choose any person: try it out with that.
Exit code: 0 done, 64 or 65 it was refused, 65 bad input.`,
    );
}

async function showCommand(options: ReadOptions, { output }: Context): Promise<ExitCode> {
  return readSource(options, async ({ ledger }) => {
    const known = await knownRules(ledger);
    if (known === undefined) throw noRules();
    await tell(rulesToJson(known.rules, governanceIn(known.standards)), options, output);
    return EXIT.nothing;
  });
}

async function historyCommand({ json, ...source }: ReadOptions, { output }: Context): Promise<ExitCode> {
  return readSource(source, async ({ ledger }) => {
    for (const version of foldRules(await ledger.about(RULES)).history.map(versionToJson)) {
      if (json) await output.json(version);
      else for (const line of versionLines(version)) await output.text(line);
    }
    return EXIT.nothing;
  });
}

async function checkCommand(file: string, { json, ...source }: ReadOptions, { output }: Context): Promise<ExitCode> {
  const found = await standardsOf(file);
  return readSource(source, async ({ ledger }) => {
    const known = await knownRules(ledger);
    if (known === undefined) throw noRules();
    const { weakens } = judge({ ok: true, value: found }, known.standards);
    if (json) await output.json({ file, inForce: known.adoption.digest, weakens });
    else if (weakens.length === 0) await output.text(`${file} asks for as much as the rules in force, or for more`);
    else {
      await output.text(`${file} is weaker than the rules in force: it takes the signatures that they ask for`);
      for (const line of weakenLines(weakens)) await output.text(line);
    }
    return weakens.length === 0 ? EXIT.nothing : EXIT.excess;
  });
}

async function proposeCommand(options: ChangeOptions, context: Context): Promise<ExitCode> {
  const { reason } = options;
  if (options.live) return atDeployment(options, context, (api) => api.propose(reason));
  return inFolder(options, context, async (deps, personId) => {
    const found = await standardsOf(options.standards);
    return proposeRules({ ok: true, value: found }, { personId, reason }, deps);
  });
}

async function signCommand(options: SignOptions, context: Context): Promise<ExitCode> {
  const { digest, reason } = options;
  if (options.live) return atDeployment(options, context, (api) => api.sign(digest, reason));
  return inFolder(options, context, (deps, personId) =>
    // whoever signs here is at the machine now
    decideRules({ personId, digest, reason, signedInAt: deps.clock.now() }, deps),
  );
}

type Api = import('../../lib/wiring/live/rules-api.ts').RulesApi;

async function atDeployment(
  options: ChangeOptions,
  context: Context,
  change: (api: Api) => ReturnType<Api['propose']>,
): Promise<ExitCode> {
  if (options.dir !== undefined || options.by !== undefined) {
    throw new Stop(
      EXIT.usage,
      '--live and --dir or --by exclude each other: at a deployment you are who your token says',
    );
  }
  if (options.dryRun) {
    await context.output.text('nothing was sent; ambit rules check FILE --live says what a file asks for less');
    return EXIT.nothing;
  }
  const { RulesApi } = await import('../../lib/wiring/live/rules-api.ts');
  const done = await change(new RulesApi(await apiAccessOf(options, context)));
  if (!done.ok) throw stopOf(done.error);
  await tell(done.value, options, context.output);
  return EXIT.nothing;
}

async function inFolder(
  options: ChangeOptions,
  { output }: Context,
  change: (deps: DecideRulesDeps, personId: string) => Promise<Result<Rules, AnyRulesRefusal>>,
): Promise<ExitCode> {
  const { dir = USUAL_FOLDER, standards, by, dryRun } = options;
  if (by === undefined) throw new Stop(EXIT.usage, 'name who decides with --by, or a deployment with --live');
  const opened = dryRun
    ? await openRehearsal(dir, () => governanceOf(standards))
    : await openFolder({ dir, standardsFile: standards }, output);
  if (dryRun) output.note('ambit: nothing is written down; this is what would be');
  try {
    const done = await change(opened.deps, by);
    if (!done.ok) throw new Stop(EXIT.usage, `refused: ${rulesRefusalText(done.error)} (${done.error.code})`);
    await tell(rulesToJson(done.value, opened.deps.governance), options, output);
    return EXIT.nothing;
  } finally {
    opened.close();
  }
}

async function tell(rules: RulesJson, { json }: { readonly json?: true }, output: Context['output']): Promise<void> {
  if (json) await output.json(rules);
  else for (const line of rulesLines(rules)) await output.text(line);
}

function noRules(): Stop {
  return new Stop(
    EXIT.badInput,
    'no rules are in force yet; the first that are found will be: run ambit up, or deploy',
  );
}
