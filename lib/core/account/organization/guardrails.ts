import type { NamedPolicy } from '../../access/policy-set.ts';
import { parsedDocument } from '../parsed-document.ts';
import { unknownPolicy } from './apply-organization-call.ts';
import {
  type GuardrailType,
  isAccountId,
  isRootId,
  type Organization,
  type OrganizationPolicy,
} from './organization.ts';

/** The policies attached to one place above an account, or to itself: one of them must allow, none may deny. */
export interface GuardrailLevel {
  /** Id of the root, unit or account; `above ID` for all that is not known above it. */
  readonly place: string;
  readonly policies: readonly NamedPolicy[];
  /** Whether there may be more than these. */
  readonly isPartial: boolean;
}

/**
 * What an account is limited to by policies of a type: a level for each place from the root down. Undefined: by nothing, since
 * the type is not enabled, or the account is in no organization or manages it. A unit or root stands for an account right
 * below it.
 * Source: AWS Organizations user guide, "SCP evaluation".
 */
export function guardrailsOf(
  organization: Organization,
  place: string,
  type: GuardrailType,
): readonly GuardrailLevel[] | undefined {
  const { coverage, disabled, left, managementAccount, parents } = organization;
  if (disabled.has(type) || place === managementAccount || left?.has(place) === true) return undefined;
  if (coverage === 'whole' && isAccountId(place) && !parents.has(place)) return undefined;
  const levels: GuardrailLevel[] = [];
  const seen = new Set<string>();
  let next: string | undefined = place;
  while (next !== undefined && !seen.has(next)) {
    const here: string = next;
    seen.add(here);
    levels.unshift(levelAt(organization, here, type));
    next = parents.get(here);
    if (next === undefined && !isRootId(here)) {
      levels.unshift({ place: `above ${here}`, policies: [], isPartial: true });
    }
  }
  return levels;
}

function levelAt(organization: Organization, place: string, type: GuardrailType): GuardrailLevel {
  const { attached, coverage, policies } = organization;
  const here = attached.get(place);
  const found = (here?.policies ?? []).map((id) => policies.get(id) ?? unknownPolicy(id));
  return {
    place,
    policies: found.filter((policy) => mayBeOf(policy, type)).map(namedPolicy),
    isPartial: here === undefined ? coverage === 'partial' : here.seenOnlyInCalls === true,
  };
}

/** A policy of which nobody knows what it is may be one that limits principals. */
function mayBeOf(policy: OrganizationPolicy, type: GuardrailType): boolean {
  return policy.type === type || (policy.type === undefined && type === 'SERVICE_CONTROL_POLICY');
}

function namedPolicy({ id, name, document }: OrganizationPolicy): NamedPolicy {
  return parsedDocument(name === undefined ? id : `${name} (${id})`, document);
}
