import { isAlreadyMade } from '../../core/account/already-made.ts';
import { applyCall } from '../../core/account/apply.ts';
import type { IamCall } from '../../core/account/call.ts';
import { emptyAccount } from '../../core/account/empty-account.ts';
import { guardOf } from '../../core/account/guard.ts';
import { missingFor, withStub } from '../../core/account/missing.ts';
import type { ListedPrincipal } from '../../core/account/listed-principal.ts';
import { principalsOf, sliceOf } from '../../core/account/slice.ts';
import { isSameState } from '../../core/account/same-state.ts';
import { stateToJson } from '../../core/account/state-json.ts';
import type { AccountState } from '../../core/account/state.ts';
import type { Call } from '../../core/activity/call.ts';
import { partitionOf } from '../../core/activity/partition.ts';
import { digestOf } from '../../core/digest.ts';
import type { AccountReader } from '../../ports/account-reader.ts';
import type { Enforcer, EnforceOutcome } from '../../ports/enforcer.ts';
import { readAccount, writeAccount } from './account-rows.ts';
import { awsManagedPolicy } from './aws-managed-policies.ts';
import type { LocalDatabase } from './local-database.ts';

/**
 * What came of playing a call. `missing`: what it names was not known (see `missingFor`), a stub stands for it.
 * `already`: it was played before. `nothing`: it changes no access, or AWS refused it. `refused`: it contradicts the account
 * as it is known, which is left as it was.
 */
export type PlayOutcome =
  | { readonly kind: 'played'; readonly missing?: string }
  | { readonly kind: 'already' }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'refused'; readonly code: string; readonly detail: string };

/**
 * Accounts that are kept in the embedded database and stand for AWS: loaded from account files, changed by the calls that are
 * played and by the calls that Ambit makes. An account that was never loaded starts empty with its first call.
 * Every change is stored before it is acknowledged; what was acknowledged survives a kill.
 */
export class EmbeddedAccount implements AccountReader, Enforcer<IamCall> {
  readonly #database: LocalDatabase;
  readonly #states = new Map<string, AccountState>();

  constructor(database: LocalDatabase) {
    this.#database = database;
  }

  /**
   * Takes an account as its file describes it. The same file again changes nothing (`kept`), so that a restart goes on where
   * it stopped; another one replaces the account, and the calls on it can be played again.
   * AWS managed policies that the file does not list are filled in.
   */
  load(file: AccountState): 'loaded' | 'kept' {
    const digest = digestOf(stateToJson(file));
    const [row] = this.#database.rows('SELECT loaded FROM account WHERE account = ?', file.account);
    if (row?.['loaded'] === digest) return 'kept';
    const state = withAwsManagedPolicies(file);
    this.#database.transaction(() => {
      this.#database.run('DELETE FROM played WHERE account = ?', file.account);
      this.#database.run('DELETE FROM account_part WHERE account = ?', file.account);
      writeAccount(this.#database, undefined, state);
      this.#database.run('UPDATE account SET loaded = ? WHERE account = ?', digest, file.account);
    });
    this.#states.set(file.account, state);
    return 'loaded';
  }

  /** Whether a call names a role, user, group or policy that is not known (yet): it may have come too early. */
  lacks(call: Call): boolean {
    if (call.change.kind !== 'access' || call.change.iam === undefined || call.error !== undefined) return false;
    return missingFor(call.change.iam, this.#stateFor(call)) !== undefined;
  }

  /** Applies what a call says has happened in the account, once for each call id, even if it is told again after a crash. */
  async play(call: Call): Promise<PlayOutcome> {
    if (call.change.kind !== 'access' || call.change.iam === undefined || call.error !== undefined) {
      return { kind: 'nothing' };
    }
    if (this.#database.rows('SELECT 1 FROM played WHERE call = ?', call.id).length > 0) return { kind: 'already' };
    const before = this.#stateFor(call);
    const missing = missingFor(call.change.iam, before);
    const after = applyCall(withStub(before, call.change.iam), call.change.iam, { managedPolicy: awsManagedPolicy });
    if (!after.ok) return { kind: 'refused', ...after.error };
    this.#keep(before, after.value, call.id);
    return missing === undefined ? { kind: 'played' } : { kind: 'played', missing };
  }

  async enforce(account: string, call: IamCall): Promise<EnforceOutcome> {
    const before = this.#state(account);
    if (before === undefined) {
      return { kind: 'refused', code: 'NoSuchEntity', detail: `the account ${account} is not known; load its file` };
    }
    const guard = guardOf(call, before);
    if (guard !== undefined) return { kind: 'refused', ...guard };
    if (isAlreadyMade(before, call)) return { kind: 'already' };
    const after = applyCall(before, call, { managedPolicy: awsManagedPolicy });
    if (!after.ok) {
      const isGone = after.error.code === 'NoSuchEntity' && REMOVES.test(call.name);
      return isGone ? { kind: 'already' } : { kind: 'refused', ...after.error };
    }
    if (isSameState(after.value, before)) return { kind: 'already' };
    this.#keep(before, after.value, undefined);
    return { kind: 'done' };
  }

  async stateOf(principalArn: string): Promise<AccountState | undefined> {
    const state = this.#state(accountIn(principalArn));
    return state === undefined ? undefined : sliceOf(state, principalArn);
  }

  async around(account: string): Promise<AccountState | undefined> {
    return this.#state(account);
  }

  async rolesNamed(account: string): Promise<AccountState | undefined> {
    return this.#state(account);
  }

  async principalsIn(account: string): Promise<readonly ListedPrincipal[] | undefined> {
    const state = this.#state(account);
    return state === undefined ? undefined : principalsOf(state);
  }

  async accountOf(account: string): Promise<AccountState | undefined> {
    return this.#state(account);
  }

  async accounts(): Promise<readonly string[]> {
    return this.#database.rows('SELECT account FROM account ORDER BY account').map((row) => String(row['account']));
  }

  #stateFor(call: Call): AccountState {
    return this.#state(call.account) ?? emptyAccount(call.account, partitionOf(call.actor.principalArn, call.region));
  }

  #state(account: string): AccountState | undefined {
    const known = this.#states.get(account) ?? readAccount(this.#database, account);
    if (known !== undefined) this.#states.set(account, known);
    return known;
  }

  /** In memory only after it is on the disk. */
  #keep(before: AccountState, after: AccountState, callId: string | undefined): void {
    this.#database.transaction(() => {
      if (callId !== undefined) this.#database.run('INSERT INTO played VALUES (?, ?)', callId, after.account);
      writeAccount(this.#database, before, after);
    });
    this.#states.set(after.account, after);
  }
}

const REMOVES = /^(Delete|Detach|Remove|Untag)/;

function accountIn(arn: string): string {
  return arn.split(':')[4] ?? '';
}

/** An account with the AWS managed policies that its principals hold and its file does not list. */
export function withAwsManagedPolicies(state: AccountState): AccountState {
  const principals = [...state.roles.values(), ...state.users.values()];
  const named = [
    ...[...principals, ...state.groups.values()].flatMap(({ attached }) => attached),
    ...principals.flatMap(({ boundary }) => (boundary === undefined ? [] : [boundary])),
  ];
  const policies = new Map(state.policies);
  for (const arn of named) {
    const known = policies.has(arn) ? undefined : awsManagedPolicy(arn);
    if (known !== undefined) policies.set(arn, known);
  }
  return { ...state, policies };
}
