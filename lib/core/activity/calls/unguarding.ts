import type { JsonObject } from '../../json.ts';
import { at, attribute, guards, has, lacks, loses, mayLose, request, textIn } from './losses.ts';
import { type CallRow, type Loss, watchedRows } from './row.ts';
import { updatesAllowed } from './stack-policy.ts';
import {
  bucket,
  dbCluster,
  dbInstance,
  ec2,
  eksCluster,
  fileSystem,
  key,
  loadBalancer,
  local,
  stack,
  table,
  userPool,
} from './shapes.ts';

const deletable = (place: string, is: string | boolean = false) => loses('let it be deleted', at(place, is));

const stackPolicy = (place: 'stackPolicyBody' | 'stackPolicyDuringUpdateBody', url: string): readonly Loss[] => {
  const lets = (part: ReturnType<typeof updatesAllowed>) =>
    request((asked) => asked[place] !== undefined && updatesAllowed(asked[place]) === part);
  return [
    loses('let every resource of the stack be updated', lets('all')),
    mayLose('may let more resources of the stack be updated', lets('some'), lets('unknown'), has(`in.${url}`)),
  ];
};

/** EC2 takes an attribute as a member of its own, or by its name with the value apart. */
const instanceGuard = (name: string, what: string): readonly Loss[] => [
  loses(
    what,
    at(`in.${name}.value`, false),
    request((asked) => isAttribute(asked, name) && textIn(asked, 'value')?.toLowerCase() === 'false'),
  ),
  mayLose(
    what,
    request((asked) => isAttribute(asked, name) && textIn(asked, 'value') === undefined),
  ),
];

function isAttribute(asked: JsonObject, name: string): boolean {
  return textIn(asked, 'attribute') === name;
}

const metadata = 'in.ModifyInstanceMetadataOptionsRequest';
const database: readonly Loss[] = [
  deletable('in.deletionProtection'),
  loses('stopped its backups', at('in.backupRetentionPeriod', '0')),
  mayLose('may have shortened how long backups are kept', has('in.backupRetentionPeriod')),
  loses('opened it to the internet', at('in.publiclyAccessible', true)),
  loses('took its password out of Secrets Manager', at('in.manageMasterUserPassword', false)),
];
const vault = local('backup', 'backup-vault:{name}', 'in.backupVaultName');
const plan = local('backup', 'backup-plan:{name}', 'in.backupPlanId');

/**
 * Calls that take away what guards a resource against being deleted, changed or opened. A row says what is lost; to put a
 * guard up is no loss. Parameters: recorded CloudTrail logs and the AWS API models.
 */
export const UNGUARDING_CALLS: readonly CallRow[] = [
  ...watchedRows('guard', 'cloudformation', {
    UpdateTerminationProtection: guards(
      [stack],
      [deletable('in.enableTerminationProtection')],
      'UpdateTerminationProtection',
    ),
    SetStackPolicy: guards([stack], stackPolicy('stackPolicyBody', 'stackPolicyURL'), 'SetStackPolicy'),
    UpdateStack: guards([stack], stackPolicy('stackPolicyDuringUpdateBody', 'stackPolicyDuringUpdateURL')),
  }),
  ...watchedRows('guard', 'ec2', {
    ModifyInstanceAttribute: guards(
      [ec2('instance', 'in.instanceId')],
      [
        ...instanceGuard('disableApiTermination', 'let it be terminated'),
        ...instanceGuard('disableApiStop', 'let it be stopped'),
      ],
      'ModifyInstanceAttribute',
    ),
    ModifyInstanceMetadataOptions: guards(
      [ec2('instance', `${metadata}.InstanceId`), ec2('instance', 'in.instanceId')],
      [
        loses(
          'let its metadata be read without a token',
          at(`${metadata}.HttpTokens`, 'optional'),
          at('in.httpTokens', 'optional'),
        ),
      ],
      'ModifyInstanceMetadataOptions',
    ),
    DisableSnapshotBlockPublicAccess: guards(
      [],
      [loses('let snapshots be shared with everybody')],
      'EnableSnapshotBlockPublicAccess',
    ),
    DisableImageBlockPublicAccess: guards(
      [],
      [loses('let images be shared with everybody')],
      'EnableImageBlockPublicAccess',
    ),
    DisableEbsEncryptionByDefault: guards([], [loses('encrypts new disks no more')], 'EnableEbsEncryptionByDefault'),
    EnableSerialConsoleAccess: guards([], [loses('opened serial consoles')], 'DisableSerialConsoleAccess'),
  }),
  ...watchedRows('guard', 'rds', {
    ModifyDBInstance: guards([dbInstance], database, 'ModifyDBInstance'),
    ModifyDBCluster: guards([dbCluster], database, 'ModifyDBCluster'),
    ModifyGlobalCluster: guards(
      [{ at: 'in.globalClusterIdentifier', arn: 'rds::{account}:global-cluster:{name}' }],
      [deletable('in.deletionProtection')],
      'ModifyGlobalCluster',
    ),
    StopDBInstanceAutomatedBackupsReplication: guards(
      [{ at: 'in.sourceDBInstanceArn' }],
      [loses('copies its backups no more')],
      'StartDBInstanceAutomatedBackupsReplication',
    ),
  }),
  ...watchedRows('guard', 'dynamodb', {
    UpdateTable: guards([table], [deletable('in.deletionProtectionEnabled')], 'UpdateTable'),
    UpdateContinuousBackups: guards(
      [table],
      [
        loses(
          'stopped its continuous backups',
          at('in.pointInTimeRecoverySpecification.pointInTimeRecoveryEnabled', false),
        ),
      ],
      'UpdateContinuousBackups',
    ),
  }),
  ...watchedRows('guard', 'elasticloadbalancing', {
    ModifyLoadBalancerAttributes: guards(
      loadBalancer,
      [loses('let it be deleted', attribute('in.attributes', 'deletion_protection.enabled', 'false'))],
      'ModifyLoadBalancerAttributes',
    ),
  }),
  ...watchedRows('guard', 'cognito-idp', {
    UpdateUserPool: guards([userPool], [deletable('in.deletionProtection', 'INACTIVE')], 'UpdateUserPool'),
    SetUserPoolMfaConfig: guards(
      [userPool],
      [loses('asks for no second factor', at('in.mfaConfiguration', 'OFF'))],
      'SetUserPoolMfaConfig',
    ),
  }),
  ...watchedRows('guard', 'qldb', {
    UpdateLedger: {
      ...guards([local('qldb', 'ledger/{name}', 'in.name')], [deletable('in.deletionProtection')], 'UpdateLedger'),
      spelling: 'unproved',
    },
  }),
  ...watchedRows('guard', 'eks', {
    UpdateClusterConfig: guards(
      eksCluster,
      [
        deletable('in.deletionProtection'),
        loses('opened its API to everybody', at('in.resourcesVpcConfig.publicAccessCidrs', '0.0.0.0/0')),
        mayLose('may have opened its API to more addresses', at('in.resourcesVpcConfig.endpointPublicAccess', true)),
      ],
      'UpdateClusterConfig',
    ),
  }),
  ...watchedRows('guard', 'elasticmapreduce', {
    SetTerminationProtection: guards(
      [local('elasticmapreduce', 'cluster/{name}', 'in.jobFlowIds')],
      [loses('let it be terminated', at('in.terminationProtected', false))],
      'SetTerminationProtection',
    ),
    PutBlockPublicAccessConfiguration: guards(
      [],
      [
        loses(
          'let clusters be open to everybody',
          at('in.blockPublicAccessConfiguration.blockPublicSecurityGroupRules', false),
        ),
      ],
      'PutBlockPublicAccessConfiguration',
    ),
  }),
  ...watchedRows('guard', 's3', {
    PutBucketVersioning: guards(
      [bucket],
      [
        loses('keeps overwritten objects no more', at('in.VersioningConfiguration.Status', 'Suspended')),
        loses('deletes versions without a second factor', at('in.VersioningConfiguration.MfaDelete', 'Disabled')),
      ],
      'PutBucketVersioning',
    ),
    PutObjectLockConfiguration: guards(
      [bucket],
      [
        loses('locks new objects no more', lacks('ObjectLockConfiguration.Rule')),
        mayLose('may lock new objects for less', has('in.ObjectLockConfiguration.Rule')),
      ],
      'PutObjectLockConfiguration',
    ),
    DeleteBucketEncryption: guards([bucket], [loses('encrypts as AWS does by default')], 'PutBucketEncryption'),
    DeleteBucketReplication: guards([bucket], [loses('copies its objects no more')], 'PutBucketReplication'),
  }),
  ...watchedRows('guard', 'backup', {
    DeleteBackupVaultLockConfiguration: guards(
      [vault],
      [loses('unlocked the vault')],
      'PutBackupVaultLockConfiguration',
    ),
    PutBackupVaultLockConfiguration: guards(
      [vault],
      [mayLose('may have loosened the lock of the vault')],
      'PutBackupVaultLockConfiguration',
    ),
    DeleteBackupSelection: guards([plan], [loses('backs up what it picked no more')], 'CreateBackupSelection'),
    UpdateBackupPlan: guards([plan], [mayLose('may back up less often')], 'UpdateBackupPlan'),
    CancelLegalHold: guards([local('backup', 'legal-hold:{name}', 'in.legalHoldId')], [loses('ended the legal hold')]),
  }),
  ...watchedRows('guard', 'elasticfilesystem', {
    PutBackupPolicy: guards(
      [fileSystem],
      [
        loses(
          'backs it up no more',
          at('in.backupPolicy.status', 'DISABLED'),
          at('in.backupPolicy.status', 'DISABLING'),
        ),
      ],
      'PutBackupPolicy',
    ),
    UpdateFileSystemProtection: guards(
      [fileSystem],
      [loses('let a copy overwrite it', at('in.replicationOverwriteProtection', 'DISABLED'))],
      'UpdateFileSystemProtection',
    ),
  }),
  ...watchedRows('guard', 'dlm', {
    DeleteLifecyclePolicy: guards(
      [local('dlm', 'policy/{name}', 'in.policyId')],
      [loses('makes snapshots no more')],
      'CreateLifecyclePolicy',
    ),
    UpdateLifecyclePolicy: guards(
      [local('dlm', 'policy/{name}', 'in.policyId')],
      [loses('makes snapshots no more', at('in.state', 'DISABLED'))],
      'UpdateLifecyclePolicy',
    ),
  }),
  ...watchedRows('guard', 'kms', {
    DisableKeyRotation: guards([key], [loses('gets no new material any more')], 'EnableKeyRotation'),
  }),
];
