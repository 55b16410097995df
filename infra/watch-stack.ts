import { Aws, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { forwarderArn } from './forwarder.ts';
import type { Settings } from './settings.ts';
import { Watch } from './watch.ts';

export interface WatchStackProps extends StackProps {
  readonly settings: Settings;
}

/** The rules of a further Region of the hub's account; what they pick goes straight to the hub's bus. */
export class WatchStack extends Stack {
  constructor(scope: Construct, id: string, props: WatchStackProps) {
    super(scope, id, { description: 'Ambit: watches the calls of this Region', ...props });
    const { prefix, partition, hubRegion } = props.settings;
    const busArn = `arn:${Aws.PARTITION}:events:${hubRegion}:${Aws.ACCOUNT_ID}:event-bus/${prefix}`;
    new Watch(this, 'Watch', {
      prefix,
      partition,
      target: { kind: 'bus', busArn, forwarderArn: forwarderArn(prefix) },
    });
  }
}
