import type { Code } from 'aws-cdk-lib/aws-lambda';
import type { Digest } from '../lib/core/digest.ts';
import type { Governance } from '../lib/core/governance/standards/standards.ts';
import type { Settings } from './settings.ts';

/** All that the stacks are made of. */
export interface Deployment {
  readonly settings: Settings;
  readonly governance: Governance;
  /** Of the governance file, by which a person can tell whether theirs is the one that was deployed. */
  readonly standardsDigest: Digest;
  /** The folder of all functions, which `bundleFunctions` makes. */
  readonly code: Code;
  /** The account that is deployed to, 12 digits; undefined where the caller has no credentials. */
  readonly account: string | undefined;
}
