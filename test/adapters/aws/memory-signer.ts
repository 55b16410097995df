import { generateKeyPairSync, sign } from 'node:crypto';
import type { Signer } from '../../../lib/ports/signer.ts';

/** A signer with a key of its own, in memory. */
export function memorySigner(): Signer {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    publicKey: async () => publicKey.export({ format: 'pem', type: 'spki' }).toString(),
    sign: async (text) => sign(null, Buffer.from(text), privateKey).toString('base64'),
  };
}
