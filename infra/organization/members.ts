import { CfnStackSet } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Deployment } from '../deployment.ts';
import { contextOf } from '../context-of.ts';
import { membersName, type OrganizationSettings } from '../organization-settings.ts';
import { MemberStack } from './member-stack.ts';
import { stackBody } from './stack-body.ts';

/** What the members of an organization are told by. */
export interface MembersProps {
  readonly deployment: Deployment;
  readonly organization: OrganizationSettings;
}

/**
 * The members of an organization, by one stack set: each account of the units, and each that is added later, gets roles,
 * rules and, where an environment is guarded, the hook. It skips the management account. Its permissions are managed by
 * the service where the partition has that, and the hub's account must be a delegated administrator of StackSets; else
 * the accounts are listed, and have the roles that self-managed stack sets need.
 * Source: CloudFormation user guide, "StackSets concepts", "Grant self-managed permissions".
 */
export class Members extends Construct {
  readonly stackSet: CfnStackSet;

  constructor(scope: Construct, id: string, { deployment, organization }: MembersProps) {
    super(scope, id);
    const { prefix, hubRegion, watchedRegions } = deployment.settings;
    const regions = [hubRegion, ...watchedRegions.filter((region) => region !== hubRegion)];
    this.stackSet = new CfnStackSet(this, 'StackSet', {
      stackSetName: membersName(prefix),
      description: 'What lets the hub of Ambit watch an account',
      templateBody: stackBody((app) => new MemberStack(app, 'Member', deployment), contextOf(this)),
      capabilities: ['CAPABILITY_NAMED_IAM'],
      managedExecution: { Active: true },
      operationPreferences: {
        // an account that cannot be reached must not keep the others unwatched
        failureTolerancePercentage: 100,
        maxConcurrentPercentage: 100,
        concurrencyMode: 'SOFT_FAILURE_TOLERANCE',
        regionConcurrencyType: 'SEQUENTIAL',
        regionOrder: regions,
      },
      ...targetsOf(deployment, organization, regions),
    });
  }
}

/** Who gets it, and by whose permissions. */
function targetsOf(
  { settings: { partition, accounts } }: Deployment,
  { units }: OrganizationSettings,
  regions: string[],
) {
  switch (partition.stackSets) {
    case 'service-managed':
      return {
        permissionModel: 'SERVICE_MANAGED',
        callAs: 'DELEGATED_ADMIN',
        autoDeployment: { enabled: true, retainStacksOnAccountRemoval: false },
        stackInstancesGroup: [{ regions, deploymentTargets: { organizationalUnitIds: [...units] } }],
      };
    case 'self-managed':
      return {
        permissionModel: 'SELF_MANAGED',
        stackInstancesGroup: [{ regions, deploymentTargets: { accounts: [...accounts] } }],
      };
  }
}
