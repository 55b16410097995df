import { toIso } from '../instant.ts';
import { jsonForm, type JsonValue } from '../json.ts';
import type { ExcessBox, Witness } from '../access/excess.ts';
import type { Hold } from './cases/case.ts';
import { releaseCommands } from './undo/release-commands.ts';
import type { Finding, FindingActor, HoldPlan, HoldProof, PassedOver, Response } from './finding.ts';

/** A finding in JSON output: what scripts and the console rely on. */
export type FindingJson = {
  readonly id: string;
  readonly kind: Finding['kind'];
  readonly severity: Finding['severity'];
  readonly principal: string;
  readonly class: string;
  readonly actor: ActorJson;
  readonly call: { readonly id: string; readonly source: string; readonly name: string; readonly time: string } | null;
  readonly verdict: Finding['verdict'];
  readonly excess: readonly BoxJson[];
  readonly witness: WitnessJson | null;
  readonly response: Response['kind'];
  readonly status: string;
  readonly digest: string;
  readonly account: string;
  readonly reasons: readonly { readonly rule: string; readonly detail: string }[];
  readonly resources: readonly string[];
  readonly raisedAt: string;
} & ResponseJson;

/** Who made the call, the person behind it, and the signs of an agent. `person` is null where nobody can be named. */
export type ActorJson = {
  readonly id: string;
  readonly name: string;
  readonly class: string;
  readonly via: string;
  readonly person: { readonly id: string; readonly by: string | null } | null;
  readonly agentHints: readonly string[];
};

/** What is done about a finding: the plan of a hold, or why there is none. */
export type ResponseJson = {
  readonly hold: PlanJson | null;
  readonly why?: string;
  readonly deadline?: string;
};

/** A hold's calls, and those that a restore would make. */
export type PlanJson = {
  readonly kind: HoldPlan['kind'];
  readonly summary: string;
  readonly calls: readonly JsonValue[];
  readonly restore: readonly JsonValue[];
  /** Commands of the AWS CLI that do what a restore does, without Ambit. */
  readonly release: readonly string[];
  readonly proof: ProofJson | null;
};

/** What was shown of a plan, and which plans were passed over for it. */
export type ProofJson = {
  readonly shown: HoldProof['shown'];
  readonly leaves: readonly string[];
  readonly passedOver: readonly { readonly plan: PassedOver['plan']; readonly why: string }[];
};

/** A part of an excess. */
export type BoxJson = {
  readonly actions: readonly string[];
  readonly accessLevels: readonly string[];
  readonly resources: readonly string[];
  readonly policy: string;
  readonly statement: string;
};

/** A request inside the excess. */
export type WitnessJson = {
  readonly action: string;
  readonly resource: string;
  readonly context: { readonly [key: string]: string | readonly string[] };
  readonly principal?: string;
  readonly resourceAccount?: string;
};

/** A finding as every JSON output writes it; `status` is what became of it, `hold` how it is held. Moments are ISO 8601 in UTC. */
export function findingToJson(finding: Finding, status: string, hold?: Hold): FindingJson {
  const { call } = finding;
  return {
    id: finding.id,
    kind: finding.kind,
    severity: finding.severity,
    principal: finding.principal,
    class: finding.class,
    actor: actorToJson(finding.actor),
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
    ...responseToJson(finding.response, releaseCommands(finding, hold)),
    raisedAt: toIso(finding.raisedAt),
  };
}

function actorToJson({ id, name, class: ofClass, via, personId, personBy, agentHints }: FindingActor): ActorJson {
  const person = personId === undefined ? null : { id: personId, by: personBy ?? null };
  return { id, name, class: ofClass, via, person, agentHints };
}

/** A box of an excess as JSON. */
export function boxToJson({ actions, accessLevels, resources, policy, statement }: ExcessBox): BoxJson {
  return { actions, accessLevels, resources, policy, statement };
}

/** A witness as JSON; the members that it does not have are left out. */
export function witnessToJson({ action, resource, context, principal, resourceAccount }: Witness): WitnessJson {
  return {
    action,
    resource,
    context: { ...context },
    ...(principal === undefined ? {} : { principal }),
    ...(resourceAccount === undefined ? {} : { resourceAccount }),
  };
}

function responseToJson(response: Response, release: readonly string[]): ResponseJson {
  if (response.kind === 'observe' || response.kind === 'alert') return { hold: null, why: response.why };
  if (response.kind === 'hold') return { hold: planToJson(response.plan, release) };
  return { hold: planToJson(response.plan, release), deadline: toIso(response.deadline) };
}

function planToJson({ kind, summary, calls, restore, proof }: HoldPlan, release: readonly string[]): PlanJson {
  const made = { kind, summary, calls: calls.map(jsonForm), restore: restore.map(jsonForm) };
  return { ...made, release, proof: proof === undefined ? null : proofToJson(proof) };
}

function proofToJson({ shown, leaves = [], passedOver }: HoldProof): ProofJson {
  return { shown, leaves, passedOver: passedOver.map(({ plan, why }) => ({ plan, why })) };
}
