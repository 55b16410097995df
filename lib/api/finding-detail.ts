import { actsAsPrincipal, isAgent, isRequester } from '../core/governance/cases/acts-as.ts';
import { type Case, type Effect, foldCase, type Signature, type Waiver } from '../core/governance/cases/case.ts';
import { RESTORABLE, SIGNABLE } from '../core/governance/cases/case-status.ts';
import type { LedgerEntry } from '../core/governance/ledger/fact.ts';
import { findingToJson } from '../core/governance/finding-json.ts';
import { gapToJson } from '../core/governance/holds/gap.ts';
import { groupsIn, mergedSeats, needsOf } from '../core/governance/cases/needs.ts';
import { brokeGlass, expiryOf, groupsAmong, quorum, type Quorum } from '../core/governance/cases/quorum.ts';
import type { Governance } from '../core/governance/standards/standards.ts';
import { type Instant, toIso } from '../core/instant.ts';
import { ledgerEvent, personWire } from './describe-fact.ts';
import type {
  ApprovalWire,
  EffectWire,
  FindingDetailWire,
  MissingGroupWire,
  PersonWire,
  RefusedSignatureWire,
  SignatureWire,
} from './wire.ts';

/** All that is known of a finding, from its ledger entries; undefined where they raise none. */
export function findingDetail(
  entries: readonly LedgerEntry[],
  governance: Governance,
  now: Instant,
): FindingDetailWire | undefined {
  const found = foldCase(entries);
  if (found === undefined) return undefined;
  const progress = quorum(found, governance, now);
  const { rejection, waiver } = found;
  return {
    finding: findingToJson(found.finding, found.status, found.hold),
    approval: approvalWire(found, progress, { governance, now }),
    signatures: found.signatures.map((signature) => signatureWire(signature, progress, governance)),
    rejection:
      rejection === undefined
        ? null
        : { person: personWire(rejection.personId, governance), reason: rejection.reason, at: toIso(rejection.at) },
    hold: effectWire(found.hold),
    restore: effectWire(found.restore),
    waiver: waiver === undefined ? null : waiverWire(waiver, found, governance),
    gap: gapToJson(entries),
    refusals: refusalsIn(entries, governance),
    history: entries.map((entry) => ledgerEvent(entry, governance)),
  };
}

function waiverWire({ from, until, alone }: Waiver, { review }: Case, governance: Governance) {
  const taker = alone === undefined ? null : personWire(alone, governance);
  return { from: toIso(from), until: toIso(until), alone: taker, review: review !== undefined };
}

function approvalWire(
  found: Case,
  progress: Quorum,
  { governance, now }: { readonly governance: Governance; readonly now: Instant },
): ApprovalWire {
  const expiresAt = expiryOf(found, governance);
  const isSignable = SIGNABLE.includes(found.status);
  return {
    open: (isSignable || found.review !== undefined) && now < expiresAt,
    expiresAt: toIso(expiresAt),
    lapsed: isSignable && now >= expiresAt,
    breakGlassMinutes:
      RESTORABLE.includes(found.status) && found.glass === undefined
        ? (governance.approval.breakGlass?.longestMinutes ?? null)
        : null,
    needs: mergedSeats(needsOf(found.finding, governance.approval)),
    missing: progress.missing.map((missing) => missingWire(missing, found, governance)),
    defaultDays: governance.waiver.defaultDays,
    maxDays: governance.waiver.maxDays,
  };
}

function missingWire(
  { group, count }: Quorum['missing'][number],
  found: Case,
  governance: Governance,
): MissingGroupWire {
  const named = groupsIn(needsOf(found.finding, governance.approval)).includes(group);
  const people = eligible(found, governance).filter(({ groups }) => !named || groups.includes(group));
  return { group, count, people: people.map(({ id, name }) => ({ id, name })) };
}

/** Who has not signed and may, as far as the standards tell; what people gain through the account shows when they sign. */
function eligible(
  { finding, signatures, glass }: Case,
  governance: Governance,
): readonly (PersonWire & { readonly groups: readonly string[] })[] {
  const signed = new Set(signatures.map(({ personId }) => personId));
  const groups = groupsIn(needsOf(finding, governance.approval));
  return governance.people
    .filter((person) => !signed.has(person.id) && !isAgent(person, governance))
    .filter((person) => !isRequester(person, finding.actor) && !actsAsPrincipal(person, finding.principal))
    .filter((person) => !brokeGlass(person, glass, governance))
    .map((person) => ({ id: person.id, name: person.name, groups: groupsAmong(person, groups) }))
    .filter((person) => person.groups.length > 0);
}

function signatureWire(signature: Signature, { counted }: Quorum, governance: Governance): SignatureWire {
  const { personId, groups, digest, reason, until, at } = signature;
  return {
    person: personWire(personId, governance),
    groups,
    digest,
    reason,
    until: toIso(until),
    at: toIso(at),
    counts: counted.some((each) => each.personId === personId),
  };
}

function effectWire(effect: Effect): EffectWire {
  switch (effect.kind) {
    case 'none':
      return { kind: 'none', at: null, detail: null };
    case 'pending':
    case 'confirmed':
      return { kind: effect.kind, at: toIso(effect.at), detail: null };
    case 'failed':
      return { kind: 'failed', at: toIso(effect.at), detail: effect.detail };
  }
}

function refusalsIn(entries: readonly LedgerEntry[], governance: Governance): readonly RefusedSignatureWire[] {
  return entries.flatMap(({ fact }) =>
    fact.kind === 'signature-refused'
      ? [{ person: personWire(fact.personId, governance), code: fact.code, at: toIso(fact.at) }]
      : [],
  );
}
