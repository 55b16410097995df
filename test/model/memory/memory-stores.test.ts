import { cursorsContract } from '../../contract/cursors.contract.ts';
import { ledgerContract } from '../../contract/ledger.contract.ts';
import { schedulerContract } from '../../contract/scheduler.contract.ts';
import { snapshotsContract } from '../../contract/snapshots.contract.ts';
import { memoryCursors, memoryLedger, memoryScheduler, memorySnapshots } from './memory-stores.ts';

ledgerContract('memory', (work) => work(memoryLedger()));
schedulerContract('memory', (work) => work(memoryScheduler()));
snapshotsContract('memory', (work) => work(memorySnapshots()));
cursorsContract('memory', (work) => work(memoryCursors()));
