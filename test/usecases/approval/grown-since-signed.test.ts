import { describe, expect, test } from '@jest/globals';
import {
  type KnownPermissionSet,
  UNKNOWN_IDENTITY_CENTER,
} from '../../../lib/core/account/identity-center/identity-center-state.ts';
import type { GivenSet } from '../../../lib/core/account/identity-center/given-set.ts';
import type { Assignee } from '../../../lib/core/account/permission-set.ts';
import type { Case } from '../../../lib/core/governance/cases/case.ts';
import type { PlanCall } from '../../../lib/core/account/plan-call.ts';
import type { Finding } from '../../../lib/core/governance/finding.ts';
import { grownSinceSigned } from '../../../lib/usecases/approval/grown-since-signed.ts';
import { organizationLooser } from '../../../lib/usecases/approval/organization-looser.ts';
import { allow, policy } from '../../core/governance/accounts.ts';
import { caseOf, FACTS, findingWith, GOVERNANCE, NOW } from '../../core/governance/approval-fixtures.ts';
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
    expect(await grown([assigning(USER), assigning(GROUP)], { gives: [], beneficiaries: [] }, center)).toBe(came);
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

describe('what is known', () => {
  const [READ, ADMIN] = ['arn:aws:iam::aws:policy/ReadOnlyAccess', 'arn:aws:iam::aws:policy/AdministratorAccess'];
  const ACCOUNT = '111122223333';
  const DOCUMENTS = { [READ]: allow('s3:Get*'), [ADMIN]: allow('*') };
  const engineer: KnownPermissionSet & { readonly name: string } = {
    arn: SET,
    name: 'Engineer',
    inline: allow('sqs:*'),
    managed: [READ],
    customerManaged: [],
  };
  const { [READ]: read } = DOCUMENTS;
  const signed: GivenSet = { set: engineer, accounts: [ACCOUNT], documents: { [READ]: read ?? null } };
  const less: GivenSet = { ...signed, set: { ...engineer, inline: allow('sqs:Get*') } };
  const attached: GivenSet = { set: { ...engineer, managed: [READ, ADMIN] }, documents: DOCUMENTS };
  const joining: PlanCall = {
    service: 'identitystore',
    name: 'CreateGroupMembership',
    identityStoreId: 'd-1',
    groupId: 'g-1',
    userId: 'u-2',
  };
  const MORE = `the permission set Engineer gives more in ${ACCOUNT} than what was signed`;

  /** With the set, which this group is assigned, and other cases. */
  function grownNow(call: PlanCall, parts: Partial<Finding>, others: readonly Case[] = [], accounts = [ACCOUNT]) {
    const assignments = accounts.map((account) => ({ permissionSetArn: SET, account, assignee: GROUP }));
    const members = new Map([['g-1', new Set(['u-1', 'u-9'])]]);
    const state = { permissionSets: new Map([[SET, engineer]]), assignments, members };
    const managedPolicy = async (arn: string) => {
      const document = Object.entries(DOCUMENTS).find(([each]) => each === arn)?.[1];
      return document && policy(arn, document);
    };
    const cards = others.map(({ finding: { id, account, principal }, status }) => {
      const none = { heldAt: undefined, waitedAt: undefined, announced: [], isQuiet: true };
      return { id, account, principal, status, ...none };
    });
    const these = async (asked: readonly { readonly id: string }[]) =>
      others.filter(({ finding }) => asked.some(({ id }) => id === finding.id));
    return grownSinceSigned(findingWith(parts), [call], {
      cases: { cards: async () => cards, these },
      governance: GOVERNANCE,
      clock: { now: () => NOW },
      identityCenter: { center: new MemoryIdentityCenter(state, new Map([['u-1', 'ann']])), managedPolicy },
    });
  }

  test.each<[string, PlanCall, Partial<Finding>]>([
    ['an assignment', assigning(USER), { gives: [signed] }],
    ['an assignment of a group', assigning(GROUP), { gives: [signed], beneficiaries: ['u-1', 'u-9'] }],
    ['a membership', joining, { gives: [signed] }],
  ])('is given back where it gives what was signed, and not where it gives more: %s', async (_, call, parts) => {
    expect(await grownNow(call, parts)).toBeUndefined();
    expect(await grownNow(call, { ...parts, gives: [less] })).toContain(MORE);
  });

  test('is not given back where it gives more in the last of several accounts', async () => {
    const more = 'the permission set Engineer gives more in 444455556666 than what was signed';
    expect(await grownNow(joining, { gives: [signed] }, [], [ACCOUNT, '444455556666'])).toContain(more);
  });

  test('of a permission set is what it would hold then, for those who had it', async () => {
    const heldBy = [{ assignee: GROUP, accounts: [ACCOUNT], users: [{ id: 'u-1' }, { id: 'u-9' }] }];
    expect(await grownNow(attaching, { gives: [attached], heldBy })).toBeUndefined();
    const more = 'the permission set Engineer gives more than what was signed';
    const { accounts: _all, ...without } = signed;
    expect(await grownNow(attaching, { gives: [without], heldBy })).toContain(more);
  });

  test.each<[string, string, string]>([
    ['by the name that people know', 'u-9', 'the user ann got the permission set Engineer'],
    ['by its id, where it has no name', 'u-1', 'the user u-9 got the permission set Engineer'],
  ])('is who came to have a permission set, %s', async (_, had, says) => {
    const heldBy = [{ assignee: GROUP, accounts: [ACCOUNT], users: [{ id: had }] }];
    const parts = { gives: [attached], heldBy, resources: ['Engineer'] };
    expect(await grownNow(attaching, parts)).toBe(`${says} in ${ACCOUNT} since, and nobody signed that`);
  });

  test('is not who has a permission set in more accounts than are asked: people are told how they have it back', async () => {
    const accounts = Array.from({ length: 201 }, (_, at) => String(111122220000 + at));
    const plan = { kind: 'exact-inverse', account: ACCOUNT, calls: [], restore: [attaching], summary: '' } as const;
    const parts = { gives: [attached], resources: ['Engineer'], response: { kind: 'hold', plan } as const };
    const many = await grownNow(attaching, { ...parts, heldBy: [] }, [], accounts);
    expect(many).toMatch(/^who has the permission set Engineer is not known: it is in 201 accounts.*aws sso-admin /);
    expect(await grownNow(attaching, parts)).toMatch(/^who had the permission set Engineer .*aws sso-admin /);
    const alerted = { ...parts, response: { kind: 'alert', why: 'it only alerts' } as const };
    expect(await grownNow(attaching, alerted)).toMatch(/make the calls yourselves: $/);
  });

  describe('as signed under another finding', () => {
    const { principal, account, digest } = findingWith();
    const granted = { findingId: 'F-000000000002', account, principal, digest, frozen: undefined };
    const WAIVER = { ...granted, from: NOW - 1, until: NOW + 1 };
    const other = (parts: Partial<Finding>, waived: Partial<Case> = {}): Case => ({
      ...caseOf([FACTS.raised()]),
      status: 'restored',
      finding: findingWith({ id: 'F-000000000002', gives: [signed], ...parts }),
      waiver: WAIVER,
      ...waived,
    });
    const elsewhere = 'arn:aws:iam::111122223333:role/other';

    test.each<[string, Case, boolean]>([
      ['of the same principal', other({}), true],
      ['of all who hold that permission set', other({ principal: SET }), true],
      ['of somebody else', other({ principal: elsewhere }), false],
      ['of which nobody wrote down what it gives', other({ gives: [] }), false],
      ['that is held', other({}, { status: 'held' }), false],
      ['that is this one', other({ id: findingWith().id }), false],
      ['whose waiver has ended', other({}, { waiver: { ...WAIVER, until: NOW } }), false],
      ['that has no waiver', other({}, { waiver: undefined }), false],
    ])('counts, or not: %s', async (_, beside, counts) => {
      const said = await grownNow(assigning(USER), { gives: [less] }, [beside]);
      expect(said ?? 'nothing more').toContain(counts ? 'nothing more' : MORE);
    });
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
