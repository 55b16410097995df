import { Aws } from 'aws-cdk-lib';
import type { HubPlace } from '../forwarder.ts';
import { functionNameOf } from '../functions.ts';
import type { Settings } from '../settings.ts';

/** Where the hub of an organization stands, as its other accounts must name it. */
export interface OrganizationHub extends HubPlace {
  readonly organizationId: string;
  /** ARN of the function that answers CloudFormation. */
  readonly gateArn: string;
}

/** Throws where the layout is not an organization: settings that were read have one then. */
export function hubPlace({ prefix, partition, hubRegion: region, organization }: Settings): OrganizationHub {
  if (organization === undefined) throw new TypeError('the settings are those of one account, not of an organization');
  const { hubAccount: account, id: organizationId } = organization;
  const gateArn = `arn:${Aws.PARTITION}:lambda:${region}:${account}:function:${functionNameOf(prefix, 'gate')}`;
  return { prefix, partition, region, account, organizationId, gateArn };
}
