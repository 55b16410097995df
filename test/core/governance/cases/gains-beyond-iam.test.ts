import { expect, test } from '@jest/globals';
import { gainsBeyondIam } from '../../../../lib/core/governance/cases/gains-beyond-iam.ts';
import type { Finding } from '../../../../lib/core/governance/finding.ts';
import { raise } from '../../../../lib/core/governance/raise.ts';
import { draft } from '../cases.ts';

const USER = 'arn:aws:identitystore:::user/u-sam';
const GROUP = 'arn:aws:identitystore:::group/g-ops';
const SET = 'arn:aws:sso:::permissionSet/ssoins-1/ps-1';
const roleOf = (set: string) => `arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_${set}_0123456789abcdef/sam`;

const HELD = [
  {
    assignee: { kind: 'group', id: 'g-ops' },
    accounts: ['111122223333'],
    users: [{ id: 'u-sam', userName: 'sam' }],
  },
] as const;

/** What somebody was given, and whether a person who has this id and acts as this gains it. */
const CASES: readonly (readonly [string, Partial<Finding>, string, readonly string[], 'gains' | 'not' | 'unknown'])[] =
  [
    ['the user themselves, by id', { principal: USER, beneficiaries: ['u-sam', 'sam'] }, 'u-sam', [], 'gains'],
    ['the user themselves, by name', { principal: USER, beneficiaries: ['u-sam', 'sam'] }, 'p-1', ['sam'], 'gains'],
    ['a member of the group', { principal: GROUP, beneficiaries: ['u-pat', 'u-sam'] }, 'u-sam', [], 'gains'],
    ['somebody else', { principal: GROUP, beneficiaries: ['u-pat'] }, 'u-sam', ['sam'], 'not'],
    ['anybody where nobody told who is in the group', { principal: GROUP }, 'u-sam', [], 'unknown'],
    ['who has the permission set', { principal: SET, resources: ['Engineer'] }, 'p-1', [roleOf('Engineer')], 'gains'],
    ['who may have it', { principal: SET, resources: ['Engineer'] }, 'p-1', ['arn:*:assumed-role/AWS*/sam'], 'gains'],
    ['who has another', { principal: SET, resources: ['Engineer'] }, 'p-1', [roleOf('Reader')], 'not'],
    ['who is assigned it', { principal: SET, resources: ['Reader'], heldBy: HELD }, 'p-1', ['sam'], 'gains'],
    ['who is not assigned it', { principal: SET, resources: ['Reader'], heldBy: HELD }, 'u-pat', ['pat'], 'not'],
    [
      'anybody where nobody listed who has it',
      { principal: SET, resources: ['Reader'], gives: [] },
      'u-pat',
      [],
      'unknown',
    ],
    ['anybody where the set has no name', { principal: SET }, 'p-1', [], 'unknown'],
    ['what is of IAM is told elsewhere', { principal: 'arn:aws:iam::111122223333:role/x' }, 'p-1', [], 'not'],
  ];

test.each(CASES)('%s', (_, given, id, actsAs, wanted) => {
  const finding = { ...raise(draft(), { kind: 'observe', why: '' }), resources: [], ...given };
  const gain = gainsBeyondIam({ id, name: id, actsAs: [...actsAs], groups: [] }, finding);
  const told = gain === undefined ? 'not' : gain === 'unknown' ? 'unknown' : 'gains';
  expect(told).toBe(wanted);
});
