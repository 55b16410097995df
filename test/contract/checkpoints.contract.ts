import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { CHAIN_START, type VerifySignature } from '../../lib/core/governance/ledger/ledger-chain.ts';
import { verifyLedgerLines } from '../../lib/core/governance/ledger/ledger-line.ts';
import type { Checkpoints } from '../../lib/ports/checkpoints.ts';
import type { Ledger } from '../../lib/ports/ledger.ts';
import type { Signer } from '../../lib/ports/signer.ts';
import { FACTS, NOW, SASHA } from '../core/governance/approval-fixtures.ts';

/** An empty ledger with its checkpoints, and a key to sign them. */
export interface SealedLedger {
  readonly ledger: Ledger;
  readonly checkpoints: Checkpoints;
  readonly signer: Signer;
}

/** Gives a ledger and its checkpoints to a test. */
export type WithCheckpoints = (work: (sealed: SealedLedger) => Promise<void>) => Promise<void>;

/** What verifies the signatures of a signer with its public key alone. */
export async function verifierOf(signer: Signer): Promise<VerifySignature> {
  const key = createPublicKey(await signer.publicKey());
  return (text, signature) => verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64'));
}

async function* stream(lines: readonly string[]) {
  yield* lines;
}

/** What every keeper of checkpoints does. */
export function checkpointsContract(name: string, withCheckpoints: WithCheckpoints): void {
  /** Five entries, sealed after the second and the last. */
  async function seal({ ledger, checkpoints, signer }: SealedLedger): Promise<readonly string[]> {
    await ledger.append([FACTS.raised(), FACTS.holdIntended()]);
    await checkpoints.seal(signer, NOW);
    await ledger.append([FACTS.holdConfirmed(), FACTS.signed(SASHA), FACTS.assessed('the-call')]);
    await checkpoints.seal(signer, NOW + 1);
    const lines: string[] = [];
    for await (const line of checkpoints.exportLedger()) lines.push(line);
    return lines;
  }

  describe(`${name}, as checkpoints`, () => {
    test('export a ledger that verifies with the public key alone', () =>
      withCheckpoints(async (sealed) => {
        const lines = await seal(sealed);
        const whole = { entries: 5, signedUntil: 5, fault: undefined };
        const byKey = await verifierOf(sealed.signer);
        expect(await verifyLedgerLines(stream(lines), byKey)).toMatchObject(whole);
        expect(await sealed.checkpoints.verify(byKey)).toMatchObject(whole);
        expect(await sealed.checkpoints.verify(undefined)).toMatchObject({ uncheckedSignatures: 2, fault: undefined });
      }));

    test.each<readonly [string, (lines: readonly string[]) => readonly string[], object]>([
      ['cut', (lines) => lines.slice(0, -2), { code: 'TRUNCATED', sequence: 4, signed: 5 }],
      ['without a line', (lines) => lines.toSpliced(2, 1), { code: 'REMOVED', sequence: 2 }],
      [
        'with a changed name',
        (lines) => lines.map((line) => line.replace('the-call', 'a-call')),
        { code: 'CHANGED', sequence: 5 },
      ],
      [
        'with another checkpoint',
        (lines) => lines.map((line) => line.replace(`"at":${NOW + 1},`, '"at":7,')),
        { code: 'FORGED_CHECKPOINT' },
      ],
    ])('export what does not verify when it is %s', (_, tamper, fault) =>
      withCheckpoints(async (sealed) => {
        const lines = tamper(await seal(sealed));
        expect((await verifyLedgerLines(stream(lines), await verifierOf(sealed.signer))).fault).toMatchObject(fault);
      }),
    );

    test('say how far the signatures go where entries came after them', () =>
      withCheckpoints(async (sealed) => {
        await seal(sealed);
        await sealed.ledger.append([FACTS.announced('console')]);
        const report = await sealed.checkpoints.verify(await verifierOf(sealed.signer));
        expect(report).toMatchObject({ entries: 6, signedUntil: 5, fault: undefined });
      }));

    test('are made once for one state of the ledger, also for an empty one', () =>
      withCheckpoints(async ({ ledger, checkpoints, signer }) => {
        const empty = await checkpoints.seal(signer, NOW);
        expect(empty).toMatchObject({ sequence: 0, hash: CHAIN_START, at: NOW });
        expect(await checkpoints.seal(signer, NOW + 1)).toEqual(empty);
        await ledger.append([FACTS.raised()]);
        const first = await checkpoints.seal(signer, NOW + 2);
        expect(first).toMatchObject({ sequence: 1, at: NOW + 2 });
        expect(await checkpoints.seal(signer, NOW + 3)).toEqual(first);
        const report = await checkpoints.verify(await verifierOf(signer));
        expect(report).toMatchObject({ entries: 1, signedUntil: 1, fault: undefined });
      }));
  });
}
