import { afterAll, beforeAll } from '@jest/globals';
import { namedAccounts } from '../../../lib/adapters/aws/account-directory.ts';
import { IamAccountReader } from '../../../lib/adapters/aws/iam-account-reader.ts';
import { IamEnforcer } from '../../../lib/adapters/aws/iam-enforcer.ts';
import { ReadMemory } from '../../../lib/adapters/aws/read-memory.ts';
import { enforcerContract } from '../../contract/enforcer.contract.ts';
import { startMoto, type Moto } from '../moto.ts';
import { clear, CLOCK, clientsOf, seed } from './moto-accounts.ts';

let moto: Moto;
beforeAll(async () => {
  moto = await startMoto({ MOTO_IAM_LOAD_MANAGED_POLICIES: 'true' });
});
afterAll(() => moto.stop());

enforcerContract('IAM in moto', async (account, work) => {
  await clear(moto, account.account);
  await seed(moto, account);
  const { clients, budget } = clientsOf(moto);
  const memory = new ReadMemory({ keepFor: 60_000, clock: CLOCK });
  const directory = namedAccounts([account.account]);
  const accounts = new IamAccountReader({
    clients,
    budget,
    memory,
    directory,
    partition: 'aws',
    pause: async () => {},
  });
  await work(new IamEnforcer({ role: 'Holder', clients, budget, memory, accounts }), accounts);
});
