import type { ResourceRule } from './resource-rules.ts';

/** A rule for what is named after `arn:PARTITION:SERVICE:REGION:ACCOUNT:`. */
export const local = (service: string, shape: string, at: string): ResourceRule => ({
  at,
  arn: `${service}:{region}:{account}:${shape}`,
});
/** A rule for a resource of EC2, by its id. */
export const ec2 = (type: string, at: string) => local('ec2', `${type}/{name}`, at);
/** An S3 bucket. */
export const bucket: ResourceRule = { at: 'in.bucketName', arn: 's3:::{name}' };
/** A CloudFormation stack; its id after the name is not in the request. */
export const stack = local('cloudformation', 'stack/{name}/*', 'in.stackName');
/** A CloudFormation stack set; its id after the name is not in the request. */
export const stackSet = local('cloudformation', 'stackset/{name}:*', 'in.stackSetName');
/** An RDS instance. */
export const dbInstance = local('rds', 'db:{name}', 'in.dBInstanceIdentifier');
/** An RDS or Aurora cluster. */
export const dbCluster = local('rds', 'cluster:{name}', 'in.dBClusterIdentifier');
/** A DynamoDB table. */
export const table = local('dynamodb', 'table/{name}', 'in.tableName');
/** A KMS key. */
export const key = local('kms', 'key/{name}', 'in.keyId');
/** A Lambda function. */
export const lambda = local('lambda', 'function:{name}', 'in.functionName');
/** An OpenSearch or Elasticsearch domain. */
export const domain = local('es', 'domain/{name}', 'in.domainName');
/** An EFS file system. */
export const fileSystem = local('elasticfilesystem', 'file-system/{name}', 'in.fileSystemId');
/** A trail of CloudTrail. */
export const trail = local('cloudtrail', 'trail/{name}', 'in.name');
/** A GuardDuty detector. */
export const detector = local('guardduty', 'detector/{name}', 'in.detectorId');
/** A log group. */
export const logGroup = local('logs', 'log-group:{name}', 'in.logGroupName');
/** An SQS queue, which requests name by its URL. */
export const queue: ResourceRule = { ...local('sqs', '{name}', 'in.queueUrl'), keep: 'last-segment' };
/** A Route 53 hosted zone. */
export const zone: ResourceRule = { at: 'in.id', arn: 'route53:::hostedzone/{name}', keep: 'last-segment' };
/** An Auto Scaling group; its id before the name is not in the request. */
export const scalingGroup = local(
  'autoscaling',
  'autoScalingGroup:*:autoScalingGroupName/{name}',
  'in.autoScalingGroupName',
);
/** An Elastic Beanstalk environment. */
export const beanstalk: readonly ResourceRule[] = [
  { at: 'out.environmentArn' },
  local('elasticbeanstalk', 'environment/{out.applicationName}/{name}', 'out.environmentName'),
  local('elasticbeanstalk', 'environment/{in.applicationName}/{name}', 'in.environmentName'),
  { at: 'in.environmentId' },
];
/** An ECS cluster. */
export const ecsCluster: readonly ResourceRule[] = [
  { at: 'out.cluster.clusterArn' },
  local('ecs', 'cluster/{name}', 'in.cluster'),
  local('ecs', 'cluster/{name}', 'in.clusterName'),
];
/** An ECS service. */
export const ecsService: readonly ResourceRule[] = [
  { at: 'out.service.serviceArn' },
  local('ecs', 'service/{in.cluster|default}/{name}', 'in.service'),
  local('ecs', 'service/{in.cluster|default}/{name}', 'in.serviceName'),
];
/** An EKS cluster, which CloudTrail records under `name`. */
export const eksCluster: readonly ResourceRule[] = [
  { at: 'out.cluster.arn' },
  local('eks', 'cluster/{name}', 'in.name'),
];
/** A load balancer: by ARN, the classic ones by name. */
export const loadBalancer: readonly ResourceRule[] = [
  { at: 'in.loadBalancerArn' },
  { at: 'out.loadBalancers[].loadBalancerArn' },
  local('elasticloadbalancing', 'loadbalancer/{name}', 'in.loadBalancerName'),
];
/** A secret: by the ARN in the response, else by its name. */
export const secret: readonly ResourceRule[] = [
  { at: 'out.aRN' },
  // six characters that AWS chooses follow the name
  local('secretsmanager', 'secret:{name}-*', 'in.secretId'),
];
/** Resources that a request names by their whole ARN. */
export const given = (...places: readonly string[]): readonly ResourceRule[] => places.map((at) => ({ at }));
/** An SNS topic, which requests name by its ARN. */
export const topic: readonly ResourceRule[] = given('in.topicArn', 'in.subscriptionArn');
/** A repository of ECR. */
export const ecrRepository = local('ecr', 'repository/{name}', 'in.repositoryName');
/** A project of CodeBuild, named as requests of CodeBuild do. */
export const codeBuildProject = (at: string) => local('codebuild', 'project/{name}', at);
/** A pipeline of CodePipeline. */
export const pipeline = (at: string) => local('codepipeline', '{name}', at);
/** A document of Systems Manager. */
export const ssmDocument = (at: string) => local('ssm', 'document/{name}', at);
/** What CodeDeploy deploys to. */
export const deploymentGroup = local(
  'codedeploy',
  'deploymentgroup:{in.applicationName}/{name}',
  'in.deploymentGroupName',
);
/** A part of an API of API Gateway, which CloudTrail does not name by an ARN. */
export const restApi: ResourceRule = { at: 'in.restApiId', arn: 'apigateway:{region}::/restapis/{name}' };
/** An API of AppSync. */
export const graphqlApi = local('appsync', 'apis/{name}', 'in.apiId');
/** A group of users of a pool of Cognito, or the pool alone. */
export const userPool = local('cognito-idp', 'userpool/{name}', 'in.userPoolId');
/** An identity pool of Cognito. */
export const identityPool: readonly ResourceRule[] = [
  local('cognito-identity', 'identitypool/{name}', 'in.identityPoolId'),
  local('cognito-identity', 'identitypool/{name}', 'out.identityPoolId'),
];
/** An instance of Systems Manager or EC2. */
export const instanceTarget = ec2('instance', 'in.instanceId');
