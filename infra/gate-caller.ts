import { Aws } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

/** The function that CloudFormation may invoke through the role. */
export interface GateCallerProps {
  readonly prefix: string;
  /** ARN of the function that answers; in another account, its policy must let the role in. */
  readonly functionArn: string;
}

/**
 * The role in which CloudFormation asks the gate; once in each account, for roles belong to no Region. It is there even
 * where no environment is guarded yet: nobody else can then have a role of that name, which Ambit spares.
 * Source: CloudFormation Hooks user guide, "Prepare to create a Lambda Hook".
 */
export class GateCaller extends Construct {
  readonly role: Role;

  constructor(scope: Construct, id: string, { prefix, functionArn }: GateCallerProps) {
    super(scope, id);
    this.role = new Role(this, 'Role', {
      roleName: gateCallerName(prefix),
      description: 'Asks the gate of Ambit before a stack changes',
      assumedBy: new ServicePrincipal('hooks.cloudformation.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
      inlinePolicies: {
        ask: new PolicyDocument({
          statements: [new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [functionArn] })],
        }),
      },
    });
  }
}

/** The ARN of an account's gate caller, by its name; the account is that of the stack. */
export function gateCallerArn(prefix: string): string {
  return `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/${gateCallerName(prefix)}`;
}

function gateCallerName(prefix: string): string {
  return `${prefix}Hook`;
}
