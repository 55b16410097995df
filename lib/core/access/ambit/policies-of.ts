import type { NamedPolicy, PolicySet } from '../policy-set.ts';

/** Every policy of a set, whatever its part. */
export function policiesOf({ identity, boundary, session, scps, rcps, resource }: PolicySet): readonly NamedPolicy[] {
  // most sets are nothing else
  if ((boundary ?? session ?? scps ?? rcps ?? resource) === undefined) return identity;
  return [
    ...identity,
    ...(boundary ?? []),
    ...(session ?? []),
    ...(scps ?? []).flat(),
    ...(rcps ?? []).flat(),
    ...(resource === undefined ? [] : [resource.policy]),
  ];
}
