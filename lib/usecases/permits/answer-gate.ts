import { hookAnswer, type HookAnswer } from '../../core/activity/hook-answer.ts';
import {
  type ChangeSetRequest,
  type HookRequest,
  readHookRequest,
  type StackRequest,
  type UnreadableHook,
} from '../../core/activity/hook-request.ts';
import { GATE_TIMES } from '../../core/gate-times.ts';
import type { GatedChange } from '../../core/governance/permits/gated-change.ts';
import { requestSubject } from '../../core/governance/permits/gate-fact.ts';
import { faultMessage } from '../../core/governance/permits/gate-message.ts';
import { environmentsIn } from '../../core/governance/standards/guarded.ts';
import type { Governance } from '../../core/governance/standards/standards.ts';
import type { Instant } from '../../core/instant.ts';
import type { JsonValue } from '../../core/json.ts';
import type { Result } from '../../core/result.ts';
import { appendChosen } from '../append-chosen.ts';
import { digestOfTemplates, judgeChangeSet, judgeStack, payloadOf } from './judge-operation.ts';
import type { JudgeResourceDeps } from './judge-resource.ts';
import { type Answer, HARMLESS, passGate, type PassDeps, passLater } from './pass-gate.ts';

/** What judges a request, once it is known what is guarded. */
export interface JudgeGateDeps extends PassDeps, JudgeResourceDeps {
  /** ARNs of Ambit's own stacks, without their ids: a gate that is broken must not keep itself from being repaired. */
  readonly ownStacks: readonly string[];
}

/** What judges a request, the rules in force, and the time there is for an answer. */
export interface GateDeps extends Omit<JudgeGateDeps, 'governance'> {
  /** What counts now; reading it is a part of the time that the answer takes. */
  readonly governance: () => Promise<Governance>;
  /** How long judging may take, in milliseconds: `judgingTime`. */
  readonly budget: number;
}

/** The hook's answer, as CloudFormation takes it. */
export async function answerHook(event: JsonValue, deps: GateDeps): Promise<HookAnswer> {
  return hookAnswer(event, await answerGate(event, deps));
}

/**
 * Answers what a CloudFormation Lambda hook is asked, within the budget and what writing a refusal down may take, whatever hangs.
 * Where the account has a guarded environment nothing passes that cannot be read, judged and written down in time: any fault
 * refuses, and says why. Elsewhere, and for Ambit's own stacks, the gate is open.
 */
export async function answerGate(event: JsonValue, deps: GateDeps): Promise<Answer> {
  const read = readHookRequest(event);
  const answer = await inTime((deadline) => answered(read, deadline, deps), deps);
  const { token, account } = read.ok ? read.value : read.error;
  if (answer.verdict === 'refuse' && token !== undefined) await refused({ token, account, ...answer }, deps);
  return answer;
}

async function answered(read: Result<HookRequest, UnreadableHook>, deadline: Instant, deps: GateDeps): Promise<Answer> {
  const governance = await deps.governance();
  if (!read.ok) return unreadable(read.error, governance);
  const request = read.value;
  if (environmentsIn(request.account, governance.environments).length === 0) return HARMLESS;
  if (isOwnStack(request.stack, deps.ownStacks)) return { ...HARMLESS, message: "the stack is one of Ambit's own" };
  return judged(request, deadline, { ...deps, governance });
}

function unreadable({ account, field, detail }: UnreadableHook, { environments }: Governance): Answer {
  const guarded = account === undefined ? environments : environmentsIn(account, environments);
  if (guarded.length === 0) return HARMLESS;
  return refusal(`the hook's request cannot be read: ${field}: ${detail}; an update of Ambit may be needed`);
}

/** Ids of stacks are chosen by AWS, so their names are compared, as a whole: no pattern lets a stack of somebody else pass. */
function isOwnStack(stack: string | undefined, own: readonly string[]): boolean {
  return stack !== undefined && own.includes(stack.slice(0, stack.lastIndexOf('/')));
}

/** Work that becomes a refusal where it fails or takes longer than the budget. */
async function inTime(
  work: (deadline: Instant) => Promise<Answer>,
  { budget, clock, pause, reportFault }: Pick<GateDeps, 'budget' | 'clock' | 'pause' | 'reportFault'>,
): Promise<Answer> {
  const failed = (fault: unknown): Answer => {
    reportFault(fault);
    return refusal(`the gate failed: ${fault instanceof Error ? fault.message : String(fault)}`);
  };
  const late = (): Answer => {
    const detail = `it could not be judged within ${budget / 1000} seconds`;
    reportFault(new Error(detail));
    return refusal(`${detail}; try again, and see the gate's log if it stays so`);
  };
  return Promise.race([work(clock.now() + budget).catch(failed), pause(budget).then(late)]);
}

function refusal(detail: string): Answer {
  return { verdict: 'refuse', message: faultMessage(detail), environment: '' };
}

/** Written down once for each request; where that fails too, the refusal stands. */
async function refused(
  { token, account, environment, message }: Answer & { readonly token: string; readonly account: string | undefined },
  { ledger, clock, pause, reportFault }: GateDeps,
): Promise<void> {
  const written = appendChosen(ledger, requestSubject(token), (entries) => {
    const at = clock.now();
    const fact = { kind: 'gate-refused', token, account: account ?? '', environment, detail: message, at } as const;
    return { facts: entries.length > 0 ? [] : [fact], answer: undefined };
  });
  await Promise.race([written.catch(reportFault), pause(GATE_TIMES.lastWords)]);
}

async function judged(request: HookRequest, deadline: Instant, deps: JudgeGateDeps): Promise<Answer> {
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
  deps: JudgeGateDeps,
): Promise<{ readonly gated: GatedChange | undefined } | undefined> {
  if (request.changeSet === undefined) return undefined;
  const entries = await deps.ledger.about(request.changeSet);
  const fact = entries.map((entry) => entry.fact).findLast((each) => each.kind === 'change-set-judged');
  if (fact?.kind !== 'change-set-judged' || fact.stack !== request.stack) return undefined;
  if (fact.templates !== digestOfTemplates(await payloadOf(request, deps))) return undefined;
  return { gated: fact.needs ?? undefined };
}

/** A change set destroys nothing while it is made: its permit must be there, and is used when it is carried out. */
async function judgedChangeSet(request: ChangeSetRequest, deadline: Instant, deps: JudgeGateDeps): Promise<Answer> {
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
