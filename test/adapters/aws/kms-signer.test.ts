import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import {
  GetPublicKeyCommand,
  KMSClient,
  KMSServiceException,
  SignCommand,
  type SignCommandInput,
} from '@aws-sdk/client-kms';
import { describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { KmsSigner } from '../../../lib/adapters/aws/kms-signer.ts';
import { signerContract } from '../../contract/signer.contract.ts';

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/00000000-0000-4000-8000-000000000000';

interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** A signer on a key as KMS keeps it; a fault is what KMS answers instead. */
function signerWith({ privateKey, publicKey }: KeyPair, answer: () => Error | undefined = () => undefined) {
  const client = new KMSClient({ region: 'eu-west-1' });
  const asked: SignCommandInput[] = [];
  const faulted = <T>(work: () => T): T => {
    const fault = answer();
    if (fault !== undefined) throw fault;
    return work();
  };
  const mocked = mockClient(client);
  mocked.on(GetPublicKeyCommand, { KeyId: KEY }).callsFake(() => {
    return faulted(() => ({ PublicKey: publicKey.export({ format: 'der', type: 'spki' }) }));
  });
  mocked.on(SignCommand, { KeyId: KEY }).callsFake((input: SignCommandInput) => {
    asked.push(input);
    return faulted(() => ({ Signature: sign(null, input.Message ?? new Uint8Array(), privateKey) }));
  });
  return { signer: new KmsSigner({ client, key: KEY }), asked, mocked };
}

function kmsFault(name: string): Error {
  return new KMSServiceException({ name, message: 'no', $fault: 'client', $metadata: { httpStatusCode: 400 } });
}

signerContract('a key of KMS', (work) => work(signerWith(generateKeyPairSync('ed25519')).signer));

describe('a key of KMS', () => {
  test('is asked to sign the text itself, as Ed25519 does', async () => {
    const { signer, asked } = signerWith(generateKeyPairSync('ed25519'));
    await signer.sign('a checkpoint');
    expect(asked).toEqual([
      { KeyId: KEY, Message: Buffer.from('a checkpoint'), MessageType: 'RAW', SigningAlgorithm: 'ED25519_SHA_512' },
    ]);
  });

  test('tells its public key once, and again where it could not the first time', async () => {
    const faults: (Error | undefined)[] = [kmsFault('ThrottlingException')];
    const { signer, mocked } = signerWith(generateKeyPairSync('ed25519'), () => faults.shift());
    await expect(signer.publicKey()).rejects.toThrow('no');
    expect(await signer.publicKey()).toBe(await signer.publicKey());
    expect(mocked.commandCalls(GetPublicKeyCommand)).toHaveLength(2);
  });

  test('of another kind is refused, and the fault says which to make', async () => {
    const { signer } = signerWith(generateKeyPairSync('ec', { namedCurve: 'P-256' }));
    await expect(signer.publicKey()).rejects.toThrow(/it is of type ec\); name one of the spec ECC_NIST_EDWARDS25519/);
  });

  test.each(['UnsupportedOperationException', 'InvalidKeyUsageException', 'ValidationException'])(
    'that answers %s is refused in the same way',
    async (name) => {
      const { signer } = signerWith(generateKeyPairSync('ed25519'), () => kmsFault(name));
      await expect(signer.sign('x')).rejects.toMatchObject({ name: 'StoreFault', code: 'UNSUPPORTED' });
    },
  );

  test('that may not be used is a fault of AWS, as it came', async () => {
    const { signer } = signerWith(generateKeyPairSync('ed25519'), () => kmsFault('AccessDeniedException'));
    await expect(signer.sign('x')).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  test('signs up to 4096 bytes', async () => {
    const { signer } = signerWith(generateKeyPairSync('ed25519'));
    await expect(signer.sign('é'.repeat(2048))).resolves.toEqual(expect.any(String));
    await expect(signer.sign('é'.repeat(2049))).rejects.toMatchObject({ code: 'TOO_LARGE' });
  });
});
