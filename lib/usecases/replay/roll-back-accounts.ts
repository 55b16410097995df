import type { IamCall } from '../../core/account/call.ts';
import { rollBack } from '../../core/account/rewind/roll-back.ts';
import type { AccountState } from '../../core/account/state.ts';
import { changesOf } from '../../core/activity/call.ts';
import { readCall } from '../../core/activity/read-call.ts';
import type { Instant } from '../../core/instant.ts';
import type { JsonValue } from '../../core/json.ts';
import { tellApart } from './tell-apart.ts';

/** Accounts, the moment to take them back to, and the records of what happened since. */
export interface RollBackInput {
  /** As they were at the same moment. */
  readonly accounts: readonly AccountState[];
  readonly at: Instant;
  /** In any order, of any account. */
  readonly records: AsyncIterable<JsonValue>;
}

/** The accounts as they were before the first record, and what of them nobody can tell. */
export interface RolledBackAccounts {
  readonly accounts: readonly AccountState[];
  /** Calls that were taken back. */
  readonly calls: number;
  /** `111122223333: trust policy of role/deployer`, sorted. */
  readonly unknown: readonly string[];
}

interface Taken {
  readonly time: Instant;
  readonly iam: IamCall;
}

/**
 * Rolls accounts back from the moment of their snapshots to the moment before the first record, by the calls of IAM in
 * between. Records of that moment itself count as seen by the snapshot. Kept in memory are the calls of IAM alone.
 */
export async function rollBackAccounts({ accounts, at, records }: RollBackInput): Promise<RolledBackAccounts> {
  const taken = new Map(accounts.map(({ account }) => [account, new Array<Taken>()]));
  const unknown = new Set<string>();
  const apart = tellApart();
  for await (const record of records) {
    const reading = readCall(record);
    if (reading.kind !== 'call') continue;
    const { call, standing } = apart(reading.call);
    const calls = taken.get(call.account);
    if (calls === undefined || standing === 'repeated' || call.error !== undefined || call.time > at) continue;
    for (const change of changesOf(call)) {
      if (change.kind !== 'access') continue;
      if (change.iam === undefined) unknown.add(`${call.account}: what ${call.name} changed (call ${call.id})`);
      else calls.push({ time: call.time, iam: change.iam });
    }
  }
  const rolled = accounts.map((state) => {
    const calls = (taken.get(state.account) ?? []).sort((one, other) => one.time - other.time);
    const back = rollBack(
      state,
      calls.map(({ iam }) => iam),
    );
    for (const each of back.unknown) unknown.add(`${state.account}: ${each}`);
    return back.state;
  });
  const calls = taken.values().reduce((sum, { length }) => sum + length, 0);
  return { accounts: rolled, calls, unknown: [...unknown].sort() };
}
