import { InvalidArgumentError } from 'commander';
import { type Digest, isDigest } from '../lib/core/digest.ts';

/** A digest, as an option gives it. */
export function digestOption(text: string): Digest {
  if (isDigest(text)) return text;
  throw new InvalidArgumentError('it must be sha256: and 64 hex digits');
}
