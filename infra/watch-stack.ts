import { Aws, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { hubBusArn } from './forwarder.ts';
import { rolesAssumed } from './own-rules.ts';
import type { Settings } from './settings.ts';
import { Watch } from './watch.ts';

/** The hub that the rules of one more Region report to. */
export interface WatchStackProps extends StackProps {
  readonly settings: Settings;
  /** 12 digits: where the hub stands; undefined: in the same account. */
  readonly hubAccount?: string;
}

/** The rules of one more Region of an account; what they pick goes straight to the hub's bus. */
export class WatchStack extends Stack {
  constructor(scope: Construct, id: string, props: WatchStackProps) {
    super(scope, id, { description: 'Ambit: watches the calls of this Region', ...props });
    const { prefix, partition, sessions, hubRegion } = props.settings;
    const busArn = hubBusArn({ prefix, partition, region: hubRegion, account: props.hubAccount ?? Aws.ACCOUNT_ID });
    // in another account the record of an assumption does not tell the functions from others
    const alsoForwards = props.hubAccount === undefined ? [rolesAssumed({ prefix, partition })] : [];
    new Watch(this, 'Watch', { prefix, partition, sessions, target: { kind: 'bus', busArn }, alsoForwards });
  }
}
