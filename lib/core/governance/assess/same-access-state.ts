import { HOLD_TAG_KEY, isHoldPolicyName } from '../../account/hold-policy.ts';
import { sliceOf } from '../../account/slice.ts';
import { principalTagKey, withoutTags } from '../../account/tags.ts';
import type { AccountState, ManagedPolicy, Principal, Role, Tags } from '../../account/state.ts';
import { stateToJson } from '../../account/state-json.ts';
import { canonicalText } from '../../digest.ts';

/**
 * Whether two states say the same of a principal (ARN) and of all that decides about it; what decides nothing and what AWS
 * assigns (`AROA…` and the like) may differ. Never true where one of them does not have the principal.
 */
export function sameAccessState(a: AccountState, b: AccountState, principalArn: string): boolean {
  const left = comparableSlice(a, principalArn);
  return left !== undefined && left === comparableSlice(b, principalArn);
}

/**
 * All that decides about a principal (ARN), as canonical text; undefined: it is not there. Without what AWS assigns, and
 * without what decides nothing and not every way of reading an account tells: descriptions, session lengths, versions of
 * policies that are not the default, and the tag that marks a principal as held while it is.
 */
export function comparableSlice(state: AccountState, principalArn: string): string | undefined {
  const slice = sliceOf(state, principalArn);
  if (slice === undefined) return undefined;
  const { roles, users, groups, policies } = slice;
  const deciding = {
    ...slice,
    roles: mapped(
      roles,
      ({ description: _said, maxSessionDuration: _length, ...role }): Role => ({
        ...role,
        id: '',
        tags: tagsOf(role),
      }),
    ),
    users: mapped(users, (user) => ({ ...user, id: '', tags: tagsOf(user) })),
    groups: mapped(groups, (group) => ({ ...group, id: '' })),
    policies: mapped(
      policies,
      ({ description: _said, ...policy }): ManagedPolicy => ({
        ...policy,
        id: '',
        versions: new Map([...policy.versions].filter(([version]) => version === policy.defaultVersion)),
      }),
    ),
  };
  return canonicalText(stateToJson(deciding));
}

/** Only beside a hold: elsewhere the tag is one like any other, which a policy may ask for. */
function tagsOf({ inline, tags }: Pick<Principal, 'inline' | 'tags'>): Tags {
  return [...inline.keys()].some(isHoldPolicyName) ? withoutTags(tags, [HOLD_TAG_KEY], principalTagKey) : tags;
}

function mapped<V>(map: ReadonlyMap<string, V>, change: (value: V) => V): ReadonlyMap<string, V> {
  return new Map([...map].map(([name, value]) => [name, change(value)]));
}
