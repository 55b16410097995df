import type { JsonObject, JsonValue } from '../../json.ts';
import { err, ok, type Result } from '../../result.ts';
import type { AccountProblem } from '../account-problem.ts';
import { storedDocument } from '../stored-document.ts';
import { StoredValue } from '../stored-value.ts';
import { type Attachments, type Organization, type OrganizationPolicy, placesIn } from './organization.ts';

/** An organization as JSON; the same organization always gives the same, whatever the order in which it was read. */
export function organizationToJson(organization: Organization): JsonObject {
  const { coverage, id, managementAccount, policies, disabled, left } = organization;
  return {
    coverage,
    ...(id === undefined ? {} : { id }),
    ...(managementAccount === undefined ? {} : { managementAccount }),
    places: placesIn(organization)
      .toSorted()
      .map((id) => placeOf(id, organization)),
    policies: [...policies.values()]
      .sort((one, other) => (one.id < other.id ? -1 : 1))
      .map((policy) => ({ ...policy })),
    disabled: [...disabled].sort(),
    left: [...(left ?? [])].sort(),
  };
}

function placeOf(id: string, { parents, attached }: Organization): JsonObject {
  const parent = parents.get(id);
  const here = attached.get(id);
  return {
    id,
    ...(parent === undefined ? {} : { parent }),
    ...(here === undefined ? {} : { policies: here.policies.toSorted() }),
    ...(here?.seenOnlyInCalls === undefined ? {} : { seenOnlyInCalls: here.seenOnlyInCalls }),
  };
}

interface Place {
  readonly id: string;
  readonly parent?: string;
  readonly policies?: readonly string[];
  readonly seenOnlyInCalls?: true;
}

/** Reads what `organizationToJson` wrote, or says where it differs from that form. Policies may be texts of JSON as well. */
export function organizationFromJson(value: JsonValue): Result<Organization, AccountProblem> {
  const stored = new StoredValue(value);
  const places = stored.member('places').list(placeFrom);
  const policies = stored.member('policies').list(policyFrom);
  const organization: Organization = {
    coverage: stored.member('coverage').oneOf('whole', 'partial'),
    ...stored.maybe('id', (id) => ({ id: id.text() })),
    ...stored.maybe('managementAccount', (id) => ({ managementAccount: id.text() })),
    parents: new Map(places.flatMap(({ id, parent }) => (parent === undefined ? [] : [[id, parent] as const]))),
    attached: new Map(places.flatMap(attachmentsOf)),
    policies: new Map(policies.map((policy) => [policy.id, policy])),
    disabled: new Set(stored.member('disabled').list(text)),
    ...stored.maybe('left', (ids) => ({ left: new Set(ids.list(text)) })),
  };
  return stored.problem === undefined ? ok(organization) : err(stored.problem);
}

const text = (value: StoredValue) => value.text();

function placeFrom(stored: StoredValue): Place {
  return {
    id: stored.member('id').text(),
    ...stored.maybe('parent', (id) => ({ parent: id.text() })),
    ...stored.maybe('policies', (ids) => ({ policies: ids.list(text) })),
    ...stored.maybe('seenOnlyInCalls', (flag) => ({ seenOnlyInCalls: flag.oneOf(true) })),
  };
}

function attachmentsOf({ id, policies, seenOnlyInCalls }: Place): readonly (readonly [string, Attachments])[] {
  if (policies === undefined) return [];
  return [[id, { policies: policies.toSorted(), ...(seenOnlyInCalls === undefined ? {} : { seenOnlyInCalls }) }]];
}

function policyFrom(stored: StoredValue): OrganizationPolicy {
  return {
    id: stored.member('id').text(),
    ...stored.maybe('name', (name) => ({ name: name.text() })),
    ...stored.maybe('type', (type) => ({ type: type.text() })),
    document: storedDocument(stored.member('document').json()),
  };
}
