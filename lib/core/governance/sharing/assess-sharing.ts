import { compare } from '../../access/compare.ts';
import { boxOfPart, type Comparison, type ExcessPart, type Reason } from '../../access/excess.ts';
import type { NamedPolicy, PolicySet } from '../../access/policy-set.ts';
import type { AccountState } from '../../account/state.ts';
import type { Call } from '../../activity/call.ts';
import type { ResourcePolicyChange } from '../../activity/changes.ts';
import type { Offer } from '../../activity/offers/offer.ts';
import { offersOf } from '../../activity/offers/read-offers.ts';
import { digestOf } from '../../digest.ts';
import type { Instant } from '../../instant.ts';
import { jsonForm, type JsonValue } from '../../json.ts';
import type { PolicyDocument } from '../../policy/statement.ts';
import { assessWatched } from '../assess-watched.ts';
import { classOfActor } from '../classify.ts';
import type { Finding, Severity } from '../finding.ts';
import { findingActorOf, findingId, raise } from '../raise.ts';
import { respond } from '../respond.ts';
import { atLeast, severityOf } from '../severity.ts';
import type { Governance } from '../standards.ts';
import { offeredPolicy } from './offered-policy.ts';
import { sharingCeiling } from './sharing-ceiling.ts';
import { undoingOffer } from './undoing-offer.ts';
import { audienceOf, severityFor } from './who-is-let-in.ts';

export interface SharingAssessment {
  readonly call: Call;
  /** The change to look at: of one call there may be several. */
  readonly change: ResourcePolicyChange;
  readonly governance: Governance;
  /** What is known of who acted: the actor's class is read from it. */
  readonly state: AccountState | undefined;
  /** The policy that a resource (its ARN) had before the call, where it is known. */
  readonly before: (resource: string) => JsonValue | undefined;
  readonly now: Instant;
}

type Exceeding = Exclude<Comparison, { readonly verdict: 'within' }>;

/**
 * What a call that changes who may use a resource gives to those with whom nothing is to be shared: other accounts and
 * organizations, everybody, services that may act for anybody. What the resource offered before and what the standards
 * file lets it offer is no excess. A call whose record does not tell what it gives is an `unassessed-change`.
 */
export function assessSharing(input: SharingAssessment): readonly Finding[] {
  const { call, change } = input;
  if (call.error !== undefined) return [];
  const offers = offersOf(call, change);
  return offers === undefined ? assessWatched(input) : offers.flatMap((offer) => excessOf(offer, input));
}

function excessOf(offer: Offer, input: SharingAssessment): readonly Finding[] {
  const { call, governance, before } = input;
  const policy = offeredPolicy(`policy of ${offer.resource}`, offer.policy);
  const known = before(offer.resource);
  const document = 'unreadable' in policy.document ? undefined : policy.document;
  const ceiling = sharingCeiling({ owner: call.account, sharing: governance.sharing, policy: document });
  const former = known === undefined ? [] : [offeredPolicy('its policy of before', known)];
  const found = compare(
    offerSet(policy, offer, call),
    [ceiling, ...former].map((limit) => offerSet(limit, offer, call)),
  );
  if (found.verdict === 'within') return [];
  const comparison = { ...found, excess: eachOnce(found.excess) };
  const unknownBefore = known === undefined && offer.extent === 'whole' ? [BEFORE_UNKNOWN] : [];
  return [findingOf(offer, { comparison, document, reasons: [...comparison.reasons, ...unknownBefore] }, input)];
}

/** What several principals of one kind may do is found for each of them. */
function eachOnce(parts: readonly ExcessPart[]): readonly ExcessPart[] {
  return [...new Map(parts.toReversed().map((part) => [JSON.stringify(boxOfPart(part)), part])).values()].toReversed();
}

const BEFORE_UNKNOWN: Reason = {
  rule: 'before-unknown',
  detail: 'what the policy said before is not known: all that it lets others do counts as new',
};

function offerSet(policy: NamedPolicy, { resource }: Offer, { account }: Call): PolicySet {
  const arn = resource.startsWith('arn:') ? { arn: resource } : {};
  return { principal: {}, identity: [], resource: { policy, account, ...arn } };
}

interface Excess {
  readonly comparison: Exceeding;
  readonly document: PolicyDocument | undefined;
  readonly reasons: readonly Reason[];
}

function findingOf(offer: Offer, { comparison, document, reasons }: Excess, input: SharingAssessment): Finding {
  const { call, governance, state, now } = input;
  const { verdict } = comparison;
  const actorClass = classOfActor(call.actor, state, governance);
  const principal = call.actor.principalArn ?? call.actor.id;
  const undo = undoingOffer(offer, call);
  const severity = severityOfSharing(comparison, document);
  const draft = {
    id: findingId(causeOf(offer, severity, call), principal, 'excess-sharing'),
    kind: 'excess-sharing' as const,
    severity,
    principal,
    account: call.account,
    class: actorClass.name,
    actor: findingActorOf(call.actor, actorClass.name),
    call: { id: call.id, source: call.source, name: call.name, time: call.time },
    verdict,
    excess: comparison.excess.map(boxOfPart),
    witness: verdict === 'exceeds' ? comparison.witness : null,
    reasons: [...sharedWith(comparison, document), ...reasons, { rule: 'undo', detail: undo }],
    resources: [offer.resource],
    raisedAt: now,
  };
  const plan = { none: `a resource's policy is not held: ${undo}` };
  return raise(draft, respond({ finding: draft, plan, principalClass: actorClass, governance, call, now }));
}

/** What is not grave is told again after so many milliseconds. */
const TOLD_AGAIN_AFTER = 3_600_000;

/** Each call that opens a resource gravely counts: somebody may have closed it in between. */
function causeOf({ resource, policy }: Offer, severity: Severity, { id, account, time }: Call): string {
  if (severity === 'high' || severity === 'critical') return digestOf({ call: id, resource });
  return digestOf({ account, resource, policy: jsonForm(policy), hour: Math.floor(time / TOLD_AGAIN_AFTER) });
}

function severityOfSharing({ verdict, excess }: Exceeding, document: PolicyDocument | undefined): Severity {
  const severities = excess.map((part) => {
    const severity = severityOf({ verdict, excess: [part], classKind: 'unclassified', openings: [] });
    return severityFor(audienceOf(part, document), severity);
  });
  if (document === undefined || severities.length === 0) return 'high';
  return severities.reduce((gravest, each) => atLeast(gravest, each));
}

/** For each audience what is opened to it, by which statement. */
function sharedWith({ excess }: Exceeding, document: PolicyDocument | undefined): readonly Reason[] {
  return excess.map((part) => {
    const { witness, statement } = part;
    const audience = audienceOf(part, document);
    const shown = witness?.principal === undefined ? '' : `, such as ${witness.principal}`;
    return { rule: 'shared', detail: `statement ${statement} lets in ${TELLS_OF[audience]}${shown}` };
  });
}

const TELLS_OF = {
  everyone: 'everyone',
  'a network': 'whoever comes by a network or an address that it names',
  'a service': 'a service that may act for anybody: no condition on the account it acts for (aws:SourceAccount)',
  named: 'whom no standard lets in',
} as const;
