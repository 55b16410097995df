import type { IamCall } from './call.ts';
import { type Subject, subjectsOf } from './call-subjects.ts';
import { iamArn, isAwsManaged } from './iam-arn.ts';
import { withEntry } from './maps.ts';
import { namedIn } from './named-in.ts';
import type { AccountState, PolicyHolder } from './state.ts';
import { UNKNOWN_DOCUMENT } from './stored-document.ts';

/**
 * The first thing that a call needs and the state does not have: `role/NAME`, `user/NAME`, `group/NAME`,
 * `instance-profile/NAME`, or the ARN of a policy; undefined where nothing is missing. AWS managed policies always exist.
 */
export function missingFor(call: IamCall, state: AccountState): string | undefined {
  const missing = subjectsOf(call).find((subject) => !exists(subject, state));
  if (missing === undefined) return undefined;
  return missing.kind === 'policy' ? missing.name : `${missing.kind}/${missing.name}`;
}

/**
 * The state with a stub for everything that a call needs and the state lacks, so that the call applies: known only from
 * calls, its ARN built on the path `/`, its trust and default version unknown. The state is partial from then on.
 */
export function withStub(state: AccountState, call: IamCall): AccountState {
  const missing = subjectsOf(call).filter((subject) => !exists(subject, state));
  return missing.reduce<AccountState>(stubbed, missing.length === 0 ? state : { ...state, coverage: 'partial' });
}

function exists(subject: Subject, state: AccountState): boolean {
  switch (subject.kind) {
    case 'role':
      return namedIn(state.roles, subject.name) !== undefined;
    case 'user':
      return namedIn(state.users, subject.name) !== undefined;
    case 'group':
      return namedIn(state.groups, subject.name) !== undefined;
    case 'instance-profile':
      return namedIn(state.instanceProfiles, subject.name) !== undefined;
    case 'policy':
      // changing one of AWS's own is refused by AWS, whatever the state knows of it
      return state.policies.has(subject.name) || isAwsManaged(subject.name);
  }
}

function stubbed(state: AccountState, subject: Subject): AccountState {
  const { name } = subject;
  switch (subject.kind) {
    case 'role': {
      const role = {
        kind: 'role' as const,
        ...holderStub(state, 'role', name),
        trust: UNKNOWN_DOCUMENT,
        tags: new Map(),
      };
      return { ...state, roles: withEntry(state.roles, name, role) };
    }
    case 'user': {
      const known = { tags: new Map(), groups: [], accessKeys: new Map() };
      const user = { kind: 'user' as const, ...holderStub(state, 'user', name), ...known };
      return { ...state, users: withEntry(state.users, name, user) };
    }
    case 'group': {
      const group = { kind: 'group' as const, ...holderStub(state, 'group', name) };
      return { ...state, groups: withEntry(state.groups, name, group) };
    }
    case 'instance-profile': {
      const profile = { name, path: '/', roles: [] };
      return { ...state, instanceProfiles: withEntry(state.instanceProfiles, name, profile) };
    }
    case 'policy': {
      const policy = { ...policyNames(name), id: '', defaultVersion: '', versions: new Map(), tags: new Map() };
      return { ...state, policies: withEntry(state.policies, name, { ...policy, seenOnlyInCalls: true as const }) };
    }
  }
}

function holderStub(state: AccountState, kind: 'role' | 'user' | 'group', name: string): PolicyHolder {
  const arn = iamArn(state, { kind, path: '/', name });
  return { name, path: '/', arn, id: '', inline: new Map(), attached: [], seenOnlyInCalls: true };
}

function policyNames(arn: string): { readonly arn: string; readonly name: string; readonly path: string } {
  const [, path = '/', name = arn] = /:policy(\/(?:.*\/)?)([^/]*)$/.exec(arn) ?? [];
  return { arn, path, name };
}
