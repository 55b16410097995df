import { Aws } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

export interface ForwarderProps {
  readonly prefix: string;
  /** ARN of the hub's bus. */
  readonly busArn: string;
}

/**
 * The role in which the rules of an account put events on the hub's bus; once in each account, for roles belong to no
 * Region. EventBridge sends to another bus only in a role of the sender.
 */
export class Forwarder extends Construct {
  readonly role: Role;

  constructor(scope: Construct, id: string, { prefix, busArn }: ForwarderProps) {
    super(scope, id);
    this.role = new Role(this, 'Role', {
      roleName: forwarderName(prefix),
      description: 'Puts what the rules of this account pick on the bus of the hub of Ambit',
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

/** The ARN of an account's forwarder, by its name; the account is that of the stack. */
export function forwarderArn(prefix: string): string {
  return `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/${forwarderName(prefix)}`;
}

function forwarderName(prefix: string): string {
  return `${prefix}Forwarder`;
}
