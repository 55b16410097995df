import { isJsonObject, type JsonObject, type JsonValue } from '../../../../lib/core/json.ts';
import { ACCOUNT, ADMIN, allow, MINUTE, NOW, record } from '../../company.ts';

/** Where Identity Center is. */
const INSTANCE = { instanceArn: 'arn:aws:sso:::instance/ssoins-1' };

const OTHER = '444455556666';

/** A call of Identity Center, as it was made. */
export interface Made {
  readonly name: string;
  readonly asked: JsonObject;
  readonly response?: JsonObject;
  readonly source?: string;
}

/** The ARN of a permission set. */
const arnOf = (set: string) => `arn:aws:sso:::permissionSet/ssoins-1/ps-${set.toLowerCase()}`;

/** A call on a permission set that exists. */
export const ofSet = (name: string, set: string, more: JsonObject = {}): Made => ({
  name,
  asked: { ...INSTANCE, permissionSetArn: arnOf(set), ...more },
});

/** Calls that make a permission set, */
export const create = (set: string): Made => ({
  name: 'CreatePermissionSet',
  asked: { ...INSTANCE, name: set },
  response: { permissionSet: { permissionSetArn: arnOf(set), name: set } },
});

/** write what it allows, */
export const put = (set: string, action: JsonValue) =>
  ofSet('PutInlinePolicyToPermissionSet', set, { inlinePolicy: JSON.stringify(allow(action)) });

/** or attach a policy to it. */
export const attach = (set: string, managedPolicyArn = ADMIN) =>
  ofSet('AttachManagedPolicyToPermissionSet', set, { managedPolicyArn });

/** Calls that assign it to somebody, */
export const assign = (set: string, principalId: string, targetId = ACCOUNT) =>
  ofSet('CreateAccountAssignment', set, {
    principalId,
    principalType: principalId.startsWith('g-') ? 'GROUP' : 'USER',
    targetId,
    targetType: 'AWS_ACCOUNT',
  });

const unassign = (set: string, principalId: string) => ({
  ...assign(set, principalId),
  name: 'DeleteAccountAssignment',
});

/** and that put somebody into a group. */
export const join = (groupId: string, userId: string): Made => ({
  name: 'CreateGroupMembership',
  asked: { identityStoreId: 'd-1', groupId, memberId: { userId } },
  source: 'identitystore',
});

const joinByConsole = (groupId: string, memberId: string): Made => ({
  name: 'AddMemberToGroup',
  asked: { identityStoreId: 'd-1', groupId, member: { memberId } },
  source: 'sso-directory',
});

/** One record a second, all by Rita, whom the records name by her id in the directory. */
export function recordsOf(made: readonly Made[]): readonly JsonObject[] {
  return made.map(({ name, asked, response, source = 'sso' }, index) => {
    const options = { id: `${index}-${name}`, time: NOW - MINUTE + index * 1000, source: `${source}.amazonaws.com` };
    const written = record(name, asked, { ...options, response: response ?? null });
    const identity = written['userIdentity'];
    if (!isJsonObject(identity)) throw new Error('a record without who acted');
    return { ...written, userIdentity: { ...identity, onBehalfOf: { userId: 'u-rita', identityStoreArn: 'd-1' } } };
  });
}

/** A permission set that gives no more than engineers may. */
export const WITHIN = [create('Engineer'), put('Engineer', 'ec2:RunInstances')];

/** Its ARN, */
export const SET = arnOf('Engineer');

/** that of a user, */
export const userArn = (id: string) => `arn:aws:identitystore:::user/${id}`;

/** and that of a group. */
const GROUP = 'arn:aws:identitystore:::group/g-ops';

/** What is done, and whose access is then in excess, shown by which policy, and why besides. */
export const CASES: readonly (readonly [
  string,
  readonly Made[],
  readonly { readonly principal: string; readonly rule?: string }[],
])[] = [
  ['a permission set within its standard, assigned to another', [...WITHIN, assign('Engineer', 'u-sam')], []],
  ['a permission set that is widened beyond its standard', [...WITHIN, attach('Engineer')], [{ principal: SET }]],
  [
    'one that is widened, and assigned to another',
    [...WITHIN, attach('Engineer'), assign('Engineer', 'u-sam')],
    [{ principal: SET }, { principal: userArn('u-sam'), rule: 'assignment' }],
  ],
  [
    'one within its standard that Rita assigns to herself',
    [...WITHIN, assign('Engineer', 'u-rita')],
    [{ principal: userArn('u-rita'), rule: 'self-assigned' }],
  ],
  [
    'one that she assigns to a group that she is in',
    [...WITHIN, join('g-ops', 'u-rita'), assign('Engineer', 'g-ops')],
    [{ principal: GROUP, rule: 'self-assigned' }],
  ],
  [
    'another in a group that has a set within its standard',
    [...WITHIN, assign('Engineer', 'g-ops'), join('g-ops', 'u-sam')],
    [],
  ],
  [
    'herself in a group that has a set',
    [...WITHIN, assign('Engineer', 'g-ops'), joinByConsole('g-ops', 'u-rita')],
    [{ principal: userArn('u-rita'), rule: 'self-assigned' }],
  ],
  [
    'another in a group that has a set beyond its standard in two accounts',
    [
      ...WITHIN,
      attach('Engineer'),
      assign('Engineer', 'g-ops'),
      assign('Engineer', 'g-ops', OTHER),
      join('g-ops', 'u-sam'),
    ],
    [
      { principal: SET },
      { principal: GROUP },
      { principal: GROUP },
      { principal: userArn('u-sam'), rule: 'assignment' },
    ],
  ],
  [
    'what somebody holds already, by a group',
    [...WITHIN, assign('Engineer', 'u-rita'), assign('Engineer', 'g-ops'), join('g-ops', 'u-rita')],
    [{ principal: userArn('u-rita') }],
  ],
  ['an assignment that is taken away', [...WITHIN, unassign('Engineer', 'u-sam')], []],
  [
    'a permission set of no class',
    [create('Other'), put('Other', 'ec2:*'), assign('Other', 'u-sam')],
    [{ principal: arnOf('Other') }, { principal: userArn('u-sam') }],
  ],
];
