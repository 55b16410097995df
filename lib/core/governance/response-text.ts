import { toIso } from '../instant.ts';
import type { Response } from './finding.ts';

/** What is to be done about a finding, as it was planned when it was raised. */
export function responseText(response: Response): string {
  switch (response.kind) {
    case 'observe':
    case 'alert':
      return `${response.kind}: ${response.why}`;
    case 'hold':
      return `hold: ${response.plan.summary}`;
    case 'hold-unless-approved':
      return `hold unless approved by ${toIso(response.deadline)}: ${response.plan.summary}`;
  }
}
