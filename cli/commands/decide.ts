import type { Command } from 'commander';
import { decide, type Decision } from '../../lib/core/access/decide.ts';
import { parsePolicySet } from '../../lib/core/access/parse-policy-set.ts';
import { parseRequest } from '../../lib/core/access/parse-request.ts';
import type { JsonObject } from '../../lib/core/json.ts';
import { err, ok, type Result } from '../../lib/core/result.ts';
import { type Answer, answerBatch } from '../batch.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { problemsText, readDocument } from '../inputs.ts';
import type { Run } from '../run.ts';
import { Stop } from '../stop.ts';
import { requestLine } from '../text/excess-lines.ts';

/** The options of `ambit decide`. */
export interface DecideOptions {
  readonly access?: string;
  readonly request?: string;
  readonly batch?: string;
  readonly json?: true;
}

/** Adds `ambit decide` to the program. */
export function addDecide(program: Command, run: Run, context: Context): void {
  program
    .command('decide')
    .summary('say whether policies allow one request, and which statements decide')
    .description(
      "Evaluates one request as IAM's documentation says, rule by rule: allow, implicit-deny, explicit-deny, or undetermined.",
    )
    .option('--access <file>', 'the policies: a policy document, a list of them, or a policy set; - reads stdin')
    .option('--request <file>', 'the request: {"principal","action","resource","resourceAccount","context"}')
    .option('--batch <file>', 'JSON lines {"id","access","request"}, answered line by line')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Examples:
  ambit decide --access role.json --request request.json
  echo '{"action":"s3:GetObject","resource":"arn:aws:s3:::logs/1","context":{"aws:SourceIp":"192.0.2.1"}}' |
    ambit decide --access role.json --request - --json
  ambit decide --batch requests.jsonl --json

Exit code: 0 decided (allow or deny), 3 undetermined; of a batch the worst (70, 65, 3, 0).`,
    )
    .action((options: DecideOptions) => run(decideCommand(options, context)));
}

async function decideCommand({ access, request, batch, json }: DecideOptions, context: Context): Promise<ExitCode> {
  if (batch !== undefined) {
    if (access !== undefined || request !== undefined) {
      throw new Stop(EXIT.usage, '--batch comes without --access and --request: each of its lines has its own');
    }
    return answerBatch(batch, context, answerLine);
  }
  if (access === undefined || request === undefined) {
    throw new Stop(
      EXIT.usage,
      'decide needs --access FILE and --request FILE, or --batch FILE; see ambit decide --help',
    );
  }
  if (access === '-' && request === '-')
    throw new Stop(EXIT.usage, 'stdin can be read once: name a file for one of the two');
  const policies = await readDocument(access, context.stdin, parsePolicySet);
  const asked = await readDocument(request, context.stdin, parseRequest);
  const decision = decide(policies, asked);
  if (json) {
    await context.output.json(decisionToJson(decision));
  } else {
    await context.output.text(`${decision.decision}: ${requestLine(asked)}`);
    await context.output.text(decision.by.length === 0 ? '  no statement matches' : `  by ${decision.by.join(', ')}`);
    if (decision.reading !== undefined) await context.output.text(`  not decided: ${decision.reading}`);
  }
  return exitOf(decision);
}

function answerLine({ access, request }: JsonObject): Result<Answer, string> {
  if (access === undefined) return err('access: nothing, expected a policy set');
  if (request === undefined) return err('request: nothing, expected {"action","resource", …}');
  const policies = parsePolicySet(access);
  if (!policies.ok) return err(`access: ${problemsText(policies.error)}`);
  const asked = parseRequest(request);
  if (!asked.ok) return err(`request: ${problemsText(asked.error)}`);
  const decision = decide(policies.value, asked.value);
  return ok({ members: decisionToJson(decision), exit: exitOf(decision) });
}

function decisionToJson({ decision, reading, by }: Decision): JsonObject {
  return { decision, ...(reading === undefined ? {} : { reading }), by };
}

function exitOf({ decision }: Decision): ExitCode {
  return decision === 'undetermined' ? EXIT.undetermined : EXIT.nothing;
}
