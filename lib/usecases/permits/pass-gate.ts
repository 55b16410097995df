import type { HookRequest } from '../../core/activity/hook-request.ts';
import { classOfActor } from '../../core/governance/standards/classify.ts';
import { findingOfBreakGlass } from '../../core/governance/permits/finding-of-break-glass.ts';
import type { GatedChange } from '../../core/governance/permits/gated-change.ts';
import { isPartOf } from '../../core/governance/permits/gate-pass.ts';
import { faultMessage, refusalMessage } from '../../core/governance/permits/gate-message.ts';
import type { Instant } from '../../core/instant.ts';
import { err } from '../../core/result.ts';
import type { Notifier } from '../../ports/notifier.ts';
import type { StackDescription, Templates } from '../../ports/templates.ts';
import { announceFinding } from '../announce-finding.ts';
import { appendChosen } from '../append-chosen.ts';
import { passesIn, type PermitDeps, permitFor, usePermit } from './use-permit.ts';

/** What uses permits up, and tells people what the gate refused. */
export interface PassDeps extends PermitDeps {
  readonly templates: Templates;
  readonly notifiers: readonly Notifier[];
  /** Is told of every fault that does not change the answer, or that became a refusal. */
  readonly reportFault: (fault: unknown) => void;
}

/** What the gate says. */
export interface Answer {
  readonly verdict: 'allow' | 'refuse';
  /** For the engineer: of a refusal what, why, and what to do next. */
  readonly message: string;
  /** The guarded environment that is touched; the empty text: none, or it is not known. */
  readonly environment: string;
  /** Id of the permit that lets it pass. */
  readonly permitId?: string;
}

/** The answer where nothing needs a permit. */
export const HARMLESS: Answer = { verdict: 'allow', message: 'nothing that is guarded is touched', environment: '' };

const UNPINNED = err({ code: 'UNPINNED' } as const);

/** A request that needs a permit. */
export interface Gated {
  readonly request: HookRequest;
  readonly gated: GatedChange;
  /** From then on it is too late to answer. */
  readonly deadline: Instant;
}

/**
 * Lets an operation pass that has a permit, which is used by it; that is part of an operation that passed; or that CloudFormation
 * makes with a break-glass role. All of it is in the ledger before anybody is told.
 */
export async function passGate(asked: Gated, deps: PassDeps): Promise<Answer> {
  const { request, gated, deadline } = asked;
  const { token, stack } = request;
  const described = stack === undefined ? undefined : await deps.templates.stackOf(stack);
  const used =
    gated.unpinned === true
      ? UNPINNED
      : await usePermit({ gated, token, stack, role: described?.role, deadline }, deps);
  if (used.ok) return allowedBy(used.value.id, gated);
  if (used.error.code === 'LATE')
    return refusedFor(
      gated,
      faultMessage('the answer came too late; ask for the same within 15 minutes, and its permit is still good for it'),
    );
  const part = await passedWith(asked, described, deps);
  if (part !== undefined) return allowedBy(part, gated);
  return (await brokenGlass(asked, described, deps)) ?? refusedFor(gated, refusalMessage(gated, used.error));
}

/** The same for a change set that is made and carried out later: a permit must cover it as things are, and is not used yet. */
export async function passLater(asked: Gated, deps: PassDeps): Promise<Answer> {
  const { request, gated } = asked;
  const { token: key, stack = '' } = request;
  const change = { ...gated.change, key, stack, actor: 'untold', at: deps.clock.now() } as const;
  const covering = gated.unpinned === true ? UNPINNED : await permitFor(change, deps);
  if (covering.ok) return allowedBy(covering.value.id, gated);
  const described = request.stack === undefined ? undefined : await deps.templates.stackOf(request.stack);
  return (await brokenGlass(asked, described, deps)) ?? refusedFor(gated, refusalMessage(gated, covering.error));
}

/** Of an operation that passed, what it comes to passes as well: resources of the stack, and stacks nested in it. */
async function passedWith(
  { request, gated }: Gated,
  described: StackDescription | undefined,
  deps: PassDeps,
): Promise<string | undefined> {
  // a stack itself is deleted or updated once for each permit
  const around = request.target === 'resource' ? [request.stack, described?.root] : [described?.root];
  const within = { action: request.action, destroys: gated.destroys };
  const passes = await passesIn(request.account, deps.clock.now(), deps);
  const pass = passes.find((each) => around.includes(each.stack) && isPartOf(within, each));
  return pass?.permit.id;
}

/** CloudFormation does not tell who asked, but with which role it works on the stack: only who may pass that role gets so far. */
async function brokenGlass(
  { request: { token }, gated, deadline }: Gated,
  described: StackDescription | undefined,
  deps: PassDeps,
): Promise<Answer | undefined> {
  const role = described?.role;
  if (role === undefined || deps.clock.now() >= deadline) return undefined;
  const principalClass = classOfActor({ principalArn: role, agentMarkers: [] }, undefined, deps.governance);
  if (principalClass.kind !== 'break-glass') return undefined;
  const finding = findingOfBreakGlass(gated, { role, class: principalClass.name, token }, deps.clock.now());
  await appendChosen(deps.ledger, finding.id, (entries) => {
    const raised = { kind: 'finding-raised', finding, at: deps.clock.now() } as const;
    return { facts: entries.length > 0 ? [] : [raised], answer: undefined };
  });
  // it is in the ledger: a channel that is broken must not stop who has to repair something
  await announceFinding(finding.id, deps).catch(deps.reportFault);
  const message = `let through to ${gated.what} with the break-glass role ${role}: see finding ${finding.id}`;
  return { verdict: 'allow', message, environment: gated.environment };
}

function allowedBy(permitId: string, { environment, what }: GatedChange): Answer {
  return { verdict: 'allow', message: `permit ${permitId} covers it: ${what}`, environment, permitId };
}

function refusedFor({ environment }: GatedChange, message: string): Answer {
  return { verdict: 'refuse', message, environment };
}
