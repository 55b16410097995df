import type { PlanCall } from '../../account/plan-call.ts';
import type { Call } from '../../activity/call.ts';
import { distinctForms, formText } from '../../digest.ts';
import type { Instant } from '../../instant.ts';
import type { Finding, HoldPlan, Response, StackPart } from '../finding.ts';
import { raise } from '../raise.ts';
import { SEVERITIES } from '../graver.ts';
import type { Governance, PrincipalClass } from '../standards/standards.ts';
import type { GivenSet } from '../../account/identity-center/given-set.ts';
import { withOverwritten } from './in-code/kept-in-code.ts';
import { stackPartOf } from './in-code/stack-part.ts';
import { isLeftAlone } from './protected.ts';
import { type FindingDraft, type NoPlan, respond } from './respond.ts';

/** A finding before it is decided what to do about it, and the class whose mode and response rule count. */
export interface ClassedDraft {
  readonly draft: FindingDraft;
  readonly principalClass: PrincipalClass;
}

/** The call that findings are raised for together, the rules and the moment. */
export interface Occasion {
  readonly governance: Governance;
  readonly call: Call;
  readonly now: Instant;
  /** What the permission sets say that a restore of the plan gives; absent: it gives none. */
  readonly gives?: readonly GivenSet[];
  /** What a stack keeps of what the plan overwrites; absent: its hold waits for none. */
  readonly keptIn?: StackPart | undefined;
}

interface Answered {
  readonly draft: FindingDraft;
  readonly response: Response;
}

/**
 * The findings of one call that one plan holds. What is held together is given back together: so one finding has the plan, and
 * the excess of all of them, which people sign; the others say where they are held.
 */
export function raiseTogether(
  found: readonly ClassedDraft[],
  plan: HoldPlan | NoPlan,
  { governance, call, now, gives, keptIn }: Occasion,
): readonly Finding[] {
  const shielded = found.map(({ draft }) => draft).find((draft) => isShielded(draft, { governance, call }));
  const none = { none: `the same plan would take from ${shielded?.principal}, which is protected` };
  const answered = found.map(({ draft, principalClass }): Answered => {
    const possible = shielded === undefined ? plan : none;
    return { draft, response: respond({ finding: draft, plan: possible, principalClass, governance, call, now }) };
  });
  const bearer = bearerOf(answered);
  const isGrave = found.some(({ draft }) => draft.severity === 'critical');
  const overwriting = { call, governance, keptIn: isGrave ? undefined : keptIn };
  return answered.map((each) => {
    const { draft, response } = each;
    if (each === bearer) {
      const all = { ...withAll(draft, found), ...(gives === undefined ? {} : { gives }) };
      return raise(withOverwritten(all, overwriting), response);
    }
    if (!('plan' in response) || bearer === undefined) return raise(draft, response);
    return raise(draft, { kind: 'alert', why: `held by ${bearer.draft.id}: the same call gave both` });
  });
}

/** The finding of a draft alone; where its plan overwrites what a tool keeps, that is said. */
export function raiseAlone(
  { draft, principalClass }: ClassedDraft,
  plan: HoldPlan | NoPlan,
  { governance, call, now }: Pick<Occasion, 'governance' | 'call' | 'now'>,
): Finding {
  const response = respond({ finding: draft, plan, principalClass, governance, call, now });
  if (!('plan' in response)) return raise(draft, response);
  return raise(withOverwritten(draft, { call, governance, keptIn: stackPartOf(call, plan) }), response);
}

/** Whether it is a protected principal that the call gave something; who made the call is only named to others. */
function isShielded(draft: FindingDraft, { governance, call }: Pick<Occasion, 'governance' | 'call'>): boolean {
  return draft.principal !== call.actor.principalArn && isLeftAlone(draft, governance);
}

/** The one that is held first, and of those the gravest. */
function bearerOf(answered: readonly Answered[]): Answered | undefined {
  const held = answered.filter(({ response }) => 'plan' in response);
  const rank = ({ draft, response }: Answered): number =>
    SEVERITIES.indexOf(draft.severity) + (response.kind === 'hold' ? SEVERITIES.length : 0);
  return held.reduce<Answered | undefined>(
    (first, each) => (first === undefined || rank(each) > rank(first) ? each : first),
    undefined,
  );
}

function withAll(draft: FindingDraft, found: readonly ClassedDraft[]): FindingDraft {
  const drafts = [draft, ...found.map((each) => each.draft).filter((other) => other !== draft)];
  return {
    ...draft,
    excess: distinctForms(drafts.flatMap(({ excess }) => excess)),
    reasons: distinctForms(drafts.flatMap(({ reasons }) => reasons)),
    resources: distinctForms(drafts.flatMap(({ resources }) => resources)),
  };
}

/** Whether what a call gave is just what people have signed: all that a restore of it would do is among `signed`. */
export function isSigned(plan: HoldPlan | NoPlan, signed: readonly PlanCall[]): boolean {
  if ('none' in plan) return false;
  const texts = new Set(signed.map(effectText));
  return plan.restore.every((call) => texts.has(effectText(call)));
}

/** What a call does, whatever it expects to be there: of that more may be known today than when it was signed. */
function effectText(call: PlanCall): string {
  const effect = Object.entries(call).filter(([member]) => member !== 'expects');
  return formText(Object.fromEntries(effect));
}
