import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { namedAccounts } from '../../../lib/adapters/aws/account-directory.ts';
import { IamAccountReader } from '../../../lib/adapters/aws/iam-account-reader.ts';
import { IamEnforcer } from '../../../lib/adapters/aws/iam-enforcer.ts';
import { ReadMemory } from '../../../lib/adapters/aws/read-memory.ts';
import { enforcerContract } from '../../contract/enforcer.contract.ts';
import { NOT_IN_MOTO } from '../../adapters/aws/not-in-moto.ts';
import { heldGrantsContract } from '../../contract/held-grants.contract.ts';
import { GRANTS } from '../../contract/iam-grants.ts';
import { startMoto, type Moto } from '../moto.ts';
import { grantedIn, putInMoto } from './grants-in-moto.ts';
import { clear, CLOCK, clientsOf, seed } from './moto-accounts.ts';
import { OPENINGS } from './openings.ts';
import { enforcerIn, givenInMoto, releaseAsPeopleDo } from './service-holds.ts';
import { takenBack, undated } from './taken-back.ts';

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

heldGrantsContract(
  'IAM in moto',
  GRANTS.filter(({ name }) => NOT_IN_MOTO[name] === undefined),
  async (state, work) => {
    await putInMoto(moto, state);
    await work(grantedIn(moto, state.account));
  },
);

describe('what is given beyond IAM, in moto', () => {
  test('is held once however often it is asked, and released by the commands of the AWS CLI that people are given', async () => {
    await moto.reset();
    const given = await givenInMoto(moto);
    for (const { hold, release } of given) {
      const services = enforcerIn(moto, clientsOf(moto).budget);
      const name = `${hold.service}:${hold.name}`;
      expect([name, await services.enforce('123456789012', hold, 'F-1')]).toEqual([name, { kind: 'done' }]);
      expect([name, await services.shows('123456789012', hold)]).toEqual([name, true]);
      expect([name, await services.enforce('123456789012', hold, 'F-1')]).toEqual([name, { kind: 'already' }]);
      // the AWS CLI takes the address of a queue for where SQS is, and that of moto's is AWS's
      if (hold.service !== 'sqs') await releaseAsPeopleDo(release, moto);
      else await services.enforce('123456789012', release, 'F-1');
      expect([name, await services.shows('123456789012', release)]).toEqual([name, true]);
    }
  });

  test('is taken back by the commands of findings that nothing is held of', async () => {
    await moto.reset();
    const seen = await takenBack(OPENINGS, moto);
    for (const [index, { before, made, back }] of seen.entries()) {
      const name = OPENINGS[index]?.event[0];
      expect([name, undated(made)]).not.toEqual([name, undated(before)]);
      expect([name, undated(back)]).toEqual([name, undated(before)]);
    }
  });
});
