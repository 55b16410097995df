import type { Instant } from '../../instant.ts';
import type { Finding } from '../finding.ts';
import type { GatedChange } from './gated-change.ts';
import { findingId, raise } from '../raise.ts';

/** Who passed the gate without a permit. */
export interface BreakGlass {
  /** ARN of the role with which CloudFormation works on the stack. */
  readonly role: string;
  /** Name of its class. */
  readonly class: string;
  /** The request that it passed. */
  readonly token: string;
}

/** The finding that a guarded environment was changed with a break-glass role: it passes, and everybody hears of it. */
export function findingOfBreakGlass(
  { environment, change, what, why, destroys }: GatedChange,
  { role, class: className, token }: BreakGlass,
  now: Instant,
): Finding {
  const name = role.slice(role.lastIndexOf('/') + 1);
  const detail = `${name} was let through to ${what} in the guarded environment "${environment}" without a permit`;
  return raise(
    {
      id: findingId(token, role, 'break-glass-used'),
      kind: 'break-glass-used',
      severity: 'critical',
      principal: role,
      account: change.account,
      class: className,
      actor: {
        id: role,
        name,
        class: className,
        via: 'cloudformation.amazonaws.com',
        principalArn: role,
        agentHints: [],
      },
      call: null,
      verdict: 'exceeds',
      excess: [],
      witness: null,
      reasons: [{ rule: 'break-glass', detail }, ...why.map((each) => ({ rule: 'destroys', detail: each }))],
      resources: [environment, change.target, ...destroys.map(({ physicalId }) => physicalId)],
      raisedAt: now,
    },
    { kind: 'alert', why: 'break-glass passes: two people look at what was done' },
  );
}
