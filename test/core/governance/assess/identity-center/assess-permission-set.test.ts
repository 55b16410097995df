import { describe, expect, test } from '@jest/globals';
import { decide } from '../../../../../lib/core/access/decide.ts';
import { applyPermissionSetCall } from '../../../../../lib/core/account/identity-center/apply-permission-set-call.ts';
import { beforePermissionSetCall } from '../../../../../lib/core/account/identity-center/before-permission-set-call.ts';
import type { PermissionSetCall } from '../../../../../lib/core/account/identity-center/identity-center-call.ts';
import {
  type KnownPermissionSet,
  unknownPermissionSet,
} from '../../../../../lib/core/account/identity-center/identity-center-state.ts';
import { permissionSetPolicies } from '../../../../../lib/core/account/identity-center/permission-set-policies.ts';
import { UNKNOWN_DOCUMENT } from '../../../../../lib/core/account/stored-document.ts';
import type { Call } from '../../../../../lib/core/activity/call.ts';
import { assessPermissionSet } from '../../../../../lib/core/governance/assess/identity-center/assess-permission-set.ts';
import { isAmong } from '../../../../../lib/core/governance/escalation/opened-paths.ts';
import type { Finding } from '../../../../../lib/core/governance/finding.ts';
import { isJsonObject, type JsonValue } from '../../../../../lib/core/json.ts';
import { ADMIN, allow, deny, policy } from '../../accounts.ts';
import { ACCOUNT, call, NOW } from '../../cases.ts';
import { ENGINEER_SET, INSTANCE, policyOf, READ_ONLY, rules, SET } from '../../permission-sets.ts';

interface Made {
  readonly call: PermissionSetCall;
  /** What it holds before; absent: it reads from S3. */
  readonly before?: KnownPermissionSet;
  readonly members?: Partial<Call>;
  /** What the policy of the account says that the set refers to; absent: the set is provisioned nowhere. */
  readonly inAccount?: JsonValue;
}

function findings({ call: setCall, before = ENGINEER_SET, members = {}, inAccount }: Made): readonly Finding[] {
  const change = {
    kind: 'identity-center',
    resources: [SET],
    asked: { instanceArn: INSTANCE, permissionSetArn: SET },
  } as const;
  const made = call({ source: 'sso.amazonaws.com', name: setCall.name, change, ...members });
  const after = applyPermissionSetCall(before, setCall);
  return assessPermissionSet({
    call: made,
    setCall,
    before,
    after,
    ...(inAccount === undefined ? {} : { accounts: [ACCOUNT] }),
    policyOf: (arn) =>
      arn.startsWith(`arn:aws:iam::${ACCOUNT}:`) && isJsonObject(inAccount ?? null)
        ? policy(arn, inAccount ?? null)
        : policyOf(arn),
    governance: rules,
    state: undefined,
    now: NOW,
  });
}

const attach = (policyArn: string): PermissionSetCall => ({
  name: 'AttachManagedPolicyToPermissionSet',
  permissionSetArn: SET,
  policyArn,
});
const put = (document: ReturnType<typeof allow>): PermissionSetCall => ({
  name: 'PutInlinePolicyToPermissionSet',
  permissionSetArn: SET,
  document,
});
const unbind: PermissionSetCall = { name: 'DeletePermissionsBoundaryFromPermissionSet', permissionSetArn: SET };
const reference: PermissionSetCall = {
  name: 'AttachCustomerManagedPolicyReferenceToPermissionSet',
  permissionSetArn: SET,
  reference: { name: 'Tools', path: '/' },
};
const detach: PermissionSetCall = {
  name: 'DetachManagedPolicyFromPermissionSet',
  permissionSetArn: SET,
  policyArn: ADMIN,
};
const withAdmin = { ...ENGINEER_SET, managed: [ADMIN] };
const fenced = { ...withAdmin, boundary: { managed: READ_ONLY } };
const denied = { ...withAdmin, inline: deny('iam:*') };

const WIDENING: readonly (readonly [string, Made, Finding['kind'], string])[] = [
  ['a policy of AWS that allows everything', { call: attach(ADMIN) }, 'excess-access', 'iam:CreateUser'],
  [
    'an inline policy beyond the standard',
    { call: put(allow(['s3:GetObject', 'iam:PassRole'])) },
    'excess-access',
    'iam:PassRole',
  ],
  [
    'an inline policy that denies less',
    { call: put(deny('iam:PassRole')), before: denied },
    'excess-access',
    'iam:CreateUser',
  ],
  [
    'no inline policy any more, where it denied',
    { call: { name: 'DeleteInlinePolicyFromPermissionSet', permissionSetArn: SET }, before: denied },
    'excess-access',
    'iam:CreateUser',
  ],
  ['no boundary any more', { call: unbind, before: fenced }, 'guardrail-removed', 'iam:CreateUser'],
  [
    'a wider boundary',
    {
      call: { name: 'PutPermissionsBoundaryToPermissionSet', permissionSetArn: SET, boundary: { managed: ADMIN } },
      before: fenced,
    },
    'guardrail-removed',
    'iam:CreateUser',
  ],
];

const HARMLESS: readonly (readonly [string, Made])[] = [
  ['a policy within the standard', { call: attach(READ_ONLY) }],
  ['an inline policy within the standard', { call: put(allow('sqs:*')) }],
  [
    'the same inline policy again, beyond the standard',
    { call: put(allow('iam:*')), before: { ...ENGINEER_SET, inline: allow('iam:*') } },
  ],
  [
    'less than it held beyond the standard',
    { call: put(allow('iam:PassRole')), before: { ...ENGINEER_SET, inline: allow('iam:*') } },
  ],
  ['a policy that is taken off', { call: detach, before: withAdmin }],
  [
    'a boundary',
    {
      call: { name: 'PutPermissionsBoundaryToPermissionSet', permissionSetArn: SET, boundary: { managed: READ_ONLY } },
      before: withAdmin,
    },
  ],
  [
    'a new permission set, which is empty',
    { call: { name: 'CreatePermissionSet', permissionSetArn: SET, setName: 'Engineer' } },
  ],
  ['one that is deleted', { call: { name: 'DeletePermissionSet', permissionSetArn: SET }, before: withAdmin }],
];

const UNKNOWN: readonly (readonly [string, Made, Finding['response']['kind']])[] = [
  ['a customer managed policy, which no account has', { call: reference }, 'hold'],
  ['a customer managed policy that allows', { call: reference, inAccount: allow('*') }, 'hold'],
  ['a customer managed policy that denies', { call: reference, inAccount: deny('s3:GetObject') }, 'alert'],
  ['a customer managed policy that nobody can read', { call: reference, inAccount: null }, 'alert'],
  ['a policy of AWS that is not known', { call: attach('arn:aws:iam::aws:policy/Newest') }, 'alert'],
  [
    'an inline policy that the record lacks',
    { call: { name: 'PutInlinePolicyToPermissionSet', permissionSetArn: SET, document: UNKNOWN_DOCUMENT } },
    'alert',
  ],
  [
    'a set that is known only from calls and has no boundary any more',
    { call: unbind, before: unknownPermissionSet(SET) },
    'alert',
  ],
  [
    'a set that is known only from calls and gets everything',
    { call: attach(ADMIN), before: unknownPermissionSet(SET) },
    'hold',
  ],
  [
    'what the boundary was',
    {
      call: { name: 'PutPermissionsBoundaryToPermissionSet', permissionSetArn: SET, boundary: { managed: ADMIN } },
      before: { ...withAdmin, boundary: { unknown: true } },
    },
    'alert',
  ],
];

describe('a permission set that gets', () => {
  test.each(WIDENING)(
    '%s is a finding on it, with what is in excess and a request that shows it',
    (_, made, kind, action) => {
      const [finding, ...others] = findings(made);
      expect(others).toEqual([]);
      expect(finding).toMatchObject({
        kind,
        verdict: 'exceeds',
        principal: SET,
        class: 'engineers',
        resources: ['Engineer'],
        response: { kind: 'hold' },
      });
      const { before = ENGINEER_SET } = made;
      const after = applyPermissionSetCall(before, made.call) ?? before;
      const witness = finding?.witness ?? { action: '', resource: '', context: {} };
      expect(decide(permissionSetPolicies(after, policyOf), witness).decision).toBe('allow');
      expect(decide(permissionSetPolicies(before, policyOf), witness).decision).not.toBe('allow');
      expect(isAmong(finding?.excess ?? [], action)).toBe(true);
    },
  );

  test.each(HARMLESS)('%s is none', (_, made) => {
    expect(findings(made)).toEqual([]);
  });

  test.each(UNKNOWN)('%s is undetermined, and held where that surely takes no deny away', (_, made, kind) => {
    expect(findings(made)).toMatchObject([{ verdict: 'undetermined', witness: null, response: { kind } }]);
  });

  test('anything by a call that AWS refused is none', () => {
    expect(findings({ call: attach(ADMIN), members: { error: { code: 'AccessDenied', message: '' } } })).toEqual([]);
  });

  test('what no class is told by is measured by the standard of what is not classified', () => {
    expect(findings({ call: attach(READ_ONLY), before: { ...ENGINEER_SET, name: 'Other' } })).toMatchObject([
      { class: 'unclassified', verdict: 'exceeds' },
    ]);
  });

  test('too much says which call undoes it, and the commands', () => {
    const [finding] = findings({ call: attach(ADMIN) });
    expect(finding?.reasons).toContainEqual({
      rule: 'undo',
      detail:
        `DetachManagedPolicyFromPermissionSet undoes it: aws sso-admin detach-managed-policy-from-permission-set --instance-arn ${INSTANCE} --permission-set-arn ${SET} --managed-policy-arn ${ADMIN}; ` +
        `then aws sso-admin provision-permission-set --target-type ALL_PROVISIONED_ACCOUNTS --instance-arn ${INSTANCE} --permission-set-arn ${SET}`,
    });
  });
});

describe('what a permission set was before a call', () => {
  test.each<readonly [string, PermissionSetCall, KnownPermissionSet]>([
    ['attached', attach(ADMIN), ENGINEER_SET],
    ['detached', detach, withAdmin],
    ['referred to', reference, ENGINEER_SET],
  ])('is told by the call: %s', (_, setCall, before) => {
    const after = applyPermissionSetCall(before, setCall);
    expect(after === undefined ? undefined : beforePermissionSetCall(after, setCall)).toEqual(before);
  });

  test.each<readonly [string, PermissionSetCall, KnownPermissionSet]>([
    ['the inline policy', put(allow('s3:*')), ENGINEER_SET],
    ['the boundary', unbind, fenced],
  ])('is known from what was read before, else unknown: %s', (_, setCall, before) => {
    const after = applyPermissionSetCall(before, setCall) ?? before;
    expect(beforePermissionSetCall(after, setCall, before)).toEqual(before);
    expect(
      findings({ call: setCall, before: beforePermissionSetCall({ ...after, managed: [ADMIN] }, setCall) }),
    ).toMatchObject([{ verdict: 'undetermined' }]);
  });
});
