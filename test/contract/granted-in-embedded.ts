import { EmbeddedAccount } from '../../lib/adapters/local/embedded-account.ts';
import type { LocalDatabase } from '../../lib/adapters/local/local-database.ts';
import type { AccountState } from '../../lib/core/account/state.ts';
import { callOf, record } from '../usecases/company.ts';
import type { GrantedAccount } from './held-grants.contract.ts';

/** The embedded account, in which people ask for something as CloudTrail records it. */
export function grantedInEmbedded(database: LocalDatabase, state: AccountState): GrantedAccount {
  const account = new EmbeddedAccount(database);
  account.load(state);
  return {
    enforcer: account,
    stateOf: (arn) => account.stateOf(arn),
    async make({ name, parameters, response }) {
      const told = { id: `${name} ${JSON.stringify(parameters)}`, ...(response === undefined ? {} : { response }) };
      const call = callOf(record(name, parameters, told));
      const { kind } = await account.play(call);
      if (kind !== 'played') throw new Error(`${name} was ${kind}`);
      return call;
    },
    async credentialsOn(userName) {
      const { accessKeys = new Map<string, string>() } =
        (await account.accountOf(state.account))?.users.get(userName) ?? {};
      return [...accessKeys].flatMap(([id, status]) => (status === 'Active' ? [id] : []));
    },
  };
}
