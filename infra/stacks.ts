import type { App } from 'aws-cdk-lib';
import type { Deployment } from './deployment.ts';
import { OneAccountStack } from './one-account-stack.ts';
import { organizationStacks } from './organization.ts';
import { WatchStack } from './watch-stack.ts';

/** Makes the stacks of the chosen layout in the app. */
export function makeStacks(app: App, deployment: Deployment): void {
  const { organization } = deployment.settings;
  if (organization === undefined) oneAccount(app, deployment);
  else organizationStacks(app, deployment, organization);
}

function oneAccount(app: App, deployment: Deployment): void {
  const { settings, account } = deployment;
  const { prefix, hubRegion, watchedRegions } = settings;
  const envOf = (region: string) => ({ region, ...(account === undefined ? {} : { account }) });
  const hub = new OneAccountStack(app, prefix, { deployment, env: envOf(hubRegion) });
  for (const region of watchedRegions.filter((each) => each !== hubRegion)) {
    const watch = new WatchStack(app, `${prefix}-watch-${region}`, { settings, env: envOf(region) });
    watch.addStackDependency(hub);
  }
}
