import { Readable } from 'node:stream';
import type { IAMClient } from '@aws-sdk/client-iam';
import { CallBudget, type CallLimits } from '../../../lib/adapters/aws/call-budget.ts';
import { iamClient } from '../../../lib/adapters/aws/iam-client.ts';

/** What comes back for one request: an HTTP status with a body, or a connection that breaks. */
export type Answer = { readonly status: number; readonly body: string } | { readonly breaks: string };

/** Keys that nobody checks. */
export const CREDENTIALS = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' };

/** A refusal as IAM's API writes it. */
export function refusal(code: string, status = 400): Answer {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>because of ${code}</Message></Error>`;
  return { status, body: `<ErrorResponse>${error}<RequestId>1</RequestId></ErrorResponse>` };
}

/** An answer of IAM's API. */
export function answerOf(action: string, result = ''): Answer {
  return { status: 200, body: `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>` };
}

/** The real client over a connection that gives these answers in turn, and the actions that were sent over it. */
export function answeringIam(
  answers: readonly Answer[],
  limits: CallLimits = { attempts: 100, milliseconds: 60_000 },
): { readonly iam: IAMClient; readonly sent: string[]; readonly budget: CallBudget } {
  const budget = new CallBudget(limits, { now: () => Date.now() });
  const sent: string[] = [];
  const handle = async (request: { readonly body?: unknown }) => {
    const answer = answers[sent.length];
    sent.push(new URLSearchParams(String(request.body)).get('Action') ?? '');
    if (answer === undefined) throw new Error('nothing more was to be asked');
    if ('breaks' in answer) throw Object.assign(new Error(answer.breaks), { code: answer.breaks });
    return { response: { statusCode: answer.status, headers: {}, body: Readable.from([answer.body]) } };
  };
  const requestHandler = { handle, destroy: () => undefined };
  // the adaptive mode waits for seconds after the first throttling
  const retryMode = 'standard';
  const iam = iamClient({ region: 'us-east-1', credentials: CREDENTIALS, requestHandler, retryMode }, budget);
  return { iam, sent, budget };
}
