import { randomBytes } from 'node:crypto';
import { IAMClient } from '@aws-sdk/client-iam';
import { controlPlaneOf } from '../../adapters/aws/control-plane.ts';
import { IamCanary } from '../../adapters/aws/iam-canary.ts';
import { canaryName } from '../../core/governance/ledger/drill.ts';
import type { Canary } from '../../ports/canary.ts';
import { realPause } from '../real-pause.ts';
import { type AwsChoice, clientConfig } from './aws-choice.ts';
import type { Caller } from './caller.ts';

/** A canary of a new name in the account of a caller; nothing is made yet. */
export function newCanary({ account, partition }: Caller, choice: AwsChoice): Canary {
  const iam = new IAMClient({ ...clientConfig(choice), region: controlPlaneOf(partition).iam });
  return new IamCanary(canaryName(randomBytes(6).toString('hex')), { iam, partition, account, pause: realPause });
}
