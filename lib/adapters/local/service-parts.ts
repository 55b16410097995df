import * as z from 'zod';
import type { Services } from '../../core/account/services/services.ts';
import { formText } from '../../core/digest.ts';
import { jsonForm, type JsonValue } from '../../core/json.ts';

/** One thing that a service keeps, as it is stored: a row of its own, so that a call writes what it changes and no more. */
export interface ServicePart {
  readonly kind: string;
  readonly name: string;
  readonly part: JsonValue;
}

/** What services keep, in parts. */
export function partsOf({ identityCenter, unprovisioned, organization, policies }: Services): readonly ServicePart[] {
  const { permissionSets, assignments, members } = identityCenter;
  return [
    ...partsIn('set', permissionSets),
    ...partsIn('assignment', new Map(assignments.map((each) => [formText(each), each]))),
    ...partsIn('group', new Map([...members].map(([group, users]) => [group, [...users]]))),
    ...partsIn('unprovisioned', new Map([...unprovisioned].map((arn) => [arn, true]))),
    ...partsIn('organization', new Map([['known', knownOf(organization)]])),
    ...partsIn('parent', organization.parents),
    ...partsIn('place', organization.attached),
    ...partsIn('guardrail', organization.policies),
    ...partsIn('disabled', new Map([...organization.disabled].map((type) => [type, true]))),
    ...partsIn('left', new Map([...(organization.left ?? [])].map((account) => [account, true]))),
    ...partsIn('policy', policies),
  ];
}

/** What is known of an organization besides what is in it. */
function knownOf({ coverage, id, managementAccount }: Services['organization']) {
  return { coverage, id, managementAccount };
}

function partsIn(kind: string, values: ReadonlyMap<string, unknown>): readonly ServicePart[] {
  return [...values].map(([name, value]) => ({ kind, name, part: jsonForm(value) }));
}

const json = z.json();
const reference = z.object({ name: z.string(), path: z.string() });
const boundary = z.union([
  z.object({ managed: z.string() }),
  z.object({ customerManaged: reference }),
  z.object({ unknown: z.literal(true) }),
]);
const set = z.object({
  arn: z.string(),
  name: z.string().exactOptional(),
  inline: json.exactOptional(),
  managed: z.array(z.string()),
  customerManaged: z.array(reference),
  boundary: boundary.exactOptional(),
  seenOnlyInCalls: z.literal(true).exactOptional(),
});
const assignment = z.object({
  permissionSetArn: z.string(),
  account: z.string(),
  assignee: z.object({ kind: z.enum(['user', 'group']), id: z.string() }),
});
const place = z.object({ policies: z.array(z.string()), seenOnlyInCalls: z.literal(true).exactOptional() });
const guardrail = z.object({
  id: z.string(),
  name: z.string().exactOptional(),
  type: z.string().exactOptional(),
  document: json,
});

const known = z.object({
  coverage: z.enum(['whole', 'partial']),
  id: z.string().exactOptional(),
  managementAccount: z.string().exactOptional(),
});

/** What services keep, from its parts; a ZodError where a part is not what it should be. */
export function servicesOf(parts: readonly ServicePart[]): Services {
  const of = <T>(kind: string, schema: z.ZodType<T>): ReadonlyMap<string, T> =>
    new Map(parts.filter((each) => each.kind === kind).map(({ name, part }) => [name, schema.parse(part)]));
  const members = [...of('group', z.array(z.string()))].map(([group, users]) => [group, new Set(users)] as const);
  const named = (kind: string): ReadonlySet<string> => new Set(of(kind, z.literal(true)).keys());
  return {
    identityCenter: {
      permissionSets: of('set', set),
      assignments: [...of('assignment', assignment).values()],
      members: new Map(members),
    },
    unprovisioned: named('unprovisioned'),
    organization: {
      coverage: 'partial',
      ...of('organization', known).get('known'),
      parents: of('parent', z.string()),
      attached: of('place', place),
      policies: of('guardrail', guardrail),
      disabled: named('disabled'),
      left: named('left'),
    },
    policies: of('policy', json),
  };
}
