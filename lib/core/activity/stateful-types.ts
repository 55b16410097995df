/** A CloudFormation type whose resources hold what a new one of the same definition does not have. */
export interface StatefulType {
  /** What is lost with the resource. */
  readonly holds: string;
  /**
   * Paths of the properties whose change replaces the resource, or may: then the state stays behind in the old one.
   */
  readonly replacedBy: readonly string[];
}

/**
 * The types that count as stateful, by name. Not here: what is made anew from its definition alone (functions, roles, rules,
 * alarms, security groups).
 * Source: CloudFormation resource provider schemas (in cfn-lint 1.51.0), `createOnlyProperties` and
 * `conditionalCreateOnlyProperties`.
 */
const STATEFUL_TYPES: ReadonlyMap<string, StatefulType> = new Map([
  ...stateful('a database with its data', {
    'AWS::RDS::DBInstance':
      'AutoMinorVersionUpgrade AvailabilityZone BackupRetentionPeriod BackupTarget CharacterSetName CustomIAMInstanceProfile DBClusterIdentifier DBClusterSnapshotIdentifier DBInstanceIdentifier DBName DBParameterGroupName DBSnapshotIdentifier DBSubnetGroupName DBSystemId Engine KmsKeyId MasterUsername MultiAZ NcharCharacterSetName PerformanceInsightsKMSKeyId PreferredMaintenanceWindow RestoreTime SourceDBClusterIdentifier SourceDBInstanceAutomatedBackupsArn SourceDBInstanceIdentifier SourceDbiResourceId SourceRegion StorageEncrypted StorageType Timezone UseLatestRestorableTime',
    'AWS::RDS::DBCluster':
      'AvailabilityZones ClusterScalabilityType DBClusterIdentifier DBSubnetGroupName DBSystemId DatabaseName Engine EngineMode GlobalClusterIdentifier KmsKeyId MasterUsername PubliclyAccessible RestoreToTime RestoreType SnapshotIdentifier SourceDBClusterIdentifier SourceDbClusterResourceId SourceRegion StorageEncrypted UseLatestRestorableTime',
    'AWS::RDS::GlobalCluster': 'Engine GlobalClusterIdentifier SourceDBClusterIdentifier StorageEncrypted',
    'AWS::DocDB::DBCluster':
      'AvailabilityZones DBClusterIdentifier DBSubnetGroupName KmsKeyId MasterUsername SnapshotIdentifier SourceDBClusterIdentifier StorageEncrypted',
    'AWS::DocDB::DBInstance': 'AvailabilityZone DBClusterIdentifier DBInstanceIdentifier',
    'AWS::DocDBElastic::Cluster': 'AdminUserName AuthType ClusterName KmsKeyId',
    'AWS::Neptune::DBCluster':
      'AvailabilityZones DBClusterIdentifier DBSubnetGroupName KmsKeyId RestoreToTime RestoreType SnapshotIdentifier SourceDBClusterIdentifier StorageEncrypted UseLatestRestorableTime',
    'AWS::Neptune::DBInstance':
      'AutoMinorVersionUpgrade AvailabilityZone DBClusterIdentifier DBInstanceIdentifier DBParameterGroupName DBSnapshotIdentifier DBSubnetGroupName PreferredMaintenanceWindow',
    'AWS::NeptuneGraph::Graph': 'GraphName KmsKeyIdentifier ProvisionedMemory ReplicaCount VectorSearchConfiguration',
    'AWS::DSQL::Cluster': '',
    'AWS::Redshift::Cluster':
      'ClusterIdentifier ClusterSubnetGroupName DBName MasterUsername OwnerAccount SnapshotClusterIdentifier SnapshotIdentifier',
    'AWS::RedshiftServerless::Namespace': 'NamespaceName',
    'AWS::Timestream::Database': 'DatabaseName',
    'AWS::Timestream::Table': 'DatabaseName TableName',
    'AWS::QLDB::Ledger': 'Name',
    'AWS::Cassandra::Keyspace': 'KeyspaceName',
    'AWS::Cassandra::Table':
      'ClientSideTimestampsEnabled ClusteringKeyColumns KeyspaceName PartitionKeyColumns TableName',
    'AWS::Lightsail::Database':
      'AvailabilityZone MasterDatabaseName MasterUsername RelationalDatabaseBlueprintId RelationalDatabaseBundleId RelationalDatabaseName',
    'AWS::SDB::Domain': '',
  }),
  ...stateful('a table with its items', {
    'AWS::DynamoDB::Table': 'ImportSourceSpecification KeySchema TableName',
    'AWS::DynamoDB::GlobalTable': 'GlobalTableSourceArn KeySchema LocalSecondaryIndexes TableName',
    'AWS::Serverless::SimpleTable': 'TableName PrimaryKey',
    'AWS::Glue::Database': 'CatalogId',
    'AWS::Glue::Table': 'CatalogId DatabaseName Name',
  }),
  ...stateful('a bucket, whose name anybody may take afterwards', {
    'AWS::S3::Bucket': 'BucketName BucketNamePrefix BucketNamespace',
    'AWS::S3Express::DirectoryBucket': 'BucketName DataRedundancy LocationName',
    'AWS::S3Tables::TableBucket': 'TableBucketName',
    'AWS::S3Vectors::VectorBucket': 'EncryptionConfiguration VectorBucketName',
  }),
  ...stateful('a file system with its files', {
    'AWS::EFS::FileSystem': 'AvailabilityZoneName Encrypted KmsKeyId PerformanceMode',
    'AWS::FSx::FileSystem': 'BackupId FileSystemType KmsKeyId SecurityGroupIds SubnetIds',
    'AWS::FSx::Volume': 'BackupId VolumeType',
    'AWS::FSx::StorageVirtualMachine': 'FileSystemId Name RootVolumeSecurityStyle',
  }),
  ...stateful('a machine or disk with what is on it', {
    'AWS::EC2::Instance':
      'AdditionalInfo Affinity AvailabilityZone BlockDeviceMappings CpuOptions EbsOptimized ElasticGpuSpecifications ElasticInferenceAccelerators EnclaveOptions HibernationOptions HostId HostResourceGroupArn ImageId InstanceType Ipv6AddressCount Ipv6Addresses KernelId KeyName LaunchTemplate LicenseSpecifications NetworkInterfaces PlacementGroupName PrivateDnsNameOptions PrivateIpAddress RamdiskId SecurityGroupIds SecurityGroups SubnetId Tenancy UserData',
    'AWS::EC2::Volume': '',
    'AWS::AutoScaling::AutoScalingGroup':
      'AutoScalingGroupName InstanceId LaunchConfigurationName LaunchTemplate MixedInstancesPolicy VPCZoneIdentifier',
    'AWS::WorkSpaces::Workspace': 'UserName',
    'AWS::SageMaker::NotebookInstance':
      'DirectInternetAccess KmsKeyId NotebookInstanceName PlatformIdentifier SecurityGroupIds SubnetId',
    'AWS::EMR::Cluster':
      'AdditionalInfo Applications AutoScalingRole BootstrapActions Configurations CustomAmiId EbsRootVolumeIops EbsRootVolumeSize EbsRootVolumeThroughput JobFlowRole KerberosAttributes LogEncryptionKmsKeyId LogUri Name OSReleaseLabel PlacementGroupConfigs ReleaseLabel ScaleDownBehavior SecurityConfiguration ServiceRole Steps',
  }),
  ...stateful('a cache or index that takes long to fill again', {
    'AWS::ElastiCache::ReplicationGroup':
      'AtRestEncryptionEnabled CacheSubnetGroupName DataTieringEnabled GlobalReplicationGroupId KmsKeyId NetworkType Port PreferredCacheClusterAZs ReplicasPerNodeGroup ReplicationGroupId SnapshotArns SnapshotName',
    'AWS::ElastiCache::CacheCluster':
      'CacheSubnetGroupName ClusterName Engine IpDiscovery NetworkType Port PreferredAvailabilityZones SnapshotArns SnapshotName',
    'AWS::ElastiCache::ServerlessCache': 'KmsKeyId NetworkType ServerlessCacheName SnapshotArnsToRestore SubnetIds',
    'AWS::MemoryDB::Cluster':
      'ClusterName DataTiering KmsKeyId MultiRegionClusterName NetworkType Port SnapshotArns SnapshotName SubnetGroupName TLSEnabled',
    'AWS::DAX::Cluster':
      'ClusterEndpointEncryptionType ClusterName IAMRoleARN NetworkType NodeType SSESpecification SubnetGroupName',
    'AWS::OpenSearchService::Domain':
      'AdvancedSecurityOptions.Enabled DomainName EncryptionAtRestOptions.Enabled EncryptionAtRestOptions.KmsKeyId',
    'AWS::Elasticsearch::Domain': 'DomainName',
    'AWS::OpenSearchServerless::Collection':
      'CollectionGroupName EncryptionConfig Name StandbyReplicas Tags Type VectorOptions',
  }),
  ...stateful('messages and records that nobody has read yet', {
    'AWS::SQS::Queue': 'FifoQueue QueueName',
    'AWS::Kinesis::Stream': 'Name',
    'AWS::MSK::Cluster':
      'BrokerNodeGroupInfo.BrokerAZDistribution BrokerNodeGroupInfo.ClientSubnets BrokerNodeGroupInfo.SecurityGroups ClusterName EncryptionInfo.EncryptionAtRest EncryptionInfo.EncryptionInTransit.InCluster',
    'AWS::MSK::ServerlessCluster': 'ClientAuthentication ClusterName Tags VpcConfigs',
    'AWS::AmazonMQ::Broker':
      'AuthenticationStrategy BrokerName DeploymentMode EncryptionOptions EngineType PubliclyAccessible StorageType SubnetIds',
  }),
  ...stateful('a secret or key: what it opens or encrypts is lost with it', {
    'AWS::SecretsManager::Secret': 'Name',
    'AWS::SSM::Parameter': 'Name',
    'AWS::KMS::Key': '',
    'AWS::KMS::ReplicaKey': 'PrimaryKeyArn',
    'AWS::ACMPCA::CertificateAuthority':
      'CsrExtensions KeyAlgorithm KeyStorageSecurityStandard SigningAlgorithm Subject Type UsageMode',
  }),
  ...stateful('records of what happened, and backups', {
    'AWS::Logs::LogGroup': 'LogGroupName',
    'AWS::CloudTrail::Trail': 'TrailName',
    'AWS::CloudTrail::EventDataStore': '',
    'AWS::Backup::BackupVault': 'BackupVaultName EncryptionKeyArn',
    'AWS::Backup::LogicallyAirGappedBackupVault': 'BackupVaultName EncryptionKeyArn MaxRetentionDays MinRetentionDays',
    'AWS::Backup::BackupPlan': '',
  }),
  ...stateful('people and their credentials', {
    'AWS::Cognito::UserPool': '',
    'AWS::Cognito::IdentityPool': '',
  }),
  ...stateful('code or images that a rebuild does not give back', {
    'AWS::ECR::Repository': 'EncryptionConfiguration RepositoryName',
    'AWS::CodeCommit::Repository': '',
  }),
  ...stateful('the address under which a service is found', {
    'AWS::Route53::HostedZone': 'Name',
    'AWS::CloudFront::Distribution': '',
    'AWS::ElasticLoadBalancingV2::LoadBalancer': 'Name Scheme Type',
    'AWS::ElasticLoadBalancing::LoadBalancer': 'LoadBalancerName Scheme',
    'AWS::ApiGateway::RestApi': '',
    'AWS::ApiGatewayV2::Api': 'ProtocolType',
    'AWS::EC2::EIP': 'Address IpamPoolId NetworkBorderGroup TransferAddress',
  }),
  ...stateful('what a running service consists of', {
    'AWS::ElasticBeanstalk::Application': 'ApplicationName',
    'AWS::ElasticBeanstalk::Environment':
      'ApplicationName CNAMEPrefix EnvironmentName SolutionStackName Tier.Name Tier.Type',
    'AWS::ECS::Cluster': 'ClusterName',
    'AWS::ECS::Service': 'Cluster LaunchType Role SchedulingStrategy ServiceName',
    'AWS::EKS::Cluster':
      'AccessConfig.BootstrapClusterCreatorAdminPermissions BootstrapSelfManagedAddons EncryptionConfig KubernetesNetworkConfig.IpFamily KubernetesNetworkConfig.ServiceIpv4Cidr Name OutpostConfig RoleArn',
    'AWS::EKS::Nodegroup':
      'AmiType CapacityType ClusterName DiskSize InstanceTypes NodeRole NodegroupName RemoteAccess Subnets',
    'AWS::AppRunner::Service': 'EncryptionConfiguration ServiceName Tags',
    'AWS::EC2::VPC': 'CidrBlock InstanceTenancy Ipv4IpamPoolId Ipv4NetmaskLength',
    'AWS::EC2::Subnet':
      'AvailabilityZone AvailabilityZoneId CidrBlock Ipv4IpamPoolId Ipv4NetmaskLength Ipv6CidrBlock Ipv6IpamPoolId Ipv6Native Ipv6NetmaskLength OutpostArn VpcId',
  }),
  ...stateful('an account and all that is in it', {
    'AWS::Organizations::Account': '',
  }),
  ...stateful('a stack of its own, with all that it holds', {
    'AWS::CloudFormation::Stack': '',
    'AWS::CloudFormation::StackSet': 'PermissionModel StackSetName',
    'AWS::Serverless::Application': '',
  }),
]);

/**
 * Of types outside AWS's own namespace only their own code knows what their deletion does: a custom resource may empty the
 * bucket that it was given.
 */
const OWN_CODE: StatefulType = { holds: 'a resource whose own code decides what its deletion does', replacedBy: [] };

/** What a type holds that a new resource does not have; undefined: nothing that its definition does not say. */
export function statefulType(type: string): StatefulType | undefined {
  const isOwnCode = !type.startsWith('AWS::') || type === 'AWS::CloudFormation::CustomResource';
  return isOwnCode ? OWN_CODE : STATEFUL_TYPES.get(type);
}

/** Names of all types that are listed as stateful. */
export function statefulTypeNames(): readonly string[] {
  return [...STATEFUL_TYPES.keys()];
}

/** Rows of types that hold the same; each with the paths of its properties, with blanks in between. */
function stateful(
  holds: string,
  types: Readonly<Record<string, string>>,
): readonly (readonly [string, StatefulType])[] {
  return Object.entries(types).map(([type, paths]) => [
    type,
    { holds, replacedBy: paths.split(' ').filter((path) => path !== '') },
  ]);
}
