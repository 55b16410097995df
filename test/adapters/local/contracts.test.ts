import { EmbeddedStacks } from '../../../lib/adapters/local/embedded-stacks.ts';
import { EmbeddedServices } from '../../../lib/adapters/local/embedded-services.ts';
import { partsOf } from '../../../lib/adapters/local/service-parts.ts';
import { canonicalText } from '../../../lib/core/digest.ts';
import { ConsoleNotifier } from '../../../lib/adapters/local/console-notifier.ts';
import { LocalCheckpoints } from '../../../lib/adapters/local/local-checkpoints.ts';
import { LocalCursors } from '../../../lib/adapters/local/local-cursors.ts';
import { LocalDatabase } from '../../../lib/adapters/local/local-database.ts';
import { LocalKeepsakes } from '../../../lib/adapters/local/local-keepsakes.ts';
import { LocalLedger } from '../../../lib/adapters/local/local-ledger.ts';
import { LocalDestructions } from '../../../lib/adapters/local/local-destructions.ts';
import { LocalRecentCalls } from '../../../lib/adapters/local/local-recent-calls.ts';
import { LocalScheduler } from '../../../lib/adapters/local/local-scheduler.ts';
import { LocalSigner } from '../../../lib/adapters/local/local-signer.ts';
import { LocalSnapshots } from '../../../lib/adapters/local/local-snapshots.ts';
import { caseBookContract } from '../../contract/case-book.contract.ts';
import { checkpointsContract } from '../../contract/checkpoints.contract.ts';
import { cursorsContract } from '../../contract/cursors.contract.ts';
import { keepsakesContract } from '../../contract/keepsakes.contract.ts';
import { ledgerContract } from '../../contract/ledger.contract.ts';
import { notifierContract } from '../../contract/notifier.contract.ts';
import { destructionsContract } from '../../contract/destructions.contract.ts';
import { recentCallsContract } from '../../contract/recent-calls.contract.ts';
import { schedulerContract } from '../../contract/scheduler.contract.ts';
import { signerContract } from '../../contract/signer.contract.ts';
import { snapshotsContract } from '../../contract/snapshots.contract.ts';
import { serviceEnforcerContract } from '../../contract/service-enforcer.contract.ts';
import { STACK, stacksContract } from '../../contract/stacks.contract.ts';
import { servicesAround } from '../../contract/services-around.ts';
import { ROWS } from '../aws/service-rows.ts';
import { inDatabase, inFolder } from './folders.ts';

ledgerContract('the embedded database', (work) => inDatabase((database) => work(new LocalLedger(database))));
snapshotsContract('the embedded database', (work) => inDatabase((database) => work(new LocalSnapshots(database))));
keepsakesContract('the embedded database', (work) => inDatabase((database) => work(new LocalKeepsakes(database))));
cursorsContract('the embedded database', (work) => inDatabase((database) => work(new LocalCursors(database))));
caseBookContract('the embedded database', (work) =>
  inDatabase((database) => work({ ledger: new LocalLedger(database), bookmarks: new LocalCursors(database) })),
);
destructionsContract('the embedded database', (work) =>
  inDatabase((database) => work(new LocalDestructions(database))),
);
recentCallsContract('the embedded database', (work) => inDatabase((database) => work(new LocalRecentCalls(database))));
schedulerContract('the embedded database', (work) => inDatabase((database) => work(new LocalScheduler(database))));
checkpointsContract('the embedded database', (work) =>
  inFolder(async (folder) => {
    const database = LocalDatabase.open(folder);
    const checkpoints = new LocalCheckpoints(database);
    await work({ ledger: new LocalLedger(database), checkpoints, signer: LocalSigner.open(folder) });
    database.close();
  }),
);
signerContract('the key file', (work) => inFolder((folder) => work(LocalSigner.open(folder))));
notifierContract('the console', async (work) => {
  const lines: string[] = [];
  const sink = {
    write(text: string, done: () => void) {
      lines.push(text);
      done();
    },
  };
  await work(new ConsoleNotifier(sink), () => lines.join(''));
});

stacksContract('the embedded database', (work) =>
  inDatabase(async (database) => {
    const stacks = new EmbeddedStacks(new LocalCursors(database));
    await stacks.tell({ ...STACK, status: 'UPDATE_IN_PROGRESS' });
    await stacks.tell(STACK);
    await stacks.tell({ ...STACK, name: 'no-such-policy', status: 'DELETE_COMPLETE' });
    await work(stacks);
  }),
);

serviceEnforcerContract(
  'the embedded services',
  ROWS.map(({ call }) => call),
  (call, stage, work) =>
    inDatabase(async (database) => {
      for (const { kind, name, part } of partsOf(servicesAround(call, stage))) {
        database.run('INSERT INTO service_part VALUES (?, ?, ?)', kind, name, canonicalText(part));
      }
      const enforcer = new EmbeddedServices(database);
      await work({ enforcer, settle: () => undefined, changes: () => partsOf(enforcer.services) });
    }),
);
