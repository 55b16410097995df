/** Appends to the ledger of the folder it is given, without end, and writes each sequence number once it is acknowledged. */
import { writeSync } from 'node:fs';
import { LocalDatabase } from '../../../lib/adapters/local/local-database.ts';
import { LocalLedger } from '../../../lib/adapters/local/local-ledger.ts';

const database = LocalDatabase.open(process.argv[2]);
const ledger = new LocalLedger(database);
for (let round = 0; ; round += 1) {
  const at = Date.now();
  const facts = ['a', 'b', 'c'].map((part) => {
    return { kind: 'call-assessed', callId: `${process.pid}-${round}-${part}`, name: 'x', at, findings: [] } as const;
  });
  const appended = await ledger.append(facts);
  if (!appended.ok) throw new Error('nothing was expected');
  writeSync(1, `${appended.value.map(({ sequence, hash }) => `${sequence} ${hash}`).join('\n')}\n`);
}
