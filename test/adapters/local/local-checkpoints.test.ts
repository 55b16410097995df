import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { LocalCheckpoints } from '../../../lib/adapters/local/local-checkpoints.ts';
import { LocalDatabase } from '../../../lib/adapters/local/local-database.ts';
import { LocalLedger } from '../../../lib/adapters/local/local-ledger.ts';
import { ed25519Verifier, LocalSigner } from '../../../lib/adapters/local/local-signer.ts';
import { FACTS, NOW, SASHA } from '../../core/governance/approval-fixtures.ts';
import { inFolder } from './folders.ts';

/** A folder with a signed ledger of five entries, and what verifies it. */
async function sealed(folder: string) {
  const database = LocalDatabase.open(folder);
  const signer = LocalSigner.open(folder);
  const checkpoints = new LocalCheckpoints(database);
  const ledger = new LocalLedger(database);
  await ledger.append([FACTS.raised(), FACTS.holdIntended()]);
  await checkpoints.seal(signer, NOW);
  await ledger.append([FACTS.holdConfirmed(), FACTS.signed(SASHA), FACTS.assessed('the-call')]);
  await checkpoints.seal(signer, NOW + 1);
  return { database, checkpoints, ledger, signer, verify: ed25519Verifier(await signer.publicKey()) };
}

describe('a byte that is flipped in the file', () => {
  test.each(['the-call', 'needed for the release', 'hold-confirmed', '"kind"'])('in %s is named by its entry', (text) =>
    inFolder(async (folder) => {
      const { database, verify } = await sealed(folder);
      database.close();
      const file = join(folder, 'ambit.db');
      const bytes = readFileSync(file);
      const entry = text === 'hold-confirmed' ? 3 : text === 'needed for the release' ? 4 : 5;
      // "subject" of entry 5 stands in an index as well: the fact of the row is the last place but for that
      const places = [...bytes.toString('latin1').matchAll(new RegExp(text, 'g'))].map(({ index }) => index);
      const place = text === '"kind"' ? Math.min(...places) : places.find((at) => bytes[at - 1] === 0x22);
      if (place === undefined) throw new Error(`the file does not hold ${text}`);
      bytes[place + 1] = (bytes[place + 1] ?? 0) ^ 0x80;
      writeFileSync(file, bytes);

      const damaged = LocalDatabase.open(folder);
      const { fault } = await new LocalCheckpoints(damaged).verify(verify);
      expect(fault).toMatchObject({ code: 'CHANGED', sequence: entry });
      const reading = async () => {
        for await (const _ of new LocalLedger(damaged).entries(entry)) break;
      };
      await expect(reading()).rejects.toThrow(`entry ${entry} of the ledger is not what was written`);
      damaged.close();
    }),
  );
});
