import { hookAnswer, type HookAnswer } from '../core/activity/hook-answer.ts';
import {
  type ChangeSetRequest,
  type HookRequest,
  readHookRequest,
  type StackRequest,
  type UnreadableHook,
} from '../core/activity/hook-request.ts';
import type { GatedChange } from '../core/governance/gated-change.ts';
import { requestSubject } from '../core/governance/gate-fact.ts';
import { faultMessage } from '../core/governance/gate-message.ts';
import { environmentsIn } from '../core/governance/guarded.ts';
import type { Instant } from '../core/instant.ts';
import type { JsonValue } from '../core/json.ts';
import { appendChosen } from './append-chosen.ts';
import { digestOfTemplates, judgeChangeSet, judgeStack, payloadOf } from './judge-operation.ts';
import type { JudgeResourceDeps } from './judge-resource.ts';
import { type Answer, HARMLESS, passGate, type PassDeps, passLater } from './pass-gate.ts';

export interface GateDeps extends PassDeps, JudgeResourceDeps {
  /** ARNs of Ambit's own stacks, without their ids: a gate that is broken must not keep itself from being repaired. */
  readonly ownStacks: readonly string[];
  /** Is told of every fault that became a refusal. */
  readonly reportFault: (fault: unknown) => void;
}

/** CloudFormation waits 30 seconds for a hook: what is left is for writing the refusal down. */
const BUDGET = 25_000;
const LAST_WORDS = 3_000;

/** The hook's answer, as CloudFormation takes it. */
export async function answerHook(event: JsonValue, deps: GateDeps): Promise<HookAnswer> {
  return hookAnswer(event, await answerGate(event, deps));
}

/**
 * Answers what a CloudFormation Lambda hook is asked. Where the account has a guarded environment nothing passes that cannot be
 * read, judged and written down within the budget: any fault refuses, and says why. Elsewhere, and for Ambit's own stacks,
 * the gate is open.
 */
export async function answerGate(event: JsonValue, deps: GateDeps): Promise<Answer> {
  const read = readHookRequest(event);
  if (!read.ok) return answerUnreadable(read.error, deps);
  const request = read.value;
  if (environmentsIn(request.account, deps.governance.environments).length === 0) return HARMLESS;
  if (isOwnStack(request.stack, deps.ownStacks)) return { ...HARMLESS, message: "the stack is one of Ambit's own" };
  const deadline = deps.clock.now() + BUDGET;
  const late = `it could not be judged within ${BUDGET / 1000} seconds; try again, and see the gate's log if it stays so`;
  const answer = await inTime(judged(request, deadline, deps), BUDGET, { late, deps });
  if (answer.verdict === 'refuse') await refused({ token: request.token, account: request.account, ...answer }, deps);
  return answer;
}

async function answerUnreadable({ token, account, field, detail }: UnreadableHook, deps: GateDeps): Promise<Answer> {
  const { environments } = deps.governance;
  const guarded = account === undefined ? environments : environmentsIn(account, environments);
  if (guarded.length === 0) return HARMLESS;
  const message = faultMessage(
    `the hook's request cannot be read: ${field}: ${detail}; an update of Ambit may be needed`,
  );
  const answer = { verdict: 'refuse', message, environment: '' } as const;
  if (token !== undefined) await refused({ token, account: account ?? '', ...answer }, deps);
  return answer;
}

/** Ids of stacks are chosen by AWS, so their names are compared, as a whole: no pattern lets a stack of somebody else pass. */
function isOwnStack(stack: string | undefined, own: readonly string[]): boolean {
  return stack !== undefined && own.includes(stack.slice(0, stack.lastIndexOf('/')));
}

/** Work that becomes a refusal where it fails or takes too long. */
async function inTime(
  work: Promise<Answer>,
  budget: number,
  { late, deps }: { readonly late: string; readonly deps: GateDeps },
): Promise<Answer> {
  const refusal = (detail: string): Answer => ({ verdict: 'refuse', message: faultMessage(detail), environment: '' });
  const failed = (fault: unknown): Answer => {
    deps.reportFault(fault);
    return refusal(`the gate failed: ${fault instanceof Error ? fault.message : String(fault)}`);
  };
  return Promise.race([work.catch(failed), deps.pause(budget).then(() => refusal(late))]);
}

/** Written down once for each request; where that fails too, the refusal stands. */
async function refused(
  { token, account, environment, message }: Answer & { readonly token: string; readonly account: string },
  deps: GateDeps,
): Promise<void> {
  const written = appendChosen(deps.ledger, requestSubject(token), (entries) => {
    const fact = { kind: 'gate-refused', token, account, environment, detail: message, at: deps.clock.now() } as const;
    return { facts: entries.length > 0 ? [] : [fact], answer: undefined };
  });
  await Promise.race([written.catch(deps.reportFault), deps.pause(LAST_WORDS)]);
}

async function judged(request: HookRequest, deadline: Instant, deps: GateDeps): Promise<Answer> {
  switch (request.target) {
    case 'change-set':
      return judgedChangeSet(request, deadline, deps);
    case 'stack': {
      const known = request.action === 'update' ? await judgedBefore(request, deps) : undefined;
      const gated = known === undefined ? await judgeStack(request, deps) : known.gated;
      return gated === undefined ? HARMLESS : passGate({ request, gated, deadline }, deps);
    }
    case 'resource': {
      // it compares access, which no other target needs
      const { judgeResource } = await import('./judge-resource.ts');
      const gated = await judgeResource(request, deps);
      return gated === undefined ? HARMLESS : passGate({ request, gated, deadline }, deps);
    }
  }
}

/** What a change set was judged to be when it was made, where it is carried out as it was. */
async function judgedBefore(
  request: StackRequest,
  deps: GateDeps,
): Promise<{ readonly gated: GatedChange | undefined } | undefined> {
  if (request.changeSet === undefined) return undefined;
  const entries = await deps.ledger.about(request.changeSet);
  const fact = entries.map((entry) => entry.fact).findLast((each) => each.kind === 'change-set-judged');
  if (fact?.kind !== 'change-set-judged' || fact.stack !== request.stack) return undefined;
  if (fact.templates !== digestOfTemplates(await payloadOf(request, deps))) return undefined;
  return { gated: fact.needs ?? undefined };
}

/** A change set destroys nothing while it is made: its permit must be there, and is used when it is carried out. */
async function judgedChangeSet(request: ChangeSetRequest, deadline: Instant, deps: GateDeps): Promise<Answer> {
  const { gated, templates, tellsMore } = await judgeChangeSet(request, deps);
  const answer = gated === undefined ? HARMLESS : await passLater({ request, gated, deadline }, deps);
  if (answer.verdict === 'refuse' || !tellsMore) return answer;
  const at = deps.clock.now();
  const { changeSet, stack } = request;
  const fact = { kind: 'change-set-judged', changeSet, stack, templates, needs: gated ?? null, at } as const;
  await appendChosen(deps.ledger, changeSet, (entries) => ({
    facts: entries.length > 0 ? [] : [fact],
    answer: undefined,
  }));
  return answer;
}
