import { back, by, type CallRow, policyRows, unlessBefore } from './row.ts';
import { ec2, given, local, logGroup, restApi, ssmDocument } from './shapes.ts';

const eventBus = [
  local('events', 'event-bus/{name}', 'in.eventBusName'),
  { arn: 'events:{region}:{account}:event-bus/default' },
];
const logPolicy = given('in.resourceArn', 'in.policyName');

/**
 * Calls that say who may come in by, or send along, a way: buses, logs, endpoints, APIs, shared documents.
 * Parameters: recorded CloudTrail logs and the AWS API models.
 */
export const WAY_POLICY_CALLS: readonly CallRow[] = [
  ...policyRows('put', 'apigateway', {
    CreateRestApi: {
      resources: [
        { at: 'out.id', arn: 'apigateway:{region}::/restapis/{name}' },
        { at: 'in.createRestApiInput.name' },
        { at: 'in.name' },
      ],
      when: [{ at: 'in.createRestApiInput.policy' }, { at: 'in.policy' }],
      document: 'in.policy',
      advice: back('UpdateRestApi'),
    },
    UpdateRestApi: { resources: [restApi], advice: back('UpdateRestApi') },
    PutPortalProductSharingPolicy: {
      resources: [local('apigateway', '/portalproducts/{name}', 'in.portalProductId')],
      document: 'in.policyDocument',
      undo: back('PutPortalProductSharingPolicy', 'DeletePortalProductSharingPolicy'),
    },
  }),
  ...policyRows('put', 'events', {
    PutPermission: {
      resources: eventBus,
      document: 'in.policy',
      grantees: ['in.principal'],
      advice: back('PutPermission', 'RemovePermission'),
    },
    CreateApiDestination: {
      resources: [local('events', 'api-destination/{name}/*', 'in.name')],
      grantees: ['in.invocationEndpoint'],
      advice: by('DeleteApiDestination'),
    },
  }),
  ...policyRows('remove', 'events', {
    RemovePermission: {
      resources: eventBus,
      advice: back('PutPermission'),
    },
  }),
  ...policyRows('put', 'logs', {
    PutResourcePolicy: {
      resources: logPolicy,
      document: 'in.policyDocument',
      undo: back('PutResourcePolicy', 'DeleteResourcePolicy'),
    },
    PutSubscriptionFilter: {
      resources: [logGroup],
      grantees: ['in.destinationArn'],
      undo: back('PutSubscriptionFilter', 'DeleteSubscriptionFilter'),
    },
    PutDestinationPolicy: {
      resources: [local('logs', 'destination:{name}', 'in.destinationName')],
      document: 'in.accessPolicy',
      advice: back('PutDestinationPolicy'),
    },
    PutAccountPolicy: {
      resources: given('in.policyName'),
      document: 'in.policyDocument',
      advice: back('PutAccountPolicy', 'DeleteAccountPolicy'),
    },
    PutDataProtectionPolicy: {
      resources: [local('logs', 'log-group:{name}', 'in.logGroupIdentifier')],
      document: 'in.policyDocument',
      advice: back('PutDataProtectionPolicy', 'DeleteDataProtectionPolicy'),
    },
    PutDeliveryDestinationPolicy: {
      resources: [local('logs', 'delivery-destination:{name}', 'in.deliveryDestinationName')],
      document: 'in.deliveryDestinationPolicy',
      undo: back('PutDeliveryDestinationPolicy', 'DeleteDeliveryDestinationPolicy'),
    },
  }),
  ...policyRows('remove', 'logs', {
    DeleteResourcePolicy: {
      resources: logPolicy,
      undo: back('PutResourcePolicy'),
    },
  }),
  ...policyRows('put', 'ssm', {
    ModifyDocumentPermission: {
      resources: [ssmDocument('in.name')],
      grantees: ['in.accountIdsToAdd'],
      undo: unlessBefore('ModifyDocumentPermission'),
    },
    PutResourcePolicy: {
      resources: given('in.resourceArn'),
      document: 'in.policy',
      undo: back('PutResourcePolicy', 'DeleteResourcePolicy'),
    },
  }),
  ...policyRows('put', 'ec2', {
    CreateVpcEndpoint: {
      resources: [
        ec2('vpc-endpoint', 'out.CreateVpcEndpointResponse.vpcEndpoint.vpcEndpointId'),
        ec2('vpc', 'in.CreateVpcEndpointRequest.VpcId'),
      ],
      document: 'in.CreateVpcEndpointRequest.PolicyDocument',
      advice: by('DeleteVpcEndpoints'),
    },
    ModifyVpcEndpoint: {
      resources: [ec2('vpc-endpoint', 'in.ModifyVpcEndpointRequest.VpcEndpointId')],
      document: 'in.ModifyVpcEndpointRequest.PolicyDocument',
      advice: back('ModifyVpcEndpoint'),
    },
  }),
];
