import { has } from './losses.ts';
import { back, by, type CallRow, type RoleTouches, roleRows } from './row.ts';
import { bucket, dbCluster, dbInstance, given, graphqlApi, local, trail } from './shapes.ts';

const role = ['in.roleArn'];
/** What a database acts with: to send its metrics, to join a directory, to be one that its owner runs themselves. */
const databaseRoles = ['in.monitoringRoleArn', 'in.customIamInstanceProfile', 'in.domainIAMRoleName'];
const associatedRoles = ['in.associatedRoles[].roleArn'];

/** A row for an operation that may name these roles, and mostly does not. */
const mayHand = (places: readonly string[], touches: RoleTouches): RoleTouches => ({
  ...touches,
  roles: places,
  when: places.map(has),
});

const database = mayHand(databaseRoles, { resources: [dbInstance], advice: by('DeleteDBInstance') });
const restored = mayHand(databaseRoles, {
  resources: [local('rds', 'db:{name}', 'in.targetDBInstanceIdentifier'), dbInstance],
  advice: by('DeleteDBInstance'),
});
const cluster = mayHand([...databaseRoles, ...associatedRoles], {
  resources: [dbCluster],
  advice: by('DeleteDBCluster'),
});
const ingestion = ['in.s3IngestionRoleArn'];
const fromBucket: RoleTouches = { resources: [dbInstance], roles: [...ingestion, ...databaseRoles] };
const proxy = { resources: [local('rds', 'db-proxy:{name}', 'in.dBProxyName')], roles: role };
const dataSource = mayHand(['in.serviceRoleArn'], { resources: [graphqlApi] });
const crawler = local('glue', 'crawler/{name}', 'in.name');
/** What a rule does with messages, of which each acts with a role of its own. */
const TOPIC_ACTIONS = [
  'dynamoDB',
  'dynamoDBv2',
  'firehose',
  'kafka',
  'kinesis',
  'republish',
  's3',
  'sns',
  'sqs',
  'stepFunctions',
];
const topicRule: RoleTouches = {
  resources: [local('iot', 'rule/{name}', 'in.ruleName')],
  roles: TOPIC_ACTIONS.map((action) => `in.topicRulePayload.actions[].${action}.roleArn`),
};
const bedrockFlow = local('bedrock', 'flow/{name}', 'in.flowIdentifier');
const knowledgeBase = local('bedrock', 'knowledge-base/{name}', 'in.knowledgeBaseId');
const memory = local('bedrock-agentcore', 'memory/{name}', 'in.memoryId');
const recipeJob = { resources: [local('databrew', 'job/{name}', 'in.name')], roles: role, advice: by('DeleteJob') };
const imageRoles = ['in.executionRole'];

/**
 * Calls that hand a role to what keeps, moves or reads records for somebody, where that is one setting among many.
 * Parameters: the AWS API models.
 */
export const FURTHER_ROLE_CALLS: readonly CallRow[] = [
  ...roleRows('role-handed', 'rds', {
    CreateDBInstance: database,
    CreateDBInstanceReadReplica: database,
    ModifyDBInstance: { ...database, advice: back('ModifyDBInstance') },
    RestoreDBInstanceFromDBSnapshot: database,
    RestoreDBInstanceToPointInTime: restored,
    RestoreDBInstanceFromS3: { ...fromBucket, advice: by('DeleteDBInstance') },
    CreateDBCluster: cluster,
    ModifyDBCluster: { ...cluster, advice: back('ModifyDBCluster') },
    RestoreDBClusterFromSnapshot: cluster,
    RestoreDBClusterToPointInTime: cluster,
    RestoreDBClusterFromS3: {
      ...cluster,
      roles: [...ingestion, ...databaseRoles, ...associatedRoles],
      when: has('in'),
    },
    StartExportTask: { resources: given('in.sourceArn'), roles: ['in.iamRoleArn'], advice: by('CancelExportTask') },
    CreateDBProxy: { ...proxy, advice: by('DeleteDBProxy') },
    ModifyDBProxy: { ...mayHand(role, proxy), advice: back('ModifyDBProxy') },
  }),
  ...roleRows('role-handed', 'cloudtrail', {
    CreateTrail: mayHand(['in.cloudWatchLogsRoleArn'], { resources: [trail], advice: by('DeleteTrail') }),
  }),
  ...roleRows('role-handed', 'appsync', {
    CreateDataSource: { ...dataSource, advice: by('DeleteDataSource') },
    UpdateDataSource: { ...dataSource, advice: back('UpdateDataSource') },
  }),
  ...roleRows('role-handed', 's3', {
    PutBucketReplication: {
      resources: [bucket],
      roles: ['in.ReplicationConfiguration.Role'],
      undo: back('PutBucketReplication', 'DeleteBucketReplication'),
    },
  }),
  ...roleRows('role-handed', 'backup', {
    StartRestoreJob: mayHand(['in.iamRoleArn'], { resources: given('in.recoveryPointArn') }),
    CreateBackupSelection: {
      resources: [local('backup', 'backup-plan:{name}', 'in.backupPlanId')],
      roles: ['in.backupSelection.iamRoleArn'],
      advice: by('DeleteBackupSelection'),
    },
  }),
  ...roleRows('role-handed', 'glue', {
    CreateCrawler: { resources: [crawler], roles: ['in.role'], advice: by('DeleteCrawler') },
    UpdateCrawler: mayHand(['in.role'], { resources: [crawler], advice: back('UpdateCrawler') }),
  }),
  ...roleRows('role-handed', 'events', {
    PutRule: mayHand(role, {
      resources: [local('events', 'rule/{name}', 'in.name')],
      advice: back('PutRule', 'DeleteRule'),
    }),
  }),
  ...roleRows('role-handed', 'logs', {
    PutDestination: {
      resources: [local('logs', 'destination:{name}', 'in.destinationName')],
      roles: role,
      advice: back('PutDestination', 'DeleteDestination'),
    },
  }),
  ...roleRows('role-handed', 'iot', {
    CreateTopicRule: { ...topicRule, advice: by('DeleteTopicRule') },
    ReplaceTopicRule: { ...topicRule, advice: back('ReplaceTopicRule') },
  }),
  ...roleRows('role-handed', 'bedrock', {
    CreateFlow: {
      resources: given('out.arn', 'in.name'),
      roles: ['in.executionRoleArn'],
      advice: back('DeleteFlow'),
    },
    UpdateFlow: { resources: [bedrockFlow], roles: ['in.executionRoleArn'], advice: back('UpdateFlow') },
    CreateKnowledgeBase: {
      resources: given('out.knowledgeBase.knowledgeBaseArn', 'in.name'),
      roles: role,
      advice: by('DeleteKnowledgeBase'),
    },
    UpdateKnowledgeBase: { resources: [knowledgeBase], roles: role, advice: back('UpdateKnowledgeBase') },
  }),
  ...roleRows('role-handed', 'bedrock-agentcore', {
    CreateMemory: mayHand(['in.memoryExecutionRoleArn'], {
      resources: given('out.memory.arn', 'in.name'),
      advice: back('DeleteMemory'),
    }),
    UpdateMemory: mayHand(['in.memoryExecutionRoleArn'], { resources: [memory], advice: back('UpdateMemory') }),
  }),
  ...roleRows('role-handed', 'databrew', {
    CreateRecipeJob: recipeJob,
    CreateProfileJob: recipeJob,
    CreateProject: {
      resources: [local('databrew', 'project/{name}', 'in.name')],
      roles: role,
      advice: by('DeleteProject'),
    },
  }),
  ...roleRows('role-handed', 'datasync', {
    CreateLocationS3: {
      resources: given('out.locationArn', 'in.s3BucketArn'),
      roles: ['in.s3Config.bucketAccessRoleArn'],
      advice: by('DeleteLocation'),
    },
  }),
  ...roleRows('role-handed', 'transfer', {
    CreateAccess: {
      resources: [local('transfer', 'server/{name}', 'in.serverId')],
      roles: ['in.role'],
      advice: by('DeleteAccess'),
    },
  }),
  ...roleRows('role-handed', 'sagemaker', {
    CreateAutoMLJob: {
      resources: given('out.autoMLJobArn', 'in.autoMLJobName'),
      roles: role,
      advice: by('StopAutoMLJob'),
    },
    CreateLabelingJob: {
      resources: given('out.labelingJobArn', 'in.labelingJobName'),
      roles: role,
      advice: by('StopLabelingJob'),
    },
    CreateFlowDefinition: {
      resources: given('out.flowDefinitionArn', 'in.flowDefinitionName'),
      roles: role,
      advice: by('DeleteFlowDefinition'),
    },
  }),
  ...roleRows('role-handed', 'imagebuilder', {
    CreateImage: mayHand(imageRoles, {
      resources: given('out.imageBuildVersionArn', 'in.imageRecipeArn', 'in.containerRecipeArn'),
      advice: by('DeleteImage'),
    }),
    CreateImagePipeline: mayHand(imageRoles, {
      resources: given('out.imagePipelineArn', 'in.name'),
      advice: by('DeleteImagePipeline'),
    }),
  }),
];
