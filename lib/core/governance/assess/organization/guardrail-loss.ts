import { compare } from '../../../access/compare.ts';
import type { Comparison, Reason } from '../../../access/excess.ts';
import type { NamedPolicy, PolicySet } from '../../../access/policy-set.ts';
import { type GuardrailLevel, guardrailsOf } from '../../../account/organization/guardrails.ts';
import {
  GUARDRAIL_TYPES,
  type GuardrailType,
  isAccountId,
  type Organization,
  placesIn,
} from '../../../account/organization/organization.ts';
import { UNSEEN_POLICY } from '../../../account/organization/unseen-policy.ts';
import { parsedDocument } from '../../../account/parsed-document.ts';

/** An organization before and after a call. */
export interface OrganizationPair {
  readonly before: Organization;
  readonly after: Organization;
}

/** What accounts may do after a call that their guardrails kept from them before. */
export interface GuardrailLoss {
  readonly type: GuardrailType;
  /** The accounts that share it, or units of which no account is known; sorted. */
  readonly places: readonly string[];
  readonly before: Guardrails;
  readonly after: Guardrails;
  readonly comparison: Exclude<Comparison, { readonly verdict: 'within' }>;
}

/** Undefined: not limited. */
type Guardrails = readonly GuardrailLevel[] | undefined;

/** Accounts that share all their guardrails are compared once; so many different ones are. */
const MOST_COMPARED = 25;

/** Policies below the guardrails may allow anything: what guardrails leave of it is what is compared. */
const EVERYTHING = parsedDocument('any policy of a principal', {
  Version: '2012-10-17',
  Statement: [{ Sid: 'Everything', Effect: 'Allow', Action: '*', Resource: '*' }],
});
const EVERYTHING_TO_ANYBODY = parsedDocument('any policy of a resource', {
  Version: '2012-10-17',
  Statement: [{ Sid: 'Everything', Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
});

/**
 * Where an organization lets its accounts do more after a call than before it, exactly. What is not known of both sides alike
 * may still deny what seems to be gained: then it is undetermined.
 */
export function guardrailLosses(pair: OrganizationPair): readonly GuardrailLoss[] {
  return GUARDRAIL_TYPES.flatMap((type) => {
    const groups = [...Map.groupBy(changesIn(pair, type), ({ key }) => key).values()];
    return groups.flatMap((group, index) => {
      const [first] = group;
      if (first === undefined) return [];
      const { before, after } = first;
      const comparison = index < MOST_COMPARED ? gained(first, type) : notCompared(groups.length);
      if (comparison.verdict === 'within') return [];
      return [{ type, places: group.map(({ place }) => place).sort(), before, after, comparison }];
    });
  });
}

/** Ids of the accounts that are limited by something else after a call than before it, tighter or looser. */
export function accountsLimitedAnew(pair: OrganizationPair): readonly string[] {
  const places = GUARDRAIL_TYPES.flatMap((type) => changesIn(pair, type)).map(({ place }) => place);
  return [...new Set(places)].filter(isAccountId);
}

interface GuardrailChange {
  readonly place: string;
  readonly before: Guardrails;
  readonly after: Guardrails;
  readonly key: string;
}

function changesIn({ before, after }: OrganizationPair, type: GuardrailType): readonly GuardrailChange[] {
  return leavesOf({ before, after }).flatMap((place) => {
    const [was, is] = [guardrailsOf(before, place, type), guardrailsOf(after, place, type)];
    const [wasText, isText] = [textOf(was), textOf(is)];
    return wasText === isText ? [] : [{ place, before: was, after: is, key: `${wasText} ${isText}` }];
  });
}

/** Where an organization is known as a whole its accounts, else also what nothing is known to be below of. */
function leavesOf({ before, after }: OrganizationPair): readonly string[] {
  const inner = new Set([...before.parents.values(), ...after.parents.values()]);
  const isWhole = before.coverage === 'whole' && after.coverage === 'whole';
  const places = new Set([...placesIn(before), ...placesIn(after)]);
  return [...places].filter((place) => isAccountId(place) || !(isWhole || inner.has(place)));
}

/** Two accounts with the same text are limited alike; their own places have different names. */
function textOf(levels: Guardrails): string {
  return JSON.stringify(
    levels?.map(({ place, policies, isPartial }) => [isAccountId(place) ? 'account' : place, policies, isPartial]) ??
      null,
  );
}

function gained({ before, after }: Pick<GuardrailChange, 'before' | 'after'>, type: GuardrailType): Comparison {
  if (before === undefined) return { verdict: 'within', futureOnly: false, reasons: [] };
  const stillUnseen = new Set((after ?? []).filter(({ isPartial }) => isPartial).map(({ place }) => place));
  const limit = before.map((level) => [...level.policies, ...unseenAt(level, stillUnseen)]);
  const granted = after?.map((level) => [...level.policies, ...unseenAt(level, stillUnseen)]);
  const found = compare(underGuardrails(granted, type), [underGuardrails(limit, type)]);
  if (![...before, ...(after ?? [])].some(({ isPartial }) => isPartial)) return found;
  return asPossible(found.verdict === 'within' ? (widenedAtUnseen(before, after ?? []) ?? found) : found);
}

/** What may be allowed under such guardrails; undefined: whatever anybody grants. */
export function underGuardrails(levels: PolicySet['scps'], type: GuardrailType): PolicySet {
  switch (type) {
    case 'SERVICE_CONTROL_POLICY':
      return { principal: {}, identity: [EVERYTHING], ...(levels === undefined ? {} : { scps: levels }) };
    case 'RESOURCE_CONTROL_POLICY': {
      const resource = { policy: EVERYTHING_TO_ANYBODY };
      return { principal: {}, identity: [], resource, ...(levels === undefined ? {} : { rcps: levels }) };
    }
  }
}

function unseenAt({ place, isPartial }: GuardrailLevel, stillUnseen: ReadonlySet<string>): readonly NamedPolicy[] {
  if (!isPartial) return [];
  // what the call left alone is compared as if it allowed everything
  if (stillUnseen.has(place)) return [UNSEEN_POLICY];
  return [{ name: `policies of ${place}`, document: { unreadable: 'what limited accounts there is not known' } }];
}

/** Where not all that allows is known, a policy that is new there may allow what nothing there did. */
function widenedAtUnseen(before: readonly GuardrailLevel[], after: readonly GuardrailLevel[]): Comparison | undefined {
  return after
    .filter(({ isPartial }) => isPartial)
    .map(({ place, policies }) => {
      const was = before.find((level) => level.place === place)?.policies ?? policies;
      return compare({ principal: {}, identity: policies }, [{ principal: {}, identity: was }]);
    })
    .find(({ verdict }) => verdict !== 'within');
}

function asPossible(found: Comparison): Comparison {
  if (found.verdict === 'within') return found;
  const reason: Reason = {
    rule: 'organization-unknown',
    detail: 'not all policies of the organization are known: others may deny the same',
  };
  return { verdict: 'undetermined', excess: found.excess, reasons: [reason, ...found.reasons] };
}

function notCompared(groups: number): Comparison {
  const detail = `accounts are limited in ${groups} different ways, of which ${MOST_COMPARED} were compared`;
  return { verdict: 'undetermined', excess: [], reasons: [{ rule: 'search-cap', detail }] };
}
