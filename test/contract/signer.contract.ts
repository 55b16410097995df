import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { Signer } from '../../lib/ports/signer.ts';

/** Gives a signer to a test. */
export type WithSigner = (work: (signer: Signer) => Promise<void>) => Promise<void>;

/** What every signer does. */
export function signerContract(name: string, withSigner: WithSigner): void {
  describe(`${name}, as a signer`, () => {
    const isBy = async (signer: Signer, text: string, signature: string) =>
      verify(null, Buffer.from(text), createPublicKey(await signer.publicKey()), Buffer.from(signature, 'base64'));

    test('signs so that anyone with the public key can verify it', () =>
      withSigner(async (signer) => {
        const signature = await signer.sign('a checkpoint, signé');
        expect(await isBy(signer, 'a checkpoint, signé', signature)).toBe(true);
        expect(await isBy(signer, 'another checkpoint', signature)).toBe(false);
      }));

    test('gives an Ed25519 public key in PEM, always the same', () =>
      withSigner(async (signer) => {
        const pem = await signer.publicKey();
        expect(pem).toMatch(/^-----BEGIN PUBLIC KEY-----/);
        expect(createPublicKey(pem).asymmetricKeyType).toBe('ed25519');
        expect(await signer.publicKey()).toBe(pem);
      }));
  });
}
