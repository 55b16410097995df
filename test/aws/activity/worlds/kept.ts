/** How an operation names what it puts, or takes away. Paths are of the request, as CloudTrail writes it. */
interface Named {
  readonly name: string;
  /** What it is about. */
  readonly of: readonly string[];
  /** Lists of which each element is put, or taken, by itself. */
  readonly each?: readonly string[];
  /** Where the id stands by which it is taken away again: in the response of what puts it. */
  readonly id?: string;
}

/** What a service keeps of one kind, and the two operations that move it. */
export interface Kept {
  readonly source: string;
  readonly puts: Named;
  readonly takes: Named;
  /** What is put may be put over: the rest of the request says what it is. */
  readonly says?: readonly string[];
  /** The errors with which it is refused where it is there already, or is not there; absent: it is taken all the same. */
  readonly again?: string;
  readonly gone?: string;
}

type Errors = Pick<Kept, 'again' | 'gone'>;

/** Two operations that take the same members. */
function pair(
  source: string,
  [puts, takes]: readonly [string, string],
  of: readonly string[],
  errors: Errors = {},
): Kept {
  return { source, puts: { name: puts, of }, takes: { name: takes, of }, ...errors };
}

/** Something that is put under a name with what it is, over whatever was there, and taken away by its name. */
function setting(
  source: string,
  operations: readonly [string, string],
  of: readonly string[],
  says: readonly string[],
): Kept {
  return { ...pair(source, operations, of), says };
}

/** Two operations that move each element of a list. */
function each(source: string, operations: readonly [string, string], of: readonly string[], list: string): Kept {
  const [puts, takes] = operations.map((name) => ({ name, of, each: [list] }));
  return { source, puts: puts ?? { name: '', of }, takes: takes ?? { name: '', of } };
}

/** One operation that adds elements of one list and takes away those of another. */
function sameCall(source: string, name: string, of: readonly string[], [adds, takes]: readonly [string, string]): Kept {
  return { source, puts: { name, of, each: [adds] }, takes: { name, of, each: [takes] } };
}

/** Something that is made under an id of AWS's own, and is taken away by it. */
function assigned(
  source: string,
  puts: Named,
  takes: Named & { readonly id: string },
  says: readonly string[] = [],
): Kept {
  return { source, puts, takes, says, gone: 'ResourceNotFoundException' };
}

const provider = ['openIDConnectProviderArn', 'clientID'];

/**
 * What services keep besides policies: grants, shares, members, switches. Source: the API references of the operations, with
 * the names of their errors.
 */
export const KEPT: readonly Kept[] = [
  // keys
  {
    ...assigned(
      'kms',
      { name: 'CreateGrant', of: ['keyId'], id: 'grantId' },
      { name: 'RevokeGrant', of: ['keyId'], id: 'grantId' },
      ['granteePrincipal', 'operations', 'constraints', 'retiringPrincipal', 'name'],
    ),
    gone: 'NotFoundException',
  },
  pair('kms', ['EnableKey', 'DisableKey'], ['keyId']),
  pair('kms', ['ScheduleKeyDeletion', 'CancelKeyDeletion'], ['keyId'], {
    again: 'KMSInvalidStateException',
    gone: 'KMSInvalidStateException',
  }),
  // copies of data
  sameCall('ec2', 'ModifyImageAttribute', ['imageId'], ['launchPermission.add.items', 'launchPermission.remove.items']),
  sameCall(
    'ec2',
    'ModifySnapshotAttribute',
    ['snapshotId'],
    ['createVolumePermission.add.items', 'createVolumePermission.remove.items'],
  ),
  sameCall(
    'rds',
    'ModifyDBSnapshotAttribute',
    ['dBSnapshotIdentifier', 'attributeName'],
    ['valuesToAdd', 'valuesToRemove'],
  ),
  sameCall(
    'rds',
    'ModifyDBClusterSnapshotAttribute',
    ['dBClusterSnapshotIdentifier', 'attributeName'],
    ['valuesToAdd', 'valuesToRemove'],
  ),
  pair(
    'redshift',
    ['AuthorizeSnapshotAccess', 'RevokeSnapshotAccess'],
    ['snapshotIdentifier', 'accountWithRestoreAccess'],
    { again: 'AuthorizationAlreadyExistsFault', gone: 'AuthorizationNotFoundFault' },
  ),
  pair('redshift', ['AuthorizeDataShare', 'DeauthorizeDataShare'], ['dataShareArn', 'consumerIdentifier']),
  // shares, and permissions by name
  {
    source: 'ram',
    puts: { name: 'AssociateResourceShare', of: ['resourceShareArn'], each: ['principals', 'resourceArns'] },
    takes: { name: 'DisassociateResourceShare', of: ['resourceShareArn'], each: ['principals', 'resourceArns'] },
  },
  assigned(
    'ram',
    { name: 'CreateResourceShare', of: [], id: 'resourceShare.resourceShareArn' },
    { name: 'DeleteResourceShare', of: [], id: 'resourceShareArn' },
    ['name', 'principals', 'resourceArns'],
  ),
  sameCall('ssm', 'ModifyDocumentPermission', ['name', 'permissionType'], ['accountIdsToAdd', 'accountIdsToRemove']),
  pair('acm-pca', ['CreatePermission', 'DeletePermission'], ['certificateAuthorityArn', 'principal', 'sourceAccount'], {
    again: 'PermissionAlreadyExistsException',
    gone: 'ResourceNotFoundException',
  }),
  pair(
    'lambda',
    ['AddLayerVersionPermission', 'RemoveLayerVersionPermission'],
    ['layerName', 'versionNumber', 'statementId'],
    { again: 'ResourceConflictException', gone: 'ResourceNotFoundException' },
  ),
  pair('lambda', ['CreateFunctionUrlConfig', 'DeleteFunctionUrlConfig'], ['functionName', 'qualifier'], {
    again: 'ResourceConflictException',
    gone: 'ResourceNotFoundException',
  }),
  pair('signer', ['AddProfilePermission', 'RemoveProfilePermission'], ['profileName', 'statementId'], {
    again: 'ConflictException',
    gone: 'ResourceNotFoundException',
  }),
  pair(
    'servicecatalog',
    ['AssociatePrincipalWithPortfolio', 'DisassociatePrincipalFromPortfolio'],
    ['portfolioId', 'principalARN', 'principalType'],
  ),
  pair('iot', ['AttachPolicy', 'DetachPolicy'], ['policyName', 'target']),
  pair('route53', ['AssociateVPCWithHostedZone', 'DisassociateVPCFromHostedZone'], ['hostedZoneId', 'vPC']),
  // the API reference of EC2 lists its errors, its model does not
  {
    ...each('ec2', ['AuthorizeSecurityGroupIngress', 'RevokeSecurityGroupIngress'], ['groupId'], 'ipPermissions.items'),
    again: 'InvalidPermission.Duplicate',
  },
  {
    ...each('ec2', ['AuthorizeSecurityGroupEgress', 'RevokeSecurityGroupEgress'], ['groupId'], 'ipPermissions.items'),
    again: 'InvalidPermission.Duplicate',
  },
  // who may become whom
  pair('eks', ['CreateAccessEntry', 'DeleteAccessEntry'], ['name', 'principalArn'], {
    again: 'ResourceInUseException',
    gone: 'ResourceNotFoundException',
  }),
  setting(
    'eks',
    ['AssociateAccessPolicy', 'DisassociateAccessPolicy'],
    ['name', 'principalArn', 'policyArn'],
    ['accessScope'],
  ),
  assigned(
    'eks',
    { name: 'CreatePodIdentityAssociation', of: ['name'], id: 'association.associationId' },
    { name: 'DeletePodIdentityAssociation', of: ['name'], id: 'associationId' },
    ['namespace', 'serviceAccount', 'roleArn'],
  ),
  pair('iam', ['AddClientIDToOpenIDConnectProvider', 'RemoveClientIDFromOpenIDConnectProvider'], provider),
  pair('iam', ['EnableOutboundWebIdentityFederation', 'DisableOutboundWebIdentityFederation'], [], {
    again: 'FeatureEnabled',
    gone: 'FeatureDisabled',
  }),
  pair('iam', ['EnableMFADevice', 'DeactivateMFADevice'], ['userName', 'serialNumber'], {
    again: 'EntityAlreadyExists',
    gone: 'NoSuchEntity',
  }),
  pair('rds', ['AddRoleToDBCluster', 'RemoveRoleFromDBCluster'], ['dBClusterIdentifier', 'roleArn', 'featureName'], {
    again: 'DBClusterRoleAlreadyExistsFault',
    gone: 'DBClusterRoleNotFoundFault',
  }),
  pair('rds', ['AddRoleToDBInstance', 'RemoveRoleFromDBInstance'], ['dBInstanceIdentifier', 'roleArn', 'featureName'], {
    again: 'DBInstanceRoleAlreadyExistsFault',
    gone: 'DBInstanceRoleNotFoundFault',
  }),
  pair('rolesanywhere', ['EnableTrustAnchor', 'DisableTrustAnchor'], ['trustAnchorId']),
  pair('rolesanywhere', ['EnableProfile', 'DisableProfile'], ['profileId']),
  pair('rolesanywhere', ['EnableCrl', 'DisableCrl'], ['crlId']),
  // Identity Center and the organization
  pair(
    'sso',
    ['CreateApplicationAssignment', 'DeleteApplicationAssignment'],
    ['applicationArn', 'principalId', 'principalType'],
    { again: 'ConflictException', gone: 'ResourceNotFoundException' },
  ),
  pair(
    'organizations',
    ['RegisterDelegatedAdministrator', 'DeregisterDelegatedAdministrator'],
    ['accountId', 'servicePrincipal'],
    {
      again: 'AccountAlreadyRegisteredException',
      gone: 'AccountNotRegisteredException',
    },
  ),
  pair('organizations', ['EnableAWSServiceAccess', 'DisableAWSServiceAccess'], ['servicePrincipal']),
  pair('iam', ['EnableOrganizationsRootCredentialsManagement', 'DisableOrganizationsRootCredentialsManagement'], []),
  pair('iam', ['EnableOrganizationsRootSessions', 'DisableOrganizationsRootSessions'], []),
  pair('account', ['EnableRegion', 'DisableRegion'], ['accountId', 'regionName']),
  pair('cloudformation', ['ActivateOrganizationsAccess', 'DeactivateOrganizationsAccess'], []),
  // those who watch
  pair('cloudtrail', ['StartLogging', 'StopLogging'], ['name']),
  pair('events', ['EnableRule', 'DisableRule'], ['name', 'eventBusName']),
  each('monitoring', ['EnableAlarmActions', 'DisableAlarmActions'], [], 'alarmNames'),
  each('monitoring', ['StartMetricStreams', 'StopMetricStreams'], [], 'names'),
  // what is sent on
  setting(
    'logs',
    ['PutSubscriptionFilter', 'DeleteSubscriptionFilter'],
    ['logGroupName', 'filterName'],
    ['filterPattern', 'destinationArn', 'roleArn', 'distribution'],
  ),
  setting(
    'logs',
    ['PutMetricFilter', 'DeleteMetricFilter'],
    ['logGroupName', 'filterName'],
    ['filterPattern', 'metricTransformations'],
  ),
  setting('s3', ['PutBucketCors', 'DeleteBucketCors'], ['bucketName'], ['cORSConfiguration']),
  setting('s3', ['PutBucketWebsite', 'DeleteBucketWebsite'], ['bucketName'], ['websiteConfiguration']),
  setting('s3', ['PutBucketReplication', 'DeleteBucketReplication'], ['bucketName'], ['replicationConfiguration']),
];
