import type { Actor } from '../../activity/actor.ts';
import type { Case } from '../cases/case.ts';
import type { Finding } from '../finding.ts';
import { isToldBySession } from '../holds/sessions/session-scope.ts';
import { principalOfActor } from './agent-session.ts';

/**
 * What of a session's name a finding is about, by the rule of a reason: every session of it, since an agent opened one
 * (`opened-by-agent`), or one alone, since its name is that of a person as well (`reopened-by-agent`). Without one of them: what
 * bears the sign of an agent itself.
 */
const ABOUT_OPENED = { name: 'opened-by-agent', alone: 'reopened-by-agent' } as const;

/** The rule of the reason that a finding holds nothing because another one about the name does. */
export const HELD_ALREADY = 'held-already';

/**
 * The case that an agent in a session of this name is held by already, or is to be: sessions of one name have one deny, but
 * for those that are told by when they began. Undefined: there is none.
 */
export function standingHoldOf(actor: Actor, cases: readonly Case[]): Case | undefined {
  return cases.find(({ finding, hold, status }) => {
    if (finding.kind !== 'agent-as-engineer' || finding.actor.id !== actor.id) return false;
    if (finding.principal !== principalOfActor(actor) || status === 'restored') return false;
    if (!covers(finding, actor)) return false;
    return status === 'open' || hold.kind === 'confirmed' || hold.kind === 'pending';
  });
}

function covers(finding: Finding, actor: Actor): boolean {
  const has = (rule: string) => finding.reasons.some((reason) => reason.rule === rule);
  if (has(HELD_ALREADY) || isAboutOne(finding)) return false;
  return has(ABOUT_OPENED.name) || actor.openedBy === undefined;
}

/** Whether a finding is about one session, which its name does not tell from those of the person. */
export function isAboutOne({ reasons }: Pick<Finding, 'reasons'>): boolean {
  return reasons.some(({ rule }) => rule === ABOUT_OPENED.alone);
}

/** Who acts in such a session, as of whom that is known: a deny of the name would be the person's. */
export function inOneAlone(actor: Actor): Actor {
  const { id, name, principalArn } = actor;
  return { ...actor, openedBy: { id, name, ...(principalArn === undefined ? {} : { principalArn }) } };
}

/** How a finding about the session of an actor that an agent opened is told from others. */
export function aboutOpened(actor: Actor): string {
  return isToldBySession(actor) ? ABOUT_OPENED.alone : ABOUT_OPENED.name;
}
