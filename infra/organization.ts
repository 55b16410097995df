import type { App, Stack } from 'aws-cdk-lib';
import type { Deployment } from './deployment.ts';
import { OrganizationHubStack } from './organization/hub-stack.ts';
import { ManagementStack } from './organization/management-stack.ts';
import type { OrganizationSettings } from './organization-settings.ts';
import { WatchStack } from './watch-stack.ts';

/**
 * Makes the stacks of an organization: `PREFIX` with the hub in the hub's account, which brings the members along;
 * `PREFIX-management` and `PREFIX-management-REGION` in the management account, for each watched Region.
 */
export function organizationStacks(
  app: App,
  deployment: Deployment,
  organization: OrganizationSettings,
): readonly Stack[] {
  const { settings } = deployment;
  const { prefix, hubRegion, watchedRegions } = settings;
  const { hubAccount, managementAccount } = organization;
  const hub = new OrganizationHubStack(app, prefix, {
    deployment,
    organization,
    env: { account: hubAccount, region: hubRegion },
  });
  const env = { account: managementAccount, region: hubRegion };
  const management = new ManagementStack(app, `${prefix}-management`, { deployment, env });
  management.addStackDependency(hub);
  const others = watchedRegions.filter((region) => region !== hubRegion);
  const watches = others.map((region) => {
    const place = { account: managementAccount, region };
    const watch = new WatchStack(app, `${prefix}-management-${region}`, { settings, hubAccount, env: place });
    watch.addStackDependency(hub);
    return watch;
  });
  return [hub, management, ...watches];
}
