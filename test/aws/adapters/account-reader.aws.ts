import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { namedAccounts } from '../../../lib/adapters/aws/account-directory.ts';
import { IamAccountReader } from '../../../lib/adapters/aws/iam-account-reader.ts';
import { ReadMemory } from '../../../lib/adapters/aws/read-memory.ts';
import { accountReaderContract } from '../../contract/account-reader.contract.ts';
import { startMoto, type Moto } from '../moto.ts';
import { CLOCK, clientsOf, seed } from './moto-accounts.ts';

let moto: Moto;
beforeAll(async () => {
  moto = await startMoto();
});
beforeEach(() => moto.reset());
afterAll(() => moto.stop());

accountReaderContract('IAM in moto', async (accounts, work) => {
  for (const account of accounts) await seed(moto, account);
  await work(
    new IamAccountReader({
      ...clientsOf(moto),
      partition: 'aws',
      directory: namedAccounts(accounts.map(({ account }) => account)),
      memory: new ReadMemory({ keepFor: 60_000, clock: CLOCK }),
      pause: async () => undefined,
    }),
  );
});
