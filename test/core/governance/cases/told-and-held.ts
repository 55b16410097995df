import type { Finding, HoldPlan } from '../../../../lib/core/governance/finding.ts';
import { FINDING, findingWith, HOUR, NOW } from '../approval-fixtures.ts';

/** A finding that people are only told of, */
export const ALERTED = findingWith({ response: { kind: 'alert', why: 'class "agent" only alerts' } });

/** and one that is held unless people sign in time. */
export const WAITING = findingWith({
  response: { kind: 'hold-unless-approved', plan: planOf(FINDING), deadline: NOW + HOUR },
});

/** The plan of what is held, or would be. Throws where there is none. */
export function planOf({ response }: Finding): HoldPlan {
  if ('plan' in response) return response.plan;
  throw new Error('this finding is not held');
}
