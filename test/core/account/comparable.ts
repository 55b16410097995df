import type { AccountState, ManagedPolicy } from '../../../lib/core/account/state.ts';
import { stateToJson } from '../../../lib/core/account/state-json.ts';
import { canonicalText } from '../../../lib/core/digest.ts';

/** A state as JSON without what AWS assigns: ids of groups and policies, and the numbers of versions. */
export function comparable(state: AccountState) {
  const groups = new Map([...state.groups].map(([name, group]) => [name, { ...group, id: '' }]));
  const policies = new Map([...state.policies].map(([arn, policy]) => [arn, renumbered(policy)]));
  return stateToJson({ ...state, groups, policies });
}

function renumbered(policy: ManagedPolicy): ManagedPolicy {
  const isDefault = (id: string) => Number(id !== policy.defaultVersion);
  const documents = [...policy.versions].sort(
    ([one, a], [other, b]) => isDefault(one) - isDefault(other) || canonicalText(a).localeCompare(canonicalText(b)),
  );
  const versions = new Map(documents.map(([, document], index) => [`v${index + 1}`, document]));
  return { ...policy, id: '', defaultVersion: policy.versions.has(policy.defaultVersion) ? 'v1' : '', versions };
}
