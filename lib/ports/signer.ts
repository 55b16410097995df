/** Signs ledger checkpoints, so that an auditor can verify them without Ambit. */
export interface Signer {
  /** PEM (SPKI) of the Ed25519 public key. */
  publicKey(): Promise<string>;
  /** The Ed25519 signature of a text's UTF-8 bytes, base64. */
  sign(text: string): Promise<string>;
}
