import { describe, expect, test } from '@jest/globals';
import { DynamoLedger } from '../../../lib/adapters/aws/dynamo-ledger.ts';
import { EvidenceCheckpoints } from '../../../lib/adapters/aws/evidence-checkpoints.ts';
import { verifyLedgerLines } from '../../../lib/core/governance/ledger/ledger-line.ts';
import { FACTS, NOW } from '../../core/governance/approval-fixtures.ts';
import { checkpointsContract, verifierOf } from '../../contract/checkpoints.contract.ts';
import { callsNamed } from './ledger-writers.ts';
import { MemoryBucket, s3Fault } from './memory-bucket.ts';
import { memorySigner } from './memory-signer.ts';
import { faultNamed, MemoryTable } from './memory-table.ts';

/** More entries than any of these ledgers has. */
const MANY = 1000;

const clock = { now: () => Date.now() };

/** A ledger with its evidence. */
function opened() {
  const memory = new MemoryTable();
  const bucket = new MemoryBucket();
  const ledger = new DynamoLedger(memory.table(), clock);
  const checkpoints = () => new EvidenceCheckpoints(memory.table(), bucket.evidence());
  return { memory, bucket, ledger, checkpoints, signer: memorySigner() };
}

checkpointsContract('a table and a bucket in memory', (work) => {
  const { ledger, checkpoints, signer } = opened();
  return work({ ledger, checkpoints: checkpoints(), signer });
});

/** What an auditor makes of the bucket: all objects, one after the other in the order of their names. */
async function verifyBucket({ bucket, signer }: ReturnType<typeof opened>) {
  async function* lines() {
    for (const [, text] of [...bucket.objects].sort(([one], [other]) => (one < other ? -1 : 1)))
      yield* text.split('\n');
  }
  return verifyLedgerLines(lines(), await verifierOf(signer));
}

describe('the evidence in the bucket', () => {
  test('is the ledger, for an auditor who has nothing but the bucket and the public key', async () => {
    const world = opened();
    await world.checkpoints().seal(world.signer, NOW);
    for (const turn of ['a', 'b', 'c']) {
      await world.ledger.append(callsNamed(turn, 7));
      await world.checkpoints().seal(world.signer, NOW);
    }
    expect([...world.bucket.objects.keys()]).toEqual(
      [0, 1, 8, 15].map((first) => `ledger/${String(first).padStart(12, '0')}.jsonl`),
    );
    expect(await verifyBucket(world)).toMatchObject({ entries: 21, signedUntil: 21, fault: undefined });
  });

  test('comes in segments where much is new', async () => {
    const world = opened();
    const long = 'x'.repeat(1_000_000);
    for (const turn of ['a', 'b', 'c']) await world.ledger.append(callsNamed(`${long}-${turn}`, 4));
    const checkpoint = await world.checkpoints().seal(world.signer, NOW);
    expect(checkpoint.sequence).toBe(12);
    const sizes = [...world.bucket.objects.values()].map(({ length }) => length);
    expect(sizes).toHaveLength(3);
    expect(Math.max(...sizes)).toBeLessThan(10_000_000);
    expect(await verifyBucket(world)).toMatchObject({ entries: 12, signedUntil: 12, fault: undefined });
  });

  test('is gone on with after a crash between the bucket and the table', async () => {
    const world = opened();
    await world.ledger.append(callsNamed('a', 3));
    world.memory.fate = ({ name, pks }) =>
      name === 'PutItem' && pks.includes('LEDGER#CHECKPOINTS') ? faultNamed('ThrottlingException') : 'done';
    await expect(world.checkpoints().seal(world.signer, NOW)).rejects.toThrow('ThrottlingException');
    world.memory.fate = () => 'done';
    await world.ledger.append(callsNamed('b', 3));
    expect((await world.checkpoints().seal(world.signer, NOW + 1)).sequence).toBe(6);
    expect([...world.bucket.objects.keys()]).toEqual(['ledger/000000000001.jsonl', 'ledger/000000000004.jsonl']);
    for (const report of [
      await verifyBucket(world),
      await world.checkpoints().verify(await verifierOf(world.signer)),
    ]) {
      expect(report).toMatchObject({ entries: 6, signedUntil: 6, fault: undefined });
    }
  });

  test('is put once, also where the answer was lost or two seal at once', async () => {
    const world = opened();
    await world.ledger.append(callsNamed('a', 3));
    world.bucket.fate = () => 'lost';
    const sealed = await Promise.all([NOW, NOW + 1, NOW + 2].map((now) => world.checkpoints().seal(world.signer, now)));
    expect(new Set(sealed.map(({ signature }) => signature)).size).toBe(1);
    expect(await verifyBucket(world)).toMatchObject({ entries: 3, signedUntil: 3, fault: undefined });
  });

  test('is asked for again where two put it in the same moment, and not where it is refused', async () => {
    const world = opened();
    await world.ledger.append(callsNamed('a', 3));
    const faults = [s3Fault('ConditionalRequestConflict', 409), s3Fault('ConditionalRequestConflict', 409)];
    world.bucket.fate = () => faults.shift() ?? 'done';
    expect((await world.checkpoints().seal(world.signer, NOW)).sequence).toBe(3);
    await world.ledger.append(callsNamed('b', 1));
    world.bucket.fate = () => s3Fault('AccessDenied', 403);
    await expect(world.checkpoints().seal(world.signer, NOW)).rejects.toThrow('AccessDenied');
  });
});

describe('what came since the ledger was sealed', () => {
  test('is verified alone, from the sealed entry on, and the report says so', async () => {
    const world = opened();
    await world.ledger.append(callsNamed('old', 300));
    await world.checkpoints().seal(world.signer, NOW);
    await world.ledger.append(callsNamed('new', 3));
    const read: string[] = [];
    world.memory.fate = ({ pks }) => {
      read.push(...pks);
      return 'done';
    };
    const report = await world.checkpoints().verifyTail(await verifierOf(world.signer), MANY);
    expect(report).toMatchObject({ from: 300, until: 303, entries: 4, signedUntil: 300, fault: undefined });
    expect(read.length).toBeLessThan(8);
  });

  test('is all of a ledger that was never sealed', async () => {
    const world = opened();
    const verify = await verifierOf(world.signer);
    expect(await world.checkpoints().verifyTail(verify, MANY)).toMatchObject({ from: 1, until: 0, fault: undefined });
    await world.ledger.append(callsNamed('new', 3));
    expect(await world.checkpoints().verifyTail(verify, MANY)).toMatchObject({ from: 1, until: 3, signedUntil: 0 });
    await world.checkpoints().seal(world.signer, NOW);
    expect(await world.checkpoints().verifyTail(verify, MANY)).toMatchObject({ from: 3, until: 3, signedUntil: 3 });
  });

  test('is verified so far as one answer allows, where sealing has stood still for long', async () => {
    const world = opened();
    await world.ledger.append(callsNamed('old', 3));
    await world.checkpoints().seal(world.signer, NOW);
    await world.ledger.append(callsNamed('new', 30));
    const report = await world.checkpoints().verifyTail(await verifierOf(world.signer), 20);
    expect(report).toMatchObject({ from: 3, until: 22, entries: 20, signedUntil: 3, fault: undefined });
  });
});

describe('a ledger that was tampered with', () => {
  /** Six entries, sealed after three and after all. */
  async function sealedTwice() {
    const world = opened();
    for (const turn of ['a', 'b']) {
      await world.ledger.append(callsNamed(turn, 3));
      await world.checkpoints().seal(world.signer, NOW);
    }
    return world;
  }

  test('and shortened in the table, with its checkpoints, is seen to be so by the bucket', async () => {
    const { memory, checkpoints, signer } = await sealedTwice();
    const whole = new Map(memory.items);
    const until3 = opened();
    await until3.ledger.append(callsNamed('a', 3));
    for (const key of whole.keys()) if (/ 00000000000[456]$/.test(key)) memory.items.delete(key);
    memory.items.set('LEDGER#HEAD HEAD', until3.memory.items.get('LEDGER#HEAD HEAD') ?? {});
    memory.items.delete('LEDGER#CHECKPOINTS 000000000006');
    const report = await checkpoints().verify(await verifierOf(signer));
    expect(report.fault).toEqual({ code: 'TRUNCATED', sequence: 4, signed: 6 });
    const tail = await checkpoints().verifyTail(await verifierOf(signer), MANY);
    expect(tail).toMatchObject({ from: 6, until: 5, fault: { code: 'TRUNCATED', sequence: 6, signed: 6 } });
    await expect(checkpoints().seal(signer, NOW)).rejects.toThrow(/^entry 6 of the ledger is not what was sealed/);
  });

  test('and whose evidence is gone from the bucket is not sealed any more', async () => {
    const { bucket, checkpoints, signer } = await sealedTwice();
    bucket.objects.delete('ledger/000000000004.jsonl');
    await expect(checkpoints().seal(signer, NOW)).rejects.toThrow('its evidence is gone from the bucket');
  });

  test('and shortened below its last checkpoint is not sealed any more', async () => {
    const { memory, checkpoints, signer } = await sealedTwice();
    const head = memory.items.get('LEDGER#HEAD HEAD');
    if (head === undefined) throw new Error('there is no head');
    head['sequence'] = { N: '4' };
    await expect(checkpoints().seal(signer, NOW)).rejects.toThrow(/^entry 6 of the ledger is not what was sealed/);
  });

  test('and rewritten after its last checkpoint is not sealed over', async () => {
    const { memory, ledger, checkpoints, signer } = await sealedTwice();
    const other = opened();
    await other.ledger.append([...callsNamed('x', 6), FACTS.assessed('forged')]);
    await ledger.append([FACTS.assessed('true')]);
    const forged = other.memory.items.get('LEDGER#ENTRIES#0 000000000007');
    memory.items.set('LEDGER#ENTRIES#0 000000000007', forged ?? {});
    const { fault } = await checkpoints().verifyTail(await verifierOf(signer), MANY);
    expect(fault).toEqual({ code: 'CHANGED', sequence: 6, detail: 'entry 7 does not follow it' });
    await expect(checkpoints().seal(signer, NOW)).rejects.toThrow('it does not follow the entry before it');
  });

  test('and rewritten at its last checkpoint, or sealed by another key, is seen to be so by what came since', async () => {
    const { memory, checkpoints, signer } = await sealedTwice();
    const stranger = await checkpoints().verifyTail(await verifierOf(memorySigner()), MANY);
    expect(stranger.fault).toEqual({ code: 'FORGED_CHECKPOINT', sequence: 6 });
    const other = opened();
    await other.ledger.append(callsNamed('x', 6));
    memory.items.set('LEDGER#ENTRIES#0 000000000006', other.memory.items.get('LEDGER#ENTRIES#0 000000000006') ?? {});
    const { fault } = await checkpoints().verifyTail(await verifierOf(signer), MANY);
    expect(fault).toEqual({ code: 'CHANGED', sequence: 6, detail: 'it is not the entry that was signed' });
  });

  test('and has an entry that cannot be unpacked is reported with its place', async () => {
    const world = await sealedTwice();
    const item = world.memory.items.get('LEDGER#ENTRIES#0 000000000002');
    if (item === undefined) throw new Error('entry 2 is not where it should be');
    delete item['text'];
    item['packed'] = { B: new Uint8Array([1, 2, 3]) };
    const { fault } = await world.checkpoints().verify(await verifierOf(world.signer));
    expect(fault).toMatchObject({ code: 'UNREADABLE', sequence: 2 });
  });

  test('and has an object of somebody else in the bucket where the next segment belongs is not sealed as if it were', async () => {
    const { bucket, ledger, checkpoints, signer } = await sealedTwice();
    await ledger.append(callsNamed('c', 3));
    const planted = 'ledger/000000000007.jsonl';
    bucket.objects.set(planted, 'nonsense\n');
    await expect(checkpoints().seal(signer, NOW)).rejects.toThrow(`"${planted}" in bucket "evidence" is no segment`);
    const zeros = '0'.repeat(64);
    bucket.objects.set(planted, `{"checkpoint":{"sequence":9,"hash":"sha256:${zeros}","at":1,"signature":"AA=="}}\n`);
    await expect(checkpoints().seal(signer, NOW)).rejects.toThrow('its evidence in the bucket says so');
  });
});
