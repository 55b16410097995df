import { toIso } from '../instant.ts';
import { type JsonObject, jsonForm } from '../json.ts';
import type { ExcessBox, Witness } from '../access/excess.ts';
import type { Finding, HoldPlan, Response } from './finding.ts';

/** A finding as every JSON output writes it; `status` is what became of it. Moments are ISO 8601 in UTC. */
export function findingToJson(finding: Finding, status: string): JsonObject {
  const { actor, call } = finding;
  return {
    id: finding.id,
    kind: finding.kind,
    severity: finding.severity,
    principal: finding.principal,
    class: finding.class,
    actor: { id: actor.id, name: actor.name, class: actor.class, via: actor.via },
    call: call === null ? null : { id: call.id, source: call.source, name: call.name, time: toIso(call.time) },
    verdict: finding.verdict,
    excess: finding.excess.map(boxToJson),
    witness: finding.witness === null ? null : witnessToJson(finding.witness),
    response: finding.response.kind,
    status,
    digest: finding.digest,
    account: finding.account,
    reasons: finding.reasons.map(({ rule, detail }) => ({ rule, detail })),
    resources: finding.resources,
    ...responseToJson(finding.response),
    raisedAt: toIso(finding.raisedAt),
  };
}

/** A box of an excess as JSON. */
export function boxToJson({ actions, accessLevels, resources, policy, statement }: ExcessBox): JsonObject {
  return { actions, accessLevels, resources, policy, statement };
}

/** A witness as JSON; the members that it does not have are left out. */
export function witnessToJson({ action, resource, context, principal, resourceAccount }: Witness): JsonObject {
  return {
    action,
    resource,
    context: { ...context },
    ...(principal === undefined ? {} : { principal }),
    ...(resourceAccount === undefined ? {} : { resourceAccount }),
  };
}

function responseToJson(response: Response): JsonObject {
  if (response.kind === 'observe' || response.kind === 'alert') return { hold: null, why: response.why };
  if (response.kind === 'hold') return { hold: planToJson(response.plan) };
  return { hold: planToJson(response.plan), deadline: toIso(response.deadline) };
}

function planToJson({ kind, summary, calls, restore }: HoldPlan): JsonObject {
  return { kind, summary, calls: calls.map(jsonForm), restore: restore.map(jsonForm) };
}
