import { Duration, RemovalPolicy, Tags } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Alias, Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectLockRetention, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';

/** What the records are called, and how long evidence stays. */
export interface RecordsProps {
  readonly prefix: string;
  readonly evidenceRetentionDays: number;
}

/**
 * What outlives an uninstall: the table with ledger and snapshots, the bucket with sealed copies of the ledger, the key
 * that signs its checkpoints. Table and bucket are encrypted with keys of AWS, not of the account: a key of the account
 * would be one more thing to delete, and whoever deleted it would have deleted the ledger. Their names are generated, so
 * that an installation does not collide with what an earlier one left.
 */
export class Records extends Construct {
  readonly table: Table;
  readonly evidence: Bucket;
  readonly signingKey: Key;

  constructor(scope: Construct, id: string, props: RecordsProps) {
    super(scope, id);
    this.table = new Table(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.DEFAULT,
      timeToLiveAttribute: 'expires',
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      resourcePolicy: new PolicyDocument({ statements: [entriesStay()] }),
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.evidence = sealedCopies(this, props.evidenceRetentionDays);
    this.signingKey = new Key(this, 'SigningKey', {
      description: `Signs the checkpoints of the ledger of ${props.prefix}`,
      keySpec: KeySpec.ECC_NIST_EDWARDS25519,
      keyUsage: KeyUsage.SIGN_VERIFY,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    // by this tag the guardrail of the organization knows the key
    Tags.of(this.signingKey).add('ambit', 'protected');
    new Alias(this, 'SigningKeyAlias', { aliasName: `alias/${props.prefix}/ledger`, targetKey: this.signingKey });
  }
}

/** The bucket of the sealed copies, which nobody can delete for so long. */
function sealedCopies(scope: Construct, retentionDays: number): Bucket {
  const evidence = new Bucket(scope, 'Evidence', {
    objectLockEnabled: true,
    objectLockDefaultRetention: ObjectLockRetention.compliance(Duration.days(retentionDays)),
    versioned: true,
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  acknowledge(evidence, [
    {
      rule: 'AwsSolutions-S1',
      reason:
        'Nobody can change or delete evidence, and it proves itself by its hashes; who reads it is recorded by a trail that selects data events, and a bucket of access logs would be one more to keep',
    },
  ]);
  return evidence;
}

/**
 * Entries of the ledger are added and never changed: not by Ambit, and not by an administrator of the account, who would
 * have to take this statement away first, which the trail records. That an item is put in another's place IAM cannot
 * forbid; the chain of hashes and the sealed copies show it.
 * Source: service authorization reference for DynamoDB, condition key `dynamodb:LeadingKeys`.
 */
function entriesStay(): PolicyStatement {
  return new PolicyStatement({
    sid: 'EntriesStay',
    effect: Effect.DENY,
    principals: [new AnyPrincipal()],
    actions: [
      'dynamodb:UpdateItem',
      'dynamodb:DeleteItem',
      'dynamodb:BatchWriteItem',
      'dynamodb:PartiQLUpdate',
      'dynamodb:PartiQLDelete',
      'dynamodb:PartiQLInsert',
    ],
    // the table of the policy: its name is not known yet
    resources: ['*'],
    conditions: { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': ['LEDGER#*'] } },
  });
}
