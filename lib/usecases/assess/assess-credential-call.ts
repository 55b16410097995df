import type { AccountState } from '../../core/account/state.ts';
import type { Call } from '../../core/activity/call.ts';
import type { WatchedChange } from '../../core/activity/changes.ts';
import { assessCredential } from '../../core/governance/credentials/assess-credential.ts';
import { subjectOf } from '../../core/governance/credentials/credential-subject.ts';
import type { Finding } from '../../core/governance/finding.ts';
import { stateKnownOfActor } from './state-known-of-actor.ts';
import type { TellDeps } from './tell-of-change.ts';

/** What a call gives, or takes away, of what opens something; of users of IAM by what they hold now. */
export async function assessCredentialCall(
  call: Call,
  change: WatchedChange,
  deps: TellDeps,
): Promise<readonly Finding[]> {
  const { clock, governance } = deps;
  const state = await stateKnownOfActor(call, deps);
  const subject = await stateOfSubject(call, change, deps);
  return assessCredential({ call, change, governance, state, subject, now: clock.now() });
}

/** The user by the name that the record has: of users below a path the name alone tells no ARN. */
async function stateOfSubject(
  call: Call,
  change: WatchedChange,
  { accounts, snapshots }: TellDeps,
): Promise<AccountState | undefined> {
  const named = subjectOf(call, change, undefined);
  if (named?.kind !== 'user') return undefined;
  const listed = (await accounts.principalsIn(call.account)) ?? [];
  const isNamed = ({ arn }: { readonly arn: string }) => arn.includes(':user/') && arn.endsWith(`/${named.name}`);
  const arn = listed.find(isNamed)?.arn ?? named.arn;
  const last = await snapshots.last(arn);
  if (last !== undefined || listed.length === 0) return last;
  return accounts.stateOf(arn);
}
