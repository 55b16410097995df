import { describe, expect, test } from '@jest/globals';
import { UNKNOWN_IDENTITY_CENTER } from '../../../lib/core/account/identity-center/identity-center-state.ts';
import type { Assignee } from '../../../lib/core/account/permission-set.ts';
import type { PlanCall } from '../../../lib/core/account/plan-call.ts';
import type { Finding } from '../../../lib/core/governance/finding.ts';
import { grownSinceSigned } from '../../../lib/usecases/approval/grown-since-signed.ts';
import { organizationLooser } from '../../../lib/usecases/approval/organization-looser.ts';
import { findingWith, GOVERNANCE, NOW } from '../../core/governance/approval-fixtures.ts';
import { COMPANY } from '../../core/governance/organizations.ts';
import { MemoryIdentityCenter } from '../memory-identity-center.ts';

const SET = 'arn:aws:sso:::permissionSet/ssoins-1/ps-1';
const ON_SET = { service: 'sso', instanceArn: 'arn:aws:sso:::instance/ssoins-1', permissionSetArn: SET } as const;
const USER: Assignee = { kind: 'user', id: 'u-1' };
const GROUP: Assignee = { kind: 'group', id: 'g-1' };

function assigning(assignee: Assignee): PlanCall {
  const { service, instanceArn } = ON_SET;
  const assignment = { permissionSetArn: SET, account: '111122223333', assignee };
  return { service, instanceArn, name: 'CreateAccountAssignment', assignment };
}

const attaching: PlanCall = {
  ...ON_SET,
  name: 'AttachManagedPolicyToPermissionSet',
  policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
};
const provisioning: PlanCall = { ...ON_SET, name: 'ProvisionPermissionSet' };
const ofIam: PlanCall = {
  name: 'AttachRolePolicy',
  roleName: 'r',
  policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
};
const detaching: PlanCall = {
  service: 'organizations',
  name: 'DetachPolicy',
  policyId: 'p-leaving',
  targetId: 'ou-prod',
};

/** An Identity Center of which nothing was told, with a group of one. */
const center = new MemoryIdentityCenter(
  { ...UNKNOWN_IDENTITY_CENTER, members: new Map([['g-1', new Set(['u-1'])]]) },
  new Map([['u-1', 'ann']]),
);

function grown(calls: readonly PlanCall[], parts: Partial<Finding>, identityCenter: MemoryIdentityCenter | undefined) {
  const cases = { cards: async () => [], these: async () => [] };
  const read = identityCenter && { center: identityCenter, managedPolicy: async () => undefined };
  const deps = { cases, governance: GOVERNANCE, clock: { now: () => NOW } };
  return grownSinceSigned(findingWith(parts), calls, read === undefined ? deps : { ...deps, identityCenter: read });
}

describe('what nobody can tell to be as it was signed is not given back', () => {
  test.each<[string, PlanCall, Partial<Finding>, string]>([
    [
      'what was given, as nobody wrote it down',
      assigning(USER),
      {},
      'what was given was not written down when the finding was raised: whether it has grown is not known',
    ],
    [
      'who was in the group that is assigned it',
      assigning(GROUP),
      { gives: [] },
      'who was in the group g-1 when it was signed is not known',
    ],
    [
      'who had the permission set',
      attaching,
      { gives: [], resources: ['Engineer'] },
      'who had the permission set Engineer when it was signed is not known',
    ],
    [
      'who had the permission set, of which no name was told',
      attaching,
      { gives: [], resources: [] },
      `who had the permission set ${SET} when it was signed is not known`,
    ],
  ])('%s', async (_, call, parts, says) => {
    expect(await grown([ofIam, call], parts, center)).toContain(says);
    const unread = 'Identity Center cannot be read: whether what is given has grown is not known';
    expect(await grown([call], { gives: [], ...parts }, undefined)).toBe(unread);
  });

  test('what the permission set says, also where those are in its group who were', async () => {
    const unknown = `the permission set ${SET} gives more in 111122223333 than what was signed (undetermined`;
    expect(await grown([assigning(USER)], { gives: [] }, center)).toContain(unknown);
    const known = { gives: [], beneficiaries: ['u-1'] };
    expect(await grown([assigning(GROUP)], known, center)).toContain(unknown);
  });

  test('who came into the group, by the name that people know', async () => {
    const came = 'the user ann came into the group g-1 since, and nobody signed that';
    expect(await grown([assigning(GROUP)], { gives: [], beneficiaries: [] }, center)).toBe(came);
  });

  test('what limits accounts, where the organization cannot be read', async () => {
    const signed = findingWith();
    const unread = 'the organization cannot be read: what limits its accounts is not known';
    for (const deps of [{}, { organization: { organization: async () => undefined } }])
      expect(await organizationLooser(signed, [ofIam, detaching], deps)).toBe(unread);
    const organization = { organization: async () => COMPANY };
    expect(await organizationLooser(signed, [detaching], { organization })).toMatch(
      /^accounts \(.*\) would be let do more/,
    );
  });
});

describe('what says by itself how much it is', () => {
  test.each<[string, PlanCall]>([
    ['a call of IAM', ofIam],
    ['what brings a permission set to its accounts', provisioning],
    ['what detaches a guardrail', detaching],
  ])('is not asked about in Identity Center: %s', async (_, call) => {
    expect(await grown([call], {}, undefined)).toBeUndefined();
  });

  test.each<[string, PlanCall]>([
    ['a call of IAM', ofIam],
    ['what is given in Identity Center', assigning(USER)],
  ])('is not asked about in the organization: %s', async (_, call) => {
    expect(await organizationLooser(findingWith(), [call], {})).toBeUndefined();
  });
});
