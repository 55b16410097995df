import type { Call } from '../../activity/call.ts';
import type { Instant } from '../../instant.ts';
import type { Finding } from '../finding.ts';
import { draftOfAct, raise } from '../raise.ts';
import { agentClassOf } from '../standards/classify.ts';
import type { Governance } from '../standards/standards.ts';
import { awsCommand } from '../undo/shell-word.ts';
import { agentSessionOf } from './agent-session.ts';

/** Where and when sessions of an agent were not followed. */
interface Unfollowed {
  /** So many were kept until it was known whose they are. */
  readonly most: number;
  readonly governance: Governance;
  readonly now: Instant;
}

/**
 * The finding that an agent opened as many sessions from one, before it was known that this one is an agent's, as are kept: of more
 * nothing is known, and what is done in them is measured as the roles'. `opened`: the call that opened the one, as of who acts in it.
 */
export function findingOfUnfollowed(opened: Call, { most, governance, now }: Unfollowed): Finding {
  const key = opened.actor.session?.key ?? 'unknown';
  const byKey = `AttributeKey=AccessKeyId,AttributeValue=${key}`;
  const list = awsCommand`aws cloudtrail lookup-events --lookup-attributes ${byKey}`;
  const detail = `${most} sessions or more were opened from this one, and no more than ${most} are kept until it is known that an agent did: those beyond count as their roles', so look in each Region for AssumeRole with this key: ${list}`;
  const draft = draftOfAct(opened, agentClassOf(governance)?.name ?? 'unknown', {
    cause: `not followed: ${agentSessionOf(opened)}`,
    kind: 'unreadable-call',
    severity: 'high',
    verdict: 'undetermined',
    reasons: [{ rule: 'sessions-not-followed', detail }],
    resources: [],
    raisedAt: now,
  });
  return raise(draft, { kind: 'alert', why: 'which sessions they are is not known' });
}
