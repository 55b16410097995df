import type { App } from 'aws-cdk-lib';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import { OneAccountStack } from './one-account-stack.ts';
import type { Settings } from './settings.ts';
import { WatchStack } from './watch-stack.ts';

/** Makes the stacks of the chosen layout in the app. `account`: 12 digits, or undefined where the caller has no credentials. */
export function makeStacks(app: App, settings: Settings, code: Code, account: string | undefined): void {
  switch (settings.layout) {
    case 'one-account':
      oneAccount(app, settings, code, account);
      return;
    case 'organization':
      throw new Error('ambit:layout: organization is not there yet');
  }
}

function oneAccount(app: App, settings: Settings, code: Code, account: string | undefined): void {
  const { prefix, hubRegion, watchedRegions } = settings;
  const envOf = (region: string) => ({ region, ...(account === undefined ? {} : { account }) });
  const hub = new OneAccountStack(app, prefix, { settings, code, env: envOf(hubRegion) });
  for (const region of watchedRegions.filter((each) => each !== hubRegion)) {
    const watch = new WatchStack(app, `${prefix}-watch-${region}`, { settings, env: envOf(region) });
    watch.addDependency(hub);
  }
}
