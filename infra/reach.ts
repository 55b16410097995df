import { Aws, Duration } from 'aws-cdk-lib';
import { PolicyDocument, Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { ACKNOWLEDGED } from './reach/acknowledged.ts';
import { ownRoleArns } from './reach/own-roles.ts';
import { type MemberRole, memberRoleName } from '../lib/core/governance/guardrail/member-roles.ts';
import { statementsOf } from './reach/statements.ts';
import { trustOf } from './reach/trust.ts';

/** Who may assume the roles of an account, and what those roles must never touch. */
export interface ReachProps {
  /** Begins the names of all roles of Ambit, those of the hub too. */
  readonly prefix: string;
  /** 12 digits: where the hub's functions run. Undefined: in the same account. */
  readonly hubAccount?: string;
  /** `o-…`: the organization that hub and member belong to; undefined: there is none. */
  readonly organizationId?: string;
  /** Regions of the account whose rules send to another Region or account, and have a role for it. */
  readonly forwardingRegions: readonly string[];
  /** ARN patterns of principals that Ambit must never touch: `protectedPrincipals` of the standards. */
  readonly protectedPrincipals?: readonly string[];
  /** The bucket of a trail's log files, if missed calls are looked for there. */
  readonly trailBucket?: string;
}

/**
 * What lets the hub into one account: four roles with fixed names, once per account. They have inline policies only, so
 * that nobody widens them by a new version of a managed policy. No assets: it fits a template for StackSets.
 */
export class Reach extends Construct {
  readonly observer: Role;
  readonly holder: Role;
  readonly restorer: Role;
  readonly auditor: Role;

  constructor(scope: Construct, id: string, props: ReachProps) {
    super(scope, id);
    const role = (name: MemberRole, description: string): Role => this.#role(name, description, props);
    this.observer = role('Observer', 'Ambit reads who may do what');
    this.holder = role('Holder', 'Ambit holds access in excess');
    this.restorer = role('Restorer', 'Ambit gives back what people have signed');
    this.auditor = role('Auditor', 'Ambit looks for calls that no event told of');
  }

  #role(name: MemberRole, description: string, props: ReachProps): Role {
    const { prefix, hubAccount: account = Aws.ACCOUNT_ID, organizationId, forwardingRegions } = props;
    const { protectedPrincipals = [], trailBucket } = props;
    const ownRoles = ownRoleArns({ prefix, hubAccount: account, forwardingRegions });
    const statements = statementsOf(name, { ownRoles, protectedPrincipals, trailBucket, prefix });
    const role = new Role(this, name, {
      roleName: memberRoleName(prefix, name),
      description,
      assumedBy: trustOf(name, { prefix, account, organizationId }),
      maxSessionDuration: Duration.hours(1),
      inlinePolicies: { [name]: new PolicyDocument({ statements: [...statements] }) },
    });
    acknowledge(role, ACKNOWLEDGED[name]);
    return role;
  }
}
