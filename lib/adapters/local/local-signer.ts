import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { VerifySignature } from '../../core/governance/ledger/ledger-chain.ts';
import type { Signer } from '../../ports/signer.ts';
import { StoreFault } from '../../ports/store-fault.ts';
import { withStoreFaults } from './folder-fault.ts';
import { makeFolder } from './make-folder.ts';

const PRIVATE_KEY = 'signing-key.pem';
/** Name of the file with the public key, which auditors take away. */
export const PUBLIC_KEY = 'signing-key.pub.pem';
/** Permissions of group and others. */
const NOT_THE_OWNER = 0o077;

/** Signs with an Ed25519 key that is kept in a file only its owner can read; the public key lies beside it. */
export class LocalSigner implements Signer {
  readonly #privateKey: KeyObject;
  readonly #publicPem: string;

  private constructor(privateKey: KeyObject) {
    this.#privateKey = privateKey;
    this.#publicPem = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();
  }

  /**
   * Opens the key of a folder, makes one where there was none ever. A `StoreFault` BAD_KEY where others can read the key,
   * or where only the public key is left: a new key would make what was signed unverifiable without a word.
   */
  static open(folder: string): LocalSigner {
    const file = join(folder, PRIVATE_KEY);
    const publicFile = join(folder, PUBLIC_KEY);
    return withStoreFaults(file, () => {
      makeFolder(folder);
      if (!existsSync(file)) createKey(file, publicFile);
      const signer = new LocalSigner(readKey(file));
      keepPublicKey(publicFile, signer.#publicPem);
      return signer;
    });
  }

  async publicKey(): Promise<string> {
    return this.#publicPem;
  }

  async sign(text: string): Promise<string> {
    return sign(null, Buffer.from(text, 'utf8'), this.#privateKey).toString('base64');
  }
}

/** Verifies signatures of one Ed25519 public key (PEM, SPKI). A `StoreFault` BAD_KEY where the text is no such key. */
export function ed25519Verifier(publicPem: string): VerifySignature {
  const key = keyOf(() => createPublicKey(publicPem), 'the public key');
  return (text, signature) => verify(null, Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64'));
}

/** Written under another name first and then linked: the key is there whole or not at all, and never replaces another. */
function createKey(file: string, publicFile: string): void {
  if (existsSync(publicFile)) {
    throw new StoreFault('BAD_KEY', `"${file}" is gone but "${publicFile}" is there; restore it, or move both away`);
  }
  const { privateKey } = generateKeyPairSync('ed25519');
  const draft = `${file}.${process.pid}.new`;
  rmSync(draft, { force: true });
  const handle = openSync(draft, 'wx', 0o600);
  try {
    writeFileSync(handle, privateKey.export({ type: 'pkcs8', format: 'pem' }));
    fsyncSync(handle);
    linkSync(draft, file);
  } finally {
    closeSync(handle);
    rmSync(draft, { force: true });
  }
}

function readKey(file: string): KeyObject {
  const handle = openSync(file, 'r');
  try {
    const { mode } = fstatSync(handle);
    // Windows has no such modes: there the folder's access list is what counts
    if (process.platform !== 'win32' && (mode & NOT_THE_OWNER) !== 0) {
      const octal = (mode & 0o777).toString(8);
      throw new StoreFault(
        'BAD_KEY',
        `"${file}" can be used by others (mode ${octal}); run chmod 600 on it, or replace it`,
      );
    }
    return keyOf(() => createPrivateKey(readFileSync(handle)), `"${file}"`);
  } finally {
    closeSync(handle);
  }
}

function keyOf(read: () => KeyObject, name: string): KeyObject {
  const key = attempt(read, name);
  if (key.asymmetricKeyType === 'ed25519') return key;
  throw new StoreFault(
    'BAD_KEY',
    `${name} is of type ${String(key.asymmetricKeyType)}; it must be an Ed25519 key in PEM`,
  );
}

function attempt(read: () => KeyObject, name: string): KeyObject {
  try {
    return read();
  } catch (cause) {
    throw new StoreFault('BAD_KEY', `${name} is not a key in PEM; restore it from a copy`, { cause });
  }
}

function keepPublicKey(publicFile: string, pem: string): void {
  if (existsSync(publicFile) && readFileSync(publicFile, 'utf8') === pem) return;
  writeFileSync(publicFile, pem, { mode: 0o644 });
}
