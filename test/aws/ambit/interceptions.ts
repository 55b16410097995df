import { textAt } from '../../../lib/core/activity/member.ts';
import { refuse, type Answer } from '../trail/answer.ts';
import { isReadOnly } from '../trail/call.ts';
import type { Intercept } from '../trail/trail.ts';

type Intercepted = Parameters<Intercept>[0];

/** Whether a call is made in one of the roles that Ambit has in the accounts it watches. */
export function byAmbit({ actor }: Intercepted, role = ''): boolean {
  return textAt(actor.userIdentity, 'arn')?.includes(`:assumed-role/Ambit${role}`) === true;
}

/** A way to intercept calls, and how many it has answered by itself. */
export interface Interception {
  readonly intercept: Intercept;
  count(): number;
}

/** Throttles each of Ambit's calls to IAM so often before it lets it through. */
export function throttling(times: number): Interception {
  const refused = new Map<string, number>();
  const intercept: Intercept = async (call, forward) => {
    const key = `${call.eventName} ${call.body}`;
    const before = refused.get(key) ?? 0;
    if (!byAmbit(call) || call.eventSource !== 'iam.amazonaws.com' || before >= times) return await forward();
    refused.set(key, before + 1);
    return refuse(call, { code: 'Throttling', message: 'Rate exceeded', status: 400 });
  };
  return { intercept, count: () => [...refused.values()].reduce((sum, each) => sum + each, 0) };
}

/** Shows Ambit each change only after a while: until then it gets the answers that it got before the change, if it asked then. */
export function late(milliseconds: number): Interception {
  const answered = new Map<string, { readonly at: number; readonly answer: Answer }>();
  let changedAt = Number.NEGATIVE_INFINITY;
  let count = 0;
  const intercept: Intercept = async (call, forward) => {
    if (!isReadOnly(call)) {
      if (!byAmbit(call)) changedAt = performance.now();
      return await forward();
    }
    if (!byAmbit(call) || call.eventSource !== 'iam.amazonaws.com') return await forward();
    const known = answered.get(call.body);
    const left = changedAt + milliseconds - performance.now();
    if (left > 0 && known !== undefined && known.at < changedAt) {
      count += 1;
      return known.answer;
    }
    const answer = await forward();
    answered.set(call.body, { at: performance.now(), answer });
    return answer;
  };
  return { intercept, count: () => count };
}
