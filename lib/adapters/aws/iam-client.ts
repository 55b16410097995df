import { IAMClient, type IAMClientConfig } from '@aws-sdk/client-iam';
import type { CallBudget } from './call-budget.ts';

/** So often is one call sent at most; AWS publishes no rates for IAM, so the client slows down as it is throttled. */
const MOST_ATTEMPTS = 6;

/** Calls that do their work again when they are sent again: what came of a lost one is to be looked up first. */
const NOT_REPEATABLE: ReadonlySet<string> = new Set(['CreatePolicyVersionCommand']);

/** A call of which it is not known whether AWS made it: `fault` says why. */
export class LostAnswer extends Error {
  override readonly name = 'LostAnswer';
  // not `cause`: the SDK retries what has a cause that may pass
  readonly fault: unknown;

  constructor(command: string, fault: unknown) {
    super(`whether AWS made the call ${command} is not known`);
    this.fault = fault;
  }
}

/** IAM refused a call because a quota is reached. The SDK takes its own class of that name for throttling, and retries. */
class QuotaReached extends Error {
  override readonly name = 'LimitExceeded';
}

/** An IAM client in adaptive retry mode that counts each request on the budget and repeats nothing that is not repeatable. */
export function iamClient(config: IAMClientConfig, budget: CallBudget): IAMClient {
  const client = new IAMClient({ retryMode: 'adaptive', maxAttempts: MOST_ATTEMPTS, ...config });
  client.middlewareStack.add(
    (next, context) => async (args) => {
      budget.spend();
      try {
        return await next(args);
      } catch (fault) {
        throw asNotRetried(fault, context.commandName ?? '');
      }
    },
    // after the retries, so that each request comes by
    { step: 'finalizeRequest', priority: 'low', name: 'ambitAttempts' },
  );
  return client;
}

function asNotRetried(fault: unknown, command: string): unknown {
  if (!(fault instanceof Error)) return fault;
  if (fault.name === 'LimitExceededException') return new QuotaReached(fault.message, { cause: fault });
  const isAnswer = '$fault' in fault && fault.$fault === 'client';
  return isAnswer || !NOT_REPEATABLE.has(command) ? fault : new LostAnswer(command, fault);
}
