import { applyIdentityCenterCall } from '../../../../lib/core/account/identity-center/apply-identity-center-call.ts';
import type {
  IdentityCenterCall,
  MembershipCall,
  PermissionSetCall,
} from '../../../../lib/core/account/identity-center/identity-center-call.ts';
import type { KnownPermissionSet } from '../../../../lib/core/account/identity-center/identity-center-state.ts';
import { applyOrganizationCall } from '../../../../lib/core/account/organization/apply-organization-call.ts';
import type { OrganizationCall } from '../../../../lib/core/account/organization/organization-call.ts';
import { NO_SERVICES, type Services } from '../../../../lib/core/account/services/services.ts';
import { assessAssignment } from '../../../../lib/core/governance/assess/identity-center/assess-assignment.ts';
import { assessOrganization } from '../../../../lib/core/governance/assess/organization/assess-organization.ts';
import { assessPermissionSet } from '../../../../lib/core/governance/assess/identity-center/assess-permission-set.ts';
import type { Finding } from '../../../../lib/core/governance/finding.ts';
import { assignmentPlan, membershipPlan } from '../../../../lib/core/governance/holds/beyond/assignment-plan.ts';
import type { JsonObject, JsonValue } from '../../../../lib/core/json.ts';
import { ADMIN, allow, deny } from '../accounts.ts';
import { call, governance, NOW } from '../cases.ts';
import { allowing, attachedTo, COMPANY, denying, MANAGEMENT, PROD } from '../organizations.ts';
import { ENGINEER_SET, INSTANCE, policyOf, READ_ONLY, rules, SET } from '../permission-sets.ts';
import { findingsOf } from '../sharing/findings-of.ts';
import { bucket, key, keyDefault, lambda, objects, queue, queueArn, topic, topicArn } from '../sharing/requests.ts';
import { OWN, policy, STRANGER } from '../sharing/shared-resources.ts';

/** Something that is given in excess, in services of which all is known. */
export interface Given {
  readonly name: string;
  readonly before: Services;
  readonly after: Services;
  readonly findings: readonly Finding[];
}

const ACCOUNTS = [OWN];
const USER = { kind: 'user', id: 'u-sam' } as const;
const ASSIGNED = { permissionSetArn: SET, account: OWN, assignee: USER };
const IN_GROUP = { permissionSetArn: SET, account: OWN, assignee: { kind: 'group', id: 'g-ops' } } as const;
const WIDE: KnownPermissionSet = { ...ENGINEER_SET, managed: [ADMIN] };

function center(set: KnownPermissionSet, more: Partial<Services['identityCenter']> = {}): Services {
  const identityCenter = { permissionSets: new Map([[SET, set]]), assignments: [], members: new Map(), ...more };
  return { ...NO_SERVICES, identityCenter };
}

function happened(before: Services, made: IdentityCenterCall): Services {
  return { ...before, identityCenter: applyIdentityCenterCall(before.identityCenter, made) };
}

const context = (name: string, asked: JsonObject) => ({
  call: call({ source: 'sso.amazonaws.com', name, change: { kind: 'identity-center', resources: [SET], asked } }),
  policyOf,
  governance: rules,
  state: undefined,
  now: NOW,
});

function widened(name: string, setCall: PermissionSetCall, set: KnownPermissionSet): Given {
  const before = center(set);
  const after = happened(before, setCall);
  const is = after.identityCenter.permissionSets.get(SET);
  const about = context(setCall.name, { instanceArn: INSTANCE, permissionSetArn: SET });
  return { name, before, after, findings: assessPermissionSet({ ...about, setCall, before: set, after: is }) };
}

const onSet = { permissionSetArn: SET };
const put = (document: JsonValue): PermissionSetCall => ({
  name: 'PutInlinePolicyToPermissionSet',
  ...onSet,
  document,
});
const bound = (managed: string): PermissionSetCall => ({
  name: 'PutPermissionsBoundaryToPermissionSet',
  ...onSet,
  boundary: { managed },
});
const tools = { name: 'Tools', path: '/' };
const { inline: _, ...EMPTY_SET } = ENGINEER_SET;
const FENCED: KnownPermissionSet = { ...WIDE, boundary: { managed: READ_ONLY } };
const DENIED: KnownPermissionSet = { ...WIDE, inline: deny('iam:*') };

const PERMISSION_SETS: readonly Given[] = [
  widened(
    'a policy of AWS on a permission set',
    { name: 'AttachManagedPolicyToPermissionSet', ...onSet, policyArn: ADMIN },
    ENGINEER_SET,
  ),
  widened(
    'an own policy on a permission set',
    { name: 'AttachCustomerManagedPolicyReferenceToPermissionSet', ...onSet, reference: tools },
    ENGINEER_SET,
  ),
  widened('an inline policy of a permission set in the place of another', put(allow('iam:*')), ENGINEER_SET),
  widened('the first inline policy of a permission set', put(allow('iam:*')), EMPTY_SET),
  widened('no inline policy that denied', { name: 'DeleteInlinePolicyFromPermissionSet', ...onSet }, DENIED),
  widened('a wider boundary of a permission set', bound(ADMIN), FENCED),
  widened('no boundary of a permission set', { name: 'DeletePermissionsBoundaryFromPermissionSet', ...onSet }, FENCED),
];

function assigned(): Given {
  const made = { name: 'CreateAccountAssignment', assignment: ASSIGNED } as const;
  const before = center(WIDE);
  const about = context(made.name, { instanceArn: INSTANCE });
  const gains = [{ set: WIDE, accounts: ACCOUNTS, held: [] }];
  const plan = assignmentPlan(made, about.call);
  const undo = { rule: 'undo', detail: '' };
  const findings = assessAssignment({ ...about, assignee: USER, gains, own: 'of-others', undo, plan });
  return { name: 'a permission set for a user in an account', before, after: happened(before, made), findings };
}

/** A group that has two permission sets in excess: one membership, two findings. */
function joined(): Given {
  const made: MembershipCall = { name: 'CreateGroupMembership', groupId: 'g-ops', userId: 'u-sam' };
  const before = center(WIDE, { assignments: [IN_GROUP], members: new Map([['g-ops', new Set(['u-rita'])]]) });
  const about = context(made.name, { identityStoreId: 'd-1' });
  const other = { ...WIDE, arn: `${SET}2`, inline: allow('kms:*'), managed: [] };
  const gains = [WIDE, other].map((set) => ({ set, accounts: ACCOUNTS, held: [] }));
  const plan = membershipPlan(made, about.call);
  const undo = { rule: 'undo', detail: '' };
  const findings = assessAssignment({ ...about, assignee: USER, gains, own: 'of-others', undo, plan });
  return { name: 'a user in a group', before, after: happened(before, made), findings };
}

function loosened(name: string, organizationCall: OrganizationCall, organization = COMPANY): Given {
  const before = { ...NO_SERVICES, organization };
  const after = { ...before, organization: applyOrganizationCall(organization, organizationCall) };
  const made = call({
    source: 'organizations.amazonaws.com',
    name: organizationCall.name,
    account: MANAGEMENT,
    change: { kind: 'organization', resources: [], asked: {} },
  });
  const pair = { before: organization, after: after.organization };
  const findings = assessOrganization({
    call: made,
    organizationCall,
    pair,
    governance: governance(),
    state: undefined,
    now: NOW,
  });
  return { name, before, after, findings };
}

const ALLOWING_FEW = { ...COMPANY, attached: new Map([...attachedTo({}), ['ou-dev', { policies: ['p-few'] }]]) };

const ORGANIZATIONS: readonly Given[] = [
  loosened('an SCP that is detached', { name: 'DetachPolicy', policyId: 'p-leaving', targetId: 'ou-prod' }),
  loosened('an RCP that is detached', { name: 'DetachPolicy', policyId: 'p-strangers', targetId: 'ou-prod' }),
  loosened('an SCP that denies less', {
    name: 'UpdatePolicy',
    policyId: 'p-leaving',
    change: { document: denying('organizations:LeaveOrganization') },
  }),
  loosened(
    'an SCP that allows more',
    { name: 'UpdatePolicy', policyId: 'p-few', change: { document: allowing(['s3:*', 'iam:*']) } },
    ALLOWING_FEW,
  ),
  loosened('an account from under an SCP', { name: 'MoveAccount', account: PROD, from: 'ou-prod', to: 'ou-dev' }),
];

type Request =
  | ReturnType<typeof bucket>
  | ReturnType<typeof key>
  | ReturnType<typeof queue>
  | ReturnType<typeof topic>
  | ReturnType<typeof secret>
  | ReturnType<typeof repository>;

const secretArn = `arn:aws:secretsmanager:us-east-1:${OWN}:secret:prod/db-*`;
const secret = (document: JsonObject) => ({
  service: 'secretsmanager',
  name: 'PutResourcePolicy',
  asked: { secretId: 'prod/db', resourcePolicy: JSON.stringify(document) },
});
const repositoryArn = `arn:aws:ecr:us-east-1:${OWN}:repository/team/web`;
const repository = (document: JsonObject) => ({
  service: 'ecr',
  name: 'SetRepositoryPolicy',
  asked: { repositoryName: 'team/web', policyText: JSON.stringify(document) },
});

interface Resource {
  readonly arn: string;
  readonly request: (document: JsonObject) => Request;
  readonly own: JsonObject;
  readonly open: JsonObject;
}

const statement = (action: string, resource: string, principal: JsonValue = { AWS: STRANGER }) =>
  policy({ principal, action, resource });
const ownRoot = { AWS: `arn:aws:iam::${OWN}:root` };
const RESOURCES: readonly Resource[] = [
  {
    arn: 'arn:aws:s3:::logs',
    request: bucket,
    own: statement('s3:GetObject', objects, ownRoot),
    open: statement('s3:GetObject', objects, '*'),
  },
  {
    arn: queueArn,
    request: queue,
    own: statement('sqs:SendMessage', queueArn, ownRoot),
    open: statement('sqs:SendMessage', queueArn),
  },
  {
    arn: topicArn,
    request: topic,
    own: statement('sns:Publish', topicArn, ownRoot),
    open: statement('sns:Publish', topicArn),
  },
  {
    arn: `arn:aws:kms:us-east-1:${OWN}:key/k-1`,
    request: key,
    own: policy(keyDefault),
    open: policy(keyDefault, { principal: { AWS: STRANGER }, action: 'kms:Decrypt' }),
  },
  {
    arn: secretArn,
    request: secret,
    own: statement('secretsmanager:GetSecretValue', '*', ownRoot),
    open: statement('secretsmanager:GetSecretValue', '*'),
  },
  {
    arn: repositoryArn,
    request: repository,
    own: statement('ecr:BatchGetImage', '*', ownRoot),
    open: statement('ecr:BatchGetImage', '*'),
  },
];

const withPolicy = (arn: string, document: JsonValue): Services => ({
  ...NO_SERVICES,
  policies: new Map([[arn, document]]),
});

const SHARED: readonly Given[] = RESOURCES.map(({ arn, request, own, open }) => ({
  name: `the policy of ${arn}`,
  before: withPolicy(arn, own),
  after: withPolicy(arn, open),
  findings: findingsOf(request(open), { before: own }),
}));

const functionArn = `arn:aws:lambda:us-east-1:${OWN}:function:f`;
/** What `AddPermission` asks for makes of the policy of a function. */
const invocable = (sid: string, principal: JsonValue, alias = ''): JsonObject => ({
  Sid: sid,
  Effect: 'Allow',
  Principal: principal,
  Action: ['lambda:InvokeFunction'],
  Resource: [`${functionArn}${alias}`],
});

/** A statement of the policy of a function, beside these. */
function invoked(name: string, asked: JsonObject, added: JsonObject, beside: readonly JsonObject[]): Given {
  const holding = (statements: readonly JsonObject[]) =>
    statements.length === 0
      ? NO_SERVICES
      : withPolicy(functionArn, { Version: '2012-10-17', Statement: [...statements] });
  const findings = findingsOf(lambda({ principal: STRANGER, ...asked }));
  return { name, before: holding(beside), after: holding([...beside, added]), findings };
}

const STATEMENTS: readonly Given[] = [
  invoked('the first statement of a function', {}, invocable('s', { AWS: STRANGER }), []),
  invoked(
    'a statement of an alias beside one of the same id',
    { qualifier: 'live' },
    invocable('s', { AWS: STRANGER }, ':live'),
    [invocable('s', ownRoot)],
  ),
  invoked(
    'a statement of a function that a record names by its ARN',
    { functionName: functionArn },
    invocable('s', { AWS: STRANGER }),
    [],
  ),
];

/** What each kind of call gives in excess, where all of it is known. */
export const GIVEN: readonly Given[] = [
  ...PERMISSION_SETS,
  assigned(),
  joined(),
  ...ORGANIZATIONS,
  ...SHARED,
  ...STATEMENTS,
];
