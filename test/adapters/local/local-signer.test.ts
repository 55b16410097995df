import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ed25519Verifier, LocalSigner } from '../../../lib/adapters/local/local-signer.ts';
import { inFolder } from './folders.ts';

const refusal = (message: RegExp) =>
  expect.objectContaining({ name: 'StoreFault', code: 'BAD_KEY', message: expect.stringMatching(message) });

describe('the signing key', () => {
  test('is made once, for its owner only, with the public key beside it', () =>
    inFolder(async (folder) => {
      const first = LocalSigner.open(folder);
      const second = LocalSigner.open(folder);
      expect(await second.publicKey()).toBe(await first.publicKey());
      expect(statSync(join(folder, 'signing-key.pem')).mode & 0o777).toBe(0o600);
      expect(readdirSync(folder).sort()).toEqual(['signing-key.pem', 'signing-key.pub.pem']);
      const verify = ed25519Verifier(readFileSync(join(folder, 'signing-key.pub.pem'), 'utf8'));
      expect(verify('text', await second.sign('text'))).toBe(true);
      expect(verify('text', 'no signature')).toBe(false);
    }));

  test.each([0o644, 0o640, 0o602])('is refused where others can use it: %s', (mode) =>
    inFolder((folder) => {
      LocalSigner.open(folder);
      chmodSync(join(folder, 'signing-key.pem'), mode);
      expect(() => LocalSigner.open(folder)).toThrow(refusal(/can be used by others \(mode 6..\); run chmod 600/));
    }),
  );

  test('that is gone is not replaced without a word', () =>
    inFolder((folder) => {
      LocalSigner.open(folder);
      rmSync(join(folder, 'signing-key.pem'));
      expect(() => LocalSigner.open(folder)).toThrow(refusal(/is gone but/));
    }));

  test.each([
    ['no PEM', 'hello', /is not a key in PEM/],
    ['empty', '', /is not a key in PEM/],
    [
      'of another type',
      generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      /must be an Ed25519 key/,
    ],
  ])('that is %s is refused', (_, text, message) =>
    inFolder((folder) => {
      writeFileSync(join(folder, 'signing-key.pem'), text, { mode: 0o600 });
      expect(() => LocalSigner.open(folder)).toThrow(refusal(message));
    }),
  );

  test('of another kind verifies nothing', () => {
    expect(() => ed25519Verifier('hello')).toThrow(refusal(/is not a key in PEM/));
  });
});
