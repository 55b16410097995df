import type { Command } from 'commander';
import { compare } from '../../lib/core/access/compare.ts';
import { decide } from '../../lib/core/access/decide.ts';
import type { Comparison, ExcessPart, Witness } from '../../lib/core/access/excess.ts';
import { parseLimits, parsePolicySet } from '../../lib/core/access/parse-policy-set.ts';
import type { PolicySet } from '../../lib/core/access/policy-set.ts';
import { boxToJson, witnessToJson } from '../../lib/core/governance/finding-json.ts';
import type { JsonObject } from '../../lib/core/json.ts';
import { err, ok, type Result } from '../../lib/core/result.ts';
import { type Answer, answerBatch } from '../batch.ts';
import type { Context } from '../context.ts';
import { EXIT, exitCodeOf, type ExitCode } from '../exit-codes.ts';
import { problemsText, readDocument } from '../inputs.ts';
import { parsingAgain } from '../parse-again.ts';
import type { Run } from '../run.ts';
import { Stop } from '../stop.ts';
import { boxLines, requestLine } from '../text/excess-lines.ts';

/** The options of `ambit compare`. */
export interface CompareOptions {
  readonly access?: string;
  readonly standard?: string;
  readonly batch?: string;
  readonly json?: true;
  readonly explain?: true;
}

/** Adds `ambit compare` to the program. */
export function addCompare(program: Command, run: Run, context: Context): void {
  program
    .command('compare')
    .summary('say exactly what some access allows beyond a standard')
    .description(
      'Compares what one policy set allows with what another allows: within, exceeds, or undetermined; with the exact excess, the statement to blame, and one request that shows it.',
    )
    .option('--access <file>', 'the access: a policy document, a list of them, or a policy set; - reads stdin')
    .option('--standard <file>', 'what it may be at most: the same forms, or {"anyOf": [...]}')
    .option('--batch <file>', 'JSON lines {"id","access","standard"}, answered line by line')
    .option('--json', 'print JSON')
    .option('--explain', 'also say which statements decide about the request, on both sides')
    .addHelpText(
      'after',
      `
Examples:
  ambit compare --access role.json --standard agent.json
  aws iam get-role-policy --role-name build --policy-name deploy --query PolicyDocument |
    ambit compare --access - --standard agent.json --json
  ambit compare --batch pairs.jsonl --json > answers.jsonl

Exit code: 0 within, 2 exceeds, 3 undetermined; of a batch the worst (70, 65, 2, 3, 0).`,
    )
    .action((options: CompareOptions) => run(compareCommand(options, context)));
}

async function compareCommand(options: CompareOptions, context: Context): Promise<ExitCode> {
  const { access, standard, batch } = options;
  if (batch !== undefined) {
    if (access !== undefined || standard !== undefined) {
      throw new Stop(EXIT.usage, '--batch comes without --access and --standard: each of its lines has its own');
    }
    return answerBatch(batch, context, (line) => answerLine(line, options));
  }
  if (access === undefined || standard === undefined) {
    throw new Stop(
      EXIT.usage,
      'compare needs --access FILE and --standard FILE, or --batch FILE; see ambit compare --help',
    );
  }
  if (access === '-' && standard === '-')
    throw new Stop(EXIT.usage, 'stdin can be read once: name a file for one of the two');
  const granted = await readDocument(access, context.stdin, parsePolicySet);
  const limits = await readDocument(standard, context.stdin, parseLimits);
  const comparison = compare(granted, limits);
  const { output } = context;
  if (options.json) await output.json(comparisonToJson(comparison, { granted, limits }, options));
  else for (const line of textOf(comparison, { granted, limits }, options)) await output.text(line);
  return exitCodeOf(comparison.verdict);
}

interface Sides {
  readonly granted: PolicySet;
  readonly limits: readonly PolicySet[];
}

const readAccess = parsingAgain(parsePolicySet);
const readStandard = parsingAgain(parseLimits);

function answerLine(line: JsonObject, options: CompareOptions): Result<Answer, string> {
  const { access, standard } = line;
  if (access === undefined) return err('access: nothing, expected a policy set');
  if (standard === undefined) return err('standard: nothing, expected a policy set or {"anyOf": [...]}');
  const granted = readAccess(access);
  if (!granted.ok) return err(`access: ${problemsText(granted.error)}`);
  const limits = readStandard(standard);
  if (!limits.ok) return err(`standard: ${problemsText(limits.error)}`);
  const sides = { granted: granted.value, limits: limits.value };
  const comparison = compare(sides.granted, sides.limits);
  return ok({ members: comparisonToJson(comparison, sides, options), exit: exitCodeOf(comparison.verdict) });
}

function comparisonToJson(comparison: Comparison, sides: Sides, { explain }: CompareOptions): JsonObject {
  const witness = comparison.verdict === 'exceeds' ? comparison.witness : undefined;
  return {
    verdict: comparison.verdict,
    excess: comparison.verdict === 'within' ? [] : comparison.excess.map(partToJson),
    witness: witness === undefined ? null : witnessToJson(witness),
    reasons: comparison.reasons.map(({ rule, detail }) => ({ rule, detail })),
    ...(comparison.verdict === 'within' ? { futureOnly: comparison.futureOnly } : {}),
    ...(explain === undefined ? {} : { explanation: witness === undefined ? null : explained(witness, sides) }),
  };
}

/** A box with what explains it: how many actions of each level, the statement's conditions, a request that shows it. */
function partToJson(part: ExcessPart): JsonObject {
  const { levelCounts, conditions, witness } = part;
  return {
    ...boxToJson(part),
    levelCounts: Object.fromEntries(levelCounts.map(({ level, actions }) => [level, actions])),
    conditions: conditions.map(({ operator, set, ifExists, key, values }) => ({
      operator: `${set === undefined ? '' : `${set}:`}${operator}${ifExists ? 'IfExists' : ''}`,
      key,
      values,
    })),
    witness: witness === undefined ? null : witnessToJson(witness),
  };
}

/** How each side decides about the request that shows the excess. */
function explained(witness: Witness, { granted, limits }: Sides) {
  const one = (policies: PolicySet) => {
    const { decision, by, reading } = decide(policies, witness);
    return { decision, by, ...(reading === undefined ? {} : { reading }) };
  };
  const { principal } = granted;
  return { access: one(granted), standard: limits.map((limit) => one({ ...limit, principal })) };
}

function textOf(comparison: Comparison, sides: Sides, { explain }: CompareOptions): readonly string[] {
  const reasons = comparison.reasons.map(({ rule, detail }) => `  not decided: ${rule}: ${detail}`);
  switch (comparison.verdict) {
    case 'within': {
      const future = comparison.futureOnly
        ? ['  but it will widen when AWS adds actions that it names by a pattern']
        : [];
      return ['within: the standard allows all of it', ...future];
    }
    case 'undetermined':
      return ['undetermined: treat it as excess', ...boxLines(comparison.excess), ...reasons];
    case 'exceeds': {
      const lines = ['exceeds: the access goes beyond the standard', ...boxLines(comparison.excess)];
      const shown = `  shown by: ${requestLine(comparison.witness)}`;
      if (!explain) return [...lines, shown, ...reasons];
      const { access, standard } = explained(comparison.witness, sides);
      const decided = (side: string, { decision, by }: { decision: string; by: readonly string[] }) =>
        `    ${side}: ${decision}${by.length === 0 ? ', no statement matches' : ` by ${by.join(', ')}`}`;
      return [
        ...lines,
        shown,
        decided('access', access),
        ...standard.map((each) => decided('standard', each)),
        ...reasons,
      ];
    }
  }
}
