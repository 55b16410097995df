import { applyIdentityCenterCall } from '../identity-center/apply-identity-center-call.ts';
import type { IdentityCenterCall } from '../identity-center/identity-center-call.ts';
import { applyOrganizationCall } from '../organization/apply-organization-call.ts';
import type { OrganizationCall } from '../organization/organization-call.ts';
import type {
  AssignmentOrder,
  MembershipOrder,
  OrganizationOrder,
  PolicyOrder,
  ServiceCall,
  StatementOrder,
} from '../plan-call.ts';
import { makePermissionSetOrder } from './make-permission-set-order.ts';
import type { Made } from './made.ts';
import { changedSince, isSame, overwriting } from './overwriting.ts';
import type { Services } from './services.ts';
import { isStatementOf, overwritingStatement, statementsIn } from './statements.ts';

/** What a call of a hold or a restore makes of the services, once however often it is made. */
export function makeServiceCall(before: Services, call: ServiceCall): Made {
  switch (call.service) {
    case 'sso':
      return 'assignment' in call ? assigned(before, call) : makePermissionSetOrder(before, call);
    case 'identitystore':
      return joined(before, call);
    case 'organizations':
      return limited(before, call);
    case 's3':
    case 'kms':
    case 'sns':
    case 'sqs':
    case 'dynamodb':
    case 'secretsmanager':
    case 'ecr':
      return shared(before, call);
    case 'lambda':
      return stated(before, call);
  }
}

function assigned(before: Services, { name, assignment }: AssignmentOrder): Made {
  const { identityCenter } = before;
  const has = identityCenter.assignments.some(
    ({ permissionSetArn, account, assignee }) =>
      permissionSetArn === assignment.permissionSetArn &&
      account === assignment.account &&
      assignee.kind === assignment.assignee.kind &&
      assignee.id === assignment.assignee.id,
  );
  if (has === (name === 'CreateAccountAssignment')) return { kind: 'already' };
  return inIdentityCenter(before, { name, assignment });
}

function joined(before: Services, { name, groupId, userId }: MembershipOrder): Made {
  const isMember = before.identityCenter.members.get(groupId)?.has(userId) === true;
  const wanted = name === 'CreateGroupMembership';
  if (isMember === wanted) return { kind: 'already' };
  return inIdentityCenter(before, { name: wanted ? name : 'RemoveMemberFromGroup', groupId, userId });
}

function limited(before: Services, call: OrganizationOrder): Made {
  const { attached, parents, policies } = before.organization;
  switch (call.name) {
    case 'AttachPolicy':
    case 'DetachPolicy': {
      const is = attached.get(call.targetId)?.policies.includes(call.policyId) === true;
      if (is === (call.name === 'AttachPolicy')) return { kind: 'already' };
      const { expects } = call;
      const live = policies.get(call.policyId)?.document ?? null;
      const isOther = expects !== undefined && !isSame(live, expects);
      return isOther ? changedSince(`the policy ${call.policyId}`) : inOrganization(before, call);
    }
    case 'UpdatePolicy': {
      const { policyId, document, expects } = call;
      const live = policies.get(policyId)?.document;
      if (live === undefined) return notThere(policyId);
      const may = overwriting({ live, wanted: document, expects });
      if (may === 'already') return { kind: 'already' };
      if (may === 'changed') return changedSince(`the policy ${policyId}`);
      return inOrganization(before, { name: 'UpdatePolicy', policyId, change: { document } });
    }
    case 'MoveAccount': {
      const parent = parents.get(call.account);
      if (parent === call.to) return { kind: 'already' };
      if (parent !== call.from) return changedSince(`the place of account ${call.account}`);
      return inOrganization(before, call);
    }
  }
}

function shared(before: Services, { resource, document, expects }: PolicyOrder): Made {
  const may = overwriting({ live: before.policies.get(resource) ?? null, wanted: document, expects });
  if (may === 'already') return { kind: 'already' };
  if (may === 'changed') return changedSince(`the policy of ${resource}`);
  const others = [...before.policies].filter(([name]) => name !== resource);
  const own = document === null ? [] : [[resource, document] as const];
  return { kind: 'done', services: { ...before, policies: new Map([...others, ...own]) } };
}

function stated(before: Services, call: StatementOrder): Made {
  const { name, resource, statement } = call;
  const policy = before.policies.get(resource) ?? null;
  const may = overwritingStatement(policy, call);
  if (may === 'already') return { kind: 'already' };
  if (may === 'changed') return changedSince(`the statement ${call.statementId} of ${resource}`);
  const others = statementsIn(policy).filter((each) => !isStatementOf(each, call));
  const left = name === 'AddPermission' ? [...others, statement] : others;
  const policies = new Map([...before.policies].filter(([other]) => other !== resource));
  if (left.length > 0) policies.set(resource, { Version: '2012-10-17', Statement: left });
  return { kind: 'done', services: { ...before, policies } };
}

function inIdentityCenter(before: Services, call: IdentityCenterCall): Made {
  const identityCenter = applyIdentityCenterCall(before.identityCenter, call);
  return { kind: 'done', services: { ...before, identityCenter } };
}

function inOrganization(before: Services, call: OrganizationCall): Made {
  return { kind: 'done', services: { ...before, organization: applyOrganizationCall(before.organization, call) } };
}

function notThere(what: string): Made {
  return { kind: 'refused', code: 'NotThere', detail: `${what} is not there` };
}
