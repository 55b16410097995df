import type { IamCall } from '../../core/account/call.ts';
import { HOLD_TAG_KEY, isHoldPolicyName } from '../../core/account/hold-policy.ts';
import { namedIn } from '../../core/account/named-in.ts';
import type { AccountState, Principal } from '../../core/account/state.ts';
import { principalTagKey, tagsWithKeys } from '../../core/account/tags.ts';
import type { Send } from './commands/command.ts';
import { commandOf } from './commands/command-of.ts';

const VALUE = 'held';

/** Sends a command; what AWS refuses is told, and is no fault. */
type Sending = (send: Send) => Promise<unknown>;

/**
 * Marks a role or user as held before the policy of the hold is put, so that there is no moment in which a guardrail does
 * not protect it. Where the mark is refused (50 tags are there, say), the hold is put all the same.
 */
export async function markBefore(call: IamCall, state: AccountState, send: Sending): Promise<void> {
  if (call.name !== 'PutRolePolicy' && call.name !== 'PutUserPolicy') return;
  if (!isHoldPolicyName(call.policyName)) return;
  const principal = principalIn(call, state);
  if (principal === undefined || isMarked(principal)) return;
  const tags = [{ key: HOLD_TAG_KEY, value: VALUE }];
  const { name } = principal;
  const mark: IamCall =
    principal.kind === 'role' ? { name: 'TagRole', roleName: name, tags } : { name: 'TagUser', userName: name, tags };
  await sendCall(mark, send);
}

/** Takes the mark away once the last policy of a hold is deleted, also one that IAM does not show yet. */
export async function markAfter(call: IamCall, state: AccountState, send: Sending): Promise<void> {
  if (call.name !== 'DeleteRolePolicy' && call.name !== 'DeleteUserPolicy') return;
  const principal = principalIn(call, state);
  if (principal === undefined || !isHoldPolicyName(call.policyName)) return;
  const others = [...principal.inline.keys()].filter((name) => name !== call.policyName && isHoldPolicyName(name));
  if (others.length > 0) return;
  const tagKeys = [HOLD_TAG_KEY];
  const { name } = principal;
  const unmark: IamCall =
    principal.kind === 'role'
      ? { name: 'UntagRole', roleName: name, tagKeys }
      : { name: 'UntagUser', userName: name, tagKeys };
  await sendCall(unmark, send);
}

type OnPrincipal = Extract<
  IamCall,
  { readonly policyName: string } & ({ readonly roleName: string } | { readonly userName: string })
>;

function principalIn(call: OnPrincipal, state: AccountState): Principal | undefined {
  return 'roleName' in call ? namedIn(state.roles, call.roleName) : namedIn(state.users, call.userName);
}

function isMarked({ tags }: Principal): boolean {
  return tagsWithKeys(tags, [HOLD_TAG_KEY], principalTagKey).length > 0;
}

async function sendCall(call: IamCall, send: Sending): Promise<void> {
  const command = commandOf(call);
  if ('send' in command) await send(command.send);
}
