import type { KnownPermissionSet } from '../../lib/core/account/identity-center/identity-center-state.ts';
import { NO_SERVICES, type Services } from '../../lib/core/account/services/services.ts';
import type {
  OrganizationOrder,
  PermissionSetOrder,
  PolicyOrder,
  ServiceCall,
  StatementOrder,
} from '../../lib/core/account/plan-call.ts';
import type { JsonObject, JsonValue } from '../../lib/core/json.ts';

type Stage = 'as expected' | 'changed since';

/** What nobody expects to be there. */
const OTHER: JsonObject = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sqs:*', Resource: '*' }] };
const POWER_USER = 'arn:aws:iam::aws:policy/PowerUserAccess';

/** Services that are as a call expects them, so that it changes something; or that have something else in its place. */
export function servicesAround(call: ServiceCall, stage: Stage): Services {
  if (call.service === 'sso') {
    if (!('assignment' in call)) return setAround(call, stage);
    return centerWith({ assignments: call.name === 'DeleteAccountAssignment' ? [call.assignment] : [] });
  }
  if (call.service === 'identitystore') {
    const users = call.name === 'DeleteGroupMembership' ? [call.userId] : [];
    return centerWith({ members: new Map([[call.groupId, new Set(users)]]) });
  }
  if (call.service === 'organizations') return organizationAround(call, stage);
  const policy = call.service === 'lambda' ? functionPolicy(call, stage) : policyAround(call, stage);
  return { ...NO_SERVICES, policies: new Map([[call.resource, policy]]) };
}

function policyAround({ expects }: PolicyOrder, stage: Stage): JsonValue {
  return stage === 'as expected' ? expects : OTHER;
}

function centerWith(more: Partial<Services['identityCenter']>): Services {
  const identityCenter = { permissionSets: new Map(), assignments: [], members: new Map(), ...more };
  return { ...NO_SERVICES, identityCenter };
}

function setAround(call: PermissionSetOrder, stage: Stage): Services {
  const arn = call.permissionSetArn;
  const set: KnownPermissionSet = { arn, name: 'Engineer', managed: [], customerManaged: [], ...partOf(call, stage) };
  return centerWith({ permissionSets: new Map([[arn, set]]) });
}

/** What a set has that the call takes away or overwrites. */
function partOf(call: PermissionSetOrder, stage: Stage): Partial<KnownPermissionSet> {
  const isAsExpected = stage === 'as expected';
  switch (call.name) {
    case 'DetachManagedPolicyFromPermissionSet':
      return { managed: [call.policyArn] };
    case 'DetachCustomerManagedPolicyReferenceFromPermissionSet':
      return { customerManaged: [call.reference] };
    case 'PutInlinePolicyToPermissionSet':
    case 'DeleteInlinePolicyFromPermissionSet':
      return { inline: isAsExpected ? call.expects : OTHER };
    case 'PutPermissionsBoundaryToPermissionSet':
    case 'DeletePermissionsBoundaryFromPermissionSet':
      if (!isAsExpected) return { boundary: { managed: POWER_USER } };
      return call.expects === null ? {} : { boundary: call.expects };
    case 'AttachManagedPolicyToPermissionSet':
    case 'AttachCustomerManagedPolicyReferenceToPermissionSet':
    case 'ProvisionPermissionSet':
      return {};
  }
}

function organizationAround(call: OrganizationOrder, stage: Stage): Services {
  const { organization } = NO_SERVICES;
  const isAsExpected = stage === 'as expected';
  if (call.name === 'MoveAccount') {
    const parents = new Map([[call.account, isAsExpected ? call.from : 'ou-other']]);
    return { ...NO_SERVICES, organization: { ...organization, parents } };
  }
  const { policyId, expects = OTHER } = call;
  const policies = new Map([[policyId, { id: policyId, document: isAsExpected ? expects : OTHER }]]);
  const attached = new Map(
    call.name === 'UpdatePolicy'
      ? []
      : [[call.targetId, { policies: call.name === 'DetachPolicy' ? [policyId] : [] }] as const],
  );
  return { ...NO_SERVICES, organization: { ...organization, policies, attached } };
}

function functionPolicy(
  { name, statement, statementId, resource, qualifier }: StatementOrder,
  stage: Stage,
): JsonObject {
  const Resource = qualifier === undefined ? resource : `${resource}:${qualifier}`;
  const other = { Sid: statementId, Effect: 'Allow', Principal: '*', Action: 'lambda:*', Resource };
  const beside = { ...other, Sid: 'beside' };
  if (stage === 'changed since') return { Version: '2012-10-17', Statement: [beside, other] };
  return { Version: '2012-10-17', Statement: name === 'RemovePermission' ? [beside, statement] : [beside] };
}
