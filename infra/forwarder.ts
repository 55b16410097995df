import { Aws } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Partition } from './partitions.ts';

/** The bus that events of a Region are sent to. */
export interface ForwarderProps {
  readonly prefix: string;
  /** ARN of the hub's bus. */
  readonly busArn: string;
}

/**
 * The role in which the rules of one account and Region put events on the hub's bus, which EventBridge does only in a role
 * of the sender. Each Region has its own, so that it comes in the stack of its rules: a rule is not taken before the role
 * of its target is there.
 * Source: EventBridge user guide, "Sending and receiving events between AWS accounts".
 */
export class Forwarder extends Construct {
  readonly role: Role;

  constructor(scope: Construct, id: string, { prefix, busArn }: ForwarderProps) {
    super(scope, id);
    this.role = new Role(this, 'Role', {
      roleName: forwarderName(prefix, Aws.REGION),
      description: 'Puts what the rules of a Region pick on the bus of the hub of Ambit',
      assumedBy: new ServicePrincipal('events.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
      inlinePolicies: {
        forward: new PolicyDocument({
          statements: [new PolicyStatement({ actions: ['events:PutEvents'], resources: [busArn] })],
        }),
      },
    });
  }
}

/** The ARN of the bus of a hub, by the hub's place: for stacks of other accounts and Regions. */
export function hubBusArn({ prefix, partition, region, account }: HubPlace): string {
  // no reference to the partition: every rule has it, and a template of a stack set has little room
  return `arn:${partition.name}:events:${region}:${account}:event-bus/${prefix}`;
}

/** Where the hub is deployed: enough to name its bus without reading its stack. */
export interface HubPlace {
  readonly prefix: string;
  readonly partition: Partition;
  readonly region: string;
  /** 12 digits, or the token of the own account. */
  readonly account: string;
}

/** The name of the role of a Region's rules. */
export function forwarderName(prefix: string, region: string): string {
  return `${prefix}Forwarder-${region}`;
}
