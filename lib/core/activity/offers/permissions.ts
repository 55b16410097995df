import type { JsonObject } from '../../json.ts';
import type { ResourcePolicyChange } from '../changes.ts';
import { textsAt } from '../calls/resource-rules.ts';
import { type Offer, policyOf, principalNamed, textOf } from './offer.ts';

/**
 * `AddPermission` of Lambda: one statement, on a function, a version or an alias.
 * Source: AWS Lambda API reference, "AddPermission"; developer guide, "Granting function access to AWS services".
 */
export function lambdaPermission(change: ResourcePolicyChange): readonly Offer[] | undefined {
  const { asked, resources } = change;
  const [resource] = resources;
  const principal = textOf(asked, 'principal');
  const action = textOf(asked, 'action');
  if (resource === undefined || principal === undefined || action === undefined) return undefined;
  const statementId = textOf(asked, 'statementId');
  const qualifier = textOf(asked, 'qualifier');
  const policy = policyOf([
    {
      principal: principalNamed(principal),
      actions: [action],
      resources: [qualifier === undefined ? resource : `${resource}:${qualifier}`],
      ...lambdaConditions(asked),
      ...(statementId === undefined ? {} : { sid: statementId }),
    },
  ]);
  const undo = ['lambda', 'remove-permission', '--function-name', resource, '--statement-id', statementId ?? ''];
  const ofQualifier = qualifier === undefined ? [] : ['--qualifier', qualifier];
  return [
    {
      resource,
      extent: 'statement',
      policy,
      ...(statementId === undefined ? {} : { undo: [...undo, ...ofQualifier] }),
    },
  ];
}

function lambdaConditions(asked: JsonObject): { readonly condition?: JsonObject } {
  const equals = {
    ...conditionOn('aws:SourceAccount', textOf(asked, 'sourceAccount')),
    ...conditionOn('aws:PrincipalOrgID', textOf(asked, 'principalOrgID')),
    ...conditionOn('lambda:FunctionUrlAuthType', textOf(asked, 'functionUrlAuthType')),
    ...conditionOn('lambda:EventSourceToken', textOf(asked, 'eventSourceToken')),
  };
  const like = conditionOn('aws:SourceArn', textOf(asked, 'sourceArn'));
  const condition = {
    ...(Object.keys(equals).length === 0 ? {} : { StringEquals: equals }),
    ...(Object.keys(like).length === 0 ? {} : { ArnLike: like }),
  };
  return Object.keys(condition).length === 0 ? {} : { condition };
}

function conditionOn(key: string, value: string | undefined): JsonObject {
  return value === undefined ? {} : { [key]: value };
}

/**
 * `AddLayerVersionPermission` of Lambda: a layer for an account, everyone (`*`), or everyone of an organization.
 * Source: AWS Lambda API reference, "AddLayerVersionPermission".
 */
export function layerPermission({ asked, resources }: ResourcePolicyChange): readonly Offer[] | undefined {
  const [resource] = resources;
  const principal = textOf(asked, 'principal');
  const action = textOf(asked, 'action');
  if (resource === undefined || principal === undefined || action === undefined) return undefined;
  const organization = textOf(asked, 'organizationId');
  const condition = { StringEquals: conditionOn('aws:PrincipalOrgID', organization) };
  const allowed = { principal: principalNamed(principal), actions: [action], resources: [resource] };
  return [
    {
      resource,
      extent: 'statement',
      policy: policyOf([organization === undefined ? allowed : { ...allowed, condition }]),
    },
  ];
}

/**
 * A function's URL: one without authentication lets everyone call the function, as soon as its policy says so.
 * Source: AWS Lambda developer guide, "Control access to Lambda function URLs".
 */
export function functionUrl({ asked, resources }: ResourcePolicyChange): readonly Offer[] | undefined {
  const [resource] = resources;
  const authType = textOf(asked, 'authType');
  if (authType === 'AWS_IAM') return [];
  if (resource === undefined || Object.keys(asked).length === 0) return undefined;
  // an update that leaves the kind of authentication alone opens nothing
  if (authType === undefined) return [];
  const condition = { StringEquals: { 'lambda:FunctionUrlAuthType': authType } };
  const policy = policyOf([
    { principal: '*', actions: ['lambda:InvokeFunctionUrl'], resources: [resource], condition },
  ]);
  const undo = ['lambda', 'update-function-url-config', '--function-name', resource, '--auth-type', 'AWS_IAM'];
  return [{ resource, extent: 'beside', policy, undo }];
}

/** Source: Amazon SNS API reference, "AddPermission". */
export function topicPermission({ asked, resources }: ResourcePolicyChange): readonly Offer[] | undefined {
  const [resource] = resources;
  const accounts = textsAt(asked, 'aWSAccountId');
  const actions = textsAt(asked, 'actionName').map((action) => `sns:${action}`);
  if (resource === undefined || accounts.length === 0 || actions.length === 0) return undefined;
  const label = textOf(asked, 'label');
  const undo = ['sns', 'remove-permission', '--topic-arn', resource, '--label', label ?? ''];
  return [permissionFor(resource, accounts, actions, label === undefined ? undefined : { label, undo })];
}

/** Source: Amazon SQS API reference, "AddPermission". */
export function queuePermission({ asked, resources }: ResourcePolicyChange): readonly Offer[] | undefined {
  const [resource] = resources;
  const accounts = textsAt(asked, 'aWSAccountIds');
  const actions = textsAt(asked, 'actions').map((action) => `sqs:${action}`);
  if (resource === undefined || accounts.length === 0 || actions.length === 0) return undefined;
  const label = textOf(asked, 'label');
  const url = textOf(asked, 'queueUrl');
  const undo = ['sqs', 'remove-permission', '--queue-url', url ?? '', '--label', label ?? ''];
  const isUndone = label !== undefined && url !== undefined;
  return [permissionFor(resource, accounts, actions, isUndone ? { label, undo } : undefined)];
}

function permissionFor(
  resource: string,
  accounts: readonly string[],
  actions: readonly string[],
  labelled: { readonly label: string; readonly undo: readonly string[] } | undefined,
): Offer {
  const principal = accounts.includes('*') ? '*' : { AWS: accounts };
  const allowed = { principal, actions, resources: [resource] };
  if (labelled === undefined) return { resource, extent: 'statement', policy: policyOf([allowed]) };
  const { label, undo } = labelled;
  return { resource, extent: 'statement', policy: policyOf([{ ...allowed, sid: label }]), undo };
}
