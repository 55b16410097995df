import { Construct } from 'constructs';
import type { Deployment } from '../deployment.ts';
import { GateCaller } from '../gate-caller.ts';
import { Reach } from '../reach.ts';
import { hubPlace } from './hub-place.ts';

/** The roles of an account of an organization that are there once, whichever Regions are watched. */
export class AccountRoles extends Construct {
  readonly reach: Reach;
  readonly gateCaller: GateCaller;

  constructor(scope: Construct, id: string, deployment: Deployment) {
    super(scope, id);
    const { settings, governance } = deployment;
    const { prefix, watchedRegions, trailBucket } = settings;
    const place = hubPlace(settings);
    this.reach = new Reach(this, 'Reach', {
      prefix,
      hubAccount: place.account,
      organizationId: place.organizationId,
      forwardingRegions: watchedRegions,
      protectedPrincipals: governance.protectedPrincipals,
      ...(trailBucket === undefined ? {} : { trailBucket }),
    });
    this.gateCaller = new GateCaller(this, 'GateCaller', { prefix, functionArn: place.gateArn });
  }
}
