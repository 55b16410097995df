import { createPublicKey } from 'node:crypto';
import { GetPublicKeyCommand, type KMSClient, KMSServiceException, SignCommand } from '@aws-sdk/client-kms';
import type { Signer } from '../../ports/signer.ts';
import { StoreFault } from '../../ports/store-fault.ts';

/** Bytes that KMS signs as they are (KMS API reference, "Sign"): what is longer would have to be hashed first, which is another signature. */
const LONGEST = 4096;

/** What KMS answers where it does not have such keys, or the key is of another kind. */
const NOT_FOR_THIS: readonly string[] = [
  'InvalidKeyUsageException',
  'UnsupportedOperationException',
  'ValidationException',
];

/**
 * Signs with a key that never leaves KMS: of the spec ECC_NIST_EDWARDS25519, so that its signatures are those of Ed25519 (RFC
 * 8032) and anyone can verify them with the public key. Throws a `StoreFault` UNSUPPORTED where the key or the region is not for that.
 */
export class KmsSigner implements Signer {
  readonly #client: KMSClient;
  readonly #key: string;
  #publicPem: Promise<string> | undefined;

  /** `key`: its ARN, or the ARN of an alias; the client is of its region. */
  constructor({ client, key }: { client: KMSClient; key: string }) {
    this.#client = client;
    this.#key = key;
  }

  publicKey(): Promise<string> {
    this.#publicPem ??= this.#readPublicKey().catch((fault: unknown) => {
      this.#publicPem = undefined;
      throw fault;
    });
    return this.#publicPem;
  }

  async sign(text: string): Promise<string> {
    const bytes = Buffer.from(text, 'utf8');
    if (bytes.byteLength > LONGEST) {
      throw new StoreFault('TOO_LARGE', `KMS signs no text of ${bytes.byteLength} bytes; the most is ${LONGEST}`);
    }
    const { Signature } = await this.#asked(() =>
      this.#client.send(
        new SignCommand({
          KeyId: this.#key,
          Message: bytes,
          MessageType: 'RAW',
          SigningAlgorithm: 'ED25519_SHA_512',
        }),
      ),
    );
    if (Signature === undefined) throw this.#unsupported('KMS gave no signature');
    return Buffer.from(Signature).toString('base64');
  }

  async #readPublicKey(): Promise<string> {
    const { PublicKey } = await this.#asked(() => this.#client.send(new GetPublicKeyCommand({ KeyId: this.#key })));
    const key = createPublicKey({ key: Buffer.from(PublicKey ?? []), format: 'der', type: 'spki' });
    if (key.asymmetricKeyType !== 'ed25519') throw this.#unsupported(`it is of type ${String(key.asymmetricKeyType)}`);
    return key.export({ format: 'pem', type: 'spki' }).toString();
  }

  async #asked<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (cause) {
      if (!(cause instanceof KMSServiceException) || !NOT_FOR_THIS.includes(cause.name)) throw cause;
      throw this.#unsupported(cause.message, { cause });
    }
  }

  #unsupported(detail: string, options?: ErrorOptions): StoreFault {
    return new StoreFault(
      'UNSUPPORTED',
      `key "${this.#key}" does not sign with Ed25519 (${detail}); name one of the spec ECC_NIST_EDWARDS25519 and usage SIGN_VERIFY, in a region whose KMS offers it`,
      options,
    );
  }
}
