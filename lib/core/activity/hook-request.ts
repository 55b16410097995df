import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { parseArn } from '../policy/arn.ts';
import { err, ok, type Result } from '../result.ts';
import { accountAt, member, memberAt, textAt } from './member.ts';

/** What CloudFormation, or Cloud Control, is about to do and asks its Lambda hook about. */
export type HookRequest = StackRequest | ChangeSetRequest | ResourceRequest;

/** What every request tells of the operation. CloudFormation does not tell its hooks who asked for the operation. */
interface HookedOperation {
  /** Names this request; the answer repeats it. */
  readonly token: string;
  /** 12 digits. */
  readonly account: string;
  readonly partition: string;
  readonly region: string;
  readonly action: 'create' | 'update' | 'delete';
}

/** An operation on a whole stack. */
export interface StackRequest extends HookedOperation {
  readonly target: 'stack';
  /** ARN, with its id. */
  readonly stack: string;
  /** ARN of the change set that is carried out, where one is. */
  readonly changeSet: string | undefined;
  /** Pre-signed URL of the templates. */
  readonly payload: string | undefined;
}

/** A change set that is being made. */
export interface ChangeSetRequest extends HookedOperation {
  readonly target: 'change-set';
  readonly stack: string;
  readonly changeSet: string;
  readonly payload: string | undefined;
}

/** An operation on one resource, of a stack or by itself. */
export interface ResourceRequest extends HookedOperation {
  readonly target: 'resource';
  /** Undefined: Cloud Control works on a resource of no stack. */
  readonly stack: string | undefined;
  readonly type: string;
  readonly logicalId: string;
  readonly properties: JsonObject;
  readonly previous: JsonObject | undefined;
}

/** Why a request cannot be read, with what can be read of it. */
export interface UnreadableHook {
  readonly field: string;
  readonly detail: string;
  readonly token: string | undefined;
  readonly account: string | undefined;
}

/**
 * Reads what a Lambda hook is called with. Members that are not known are passed over; letter case does not matter, since
 * AWS's pages do not agree on it.
 * Source: CloudFormation Hooks user guide, "Evaluating operations with Lambda Hooks".
 */
export function readHookRequest(event: JsonValue): Result<HookRequest, UnreadableHook> {
  const operation = operationIn(event);
  if (!operation.ok) return operation;
  const payload = textAt(event, 'requestData.payload');
  // AWS's pages give `targetType` as RESOURCE in one place and as the type of the resource in another
  const name = textAt(event, 'requestData.targetName') ?? '';
  if (name.includes('::')) return resourceRequest(event, operation.value, name);
  switch (name.toUpperCase()) {
    case 'STACK':
      return stackRequest(event, operation.value, payload);
    case 'CHANGE_SET':
    case 'CHANGESET':
      return changeSetRequest(event, operation.value, payload);
    default:
      return unreadable(event, 'requestData.targetName', `"${name.slice(0, 60)}" is not a target that is known`);
  }
}

/** What the request names as its token, whatever else is wrong with it. */
export function tokenOf(event: JsonValue): string | undefined {
  return textAt(event, 'clientRequestToken');
}

const ACTIONS = { CREATE: 'create', UPDATE: 'update', DELETE: 'delete' } as const;

function operationIn(event: JsonValue): Result<HookedOperation, UnreadableHook> {
  const token = tokenOf(event);
  if (token === undefined) return unreadable(event, 'clientRequestToken', 'it is missing');
  const account = accountAt(event, 'awsAccountId') ?? '';
  if (!/^[0-9]{12}$/.test(account)) return unreadable(event, 'awsAccountId', 'an account id of 12 digits is needed');
  const point = textAt(event, 'actionInvocationPoint')?.toUpperCase() ?? '';
  const action = Object.entries(ACTIONS).find(([name]) => point.startsWith(name))?.[1];
  if (action === undefined) return unreadable(event, 'actionInvocationPoint', `"${point.slice(0, 60)}" is not known`);
  const place = placeOf(event);
  if (place === undefined) return unreadable(event, 'hookModel.LambdaFunction', 'nothing says which Region it is');
  return ok({ token, account, action, ...place });
}

/** The ARN of the stack says where it is; a request without one names the hook's function, which is in the same Region. */
function placeOf(event: JsonValue): Pick<HookedOperation, 'partition' | 'region'> | undefined {
  const named = parseArn(textAt(event, 'stackId') ?? textAt(event, 'hookModel.LambdaFunction') ?? '');
  return named === undefined ? undefined : { partition: named.partition, region: named.region };
}

function stackRequest(
  event: JsonValue,
  operation: HookedOperation,
  payload: string | undefined,
): Result<StackRequest, UnreadableHook> {
  const stack = stackIn(event, operation);
  if (!stack.ok) return stack;
  return ok({ ...operation, target: 'stack', stack: stack.value, changeSet: textAt(event, 'changeSetId'), payload });
}

function changeSetRequest(
  event: JsonValue,
  operation: HookedOperation,
  payload: string | undefined,
): Result<ChangeSetRequest, UnreadableHook> {
  const stack = stackIn(event, operation);
  if (!stack.ok) return stack;
  const changeSet = textAt(event, 'changeSetId');
  if (changeSet === undefined) return unreadable(event, 'changeSetId', 'it is missing');
  return ok({ ...operation, target: 'change-set', stack: stack.value, changeSet, payload });
}

function resourceRequest(
  event: JsonValue,
  operation: HookedOperation,
  type: string,
): Result<ResourceRequest, UnreadableHook> {
  const named = textAt(event, 'stackId');
  const stack = named === undefined ? undefined : stackIn(event, operation);
  if (stack?.ok === false) return stack;
  const model = memberAt(event, 'requestData.targetModel');
  const properties = member(model, 'resourceProperties');
  const previous = member(model, 'previousResourceProperties');
  if (!isJsonObject(properties) && operation.action !== 'delete') {
    return unreadable(event, 'requestData.targetModel.resourceProperties', 'an object is needed');
  }
  return ok({
    ...operation,
    target: 'resource',
    stack: stack?.value,
    type,
    logicalId: textAt(event, 'requestData.targetLogicalId') ?? '',
    properties: isJsonObject(properties) ? properties : {},
    previous: isJsonObject(previous) ? previous : undefined,
  });
}

function stackIn(event: JsonValue, { account }: HookedOperation): Result<string, UnreadableHook> {
  const stack = textAt(event, 'stackId') ?? '';
  const arn = parseArn(stack);
  if (arn?.service !== 'cloudformation' || !/^stack\/[^/]+\/[^/]+$/.test(arn.resource)) {
    return unreadable(event, 'stackId', 'the ARN of a stack is needed');
  }
  if (arn.account !== account) return unreadable(event, 'stackId', `it is not of account ${account}`);
  return ok(stack);
}

function unreadable(event: JsonValue, field: string, detail: string): Result<never, UnreadableHook> {
  const account = accountAt(event, 'awsAccountId');
  return err({
    field,
    detail,
    token: tokenOf(event),
    account: /^[0-9]{12}$/.test(account ?? '') ? account : undefined,
  });
}
