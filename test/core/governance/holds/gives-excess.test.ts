import { describe, expect, test } from '@jest/globals';
import type { IamCall } from '../../../../lib/core/account/call.ts';
import type { ExcessBox } from '../../../../lib/core/access/excess.ts';
import { policySetOf } from '../../../../lib/core/account/effective.ts';
import type { AccountState } from '../../../../lib/core/account/state.ts';
import type { PolicySet } from '../../../../lib/core/access/policy-set.ts';
import { stateToJson } from '../../../../lib/core/account/state-json.ts';
import type { Case } from '../../../../lib/core/governance/cases/case.ts';
import type { Finding } from '../../../../lib/core/governance/finding.ts';
import { trustSetOf } from '../../../../lib/core/governance/standards/access-limits.ts';
import { caseOf, FACTS, findingWith } from '../approval-fixtures.ts';
import { givesExcess, givesUnsigned, toldTrust } from '../../../../lib/core/governance/holds/gives-excess.ts';
import type { JsonValue } from '../../../../lib/core/json.ts';
import { account, ADMIN, allow, deny, READ, role, roleArn, trustOf } from '../accounts.ts';
import { standardOf } from '../agents.ts';
import { governance, NOW, principalClass } from '../cases.ts';

const principal = roleArn('deploy');
const held = (...documents: readonly JsonValue[]) =>
  account(role('deploy', { inline: new Map(documents.map((document, at) => [`p${at}`, document])) }));
const put = (policyName: string, policyDocument: JsonValue, roleName = 'deploy'): IamCall => ({
  name: 'PutRolePolicy',
  roleName,
  policyName,
  policyDocument,
});
const box = (...actions: readonly string[]): ExcessBox => ({
  actions,
  accessLevels: ['Write'],
  resources: ['arn:aws:s3:::logs/*'],
  policy: 'inline:p0',
  statement: 'Statement[0]',
});

const UNLISTED = 'arn:aws:iam::111122223333:policy/unlisted';
const WROTE = held(allow('iam:PutRolePolicy'));
const BOUND = account(role('deploy', { inline: new Map([['p0', allow('iam:PutRolePolicy')]]), boundary: READ }));

test.each<[string, Parameters<typeof givesExcess>, boolean]>([
  ['what is in excess', [[put('p0', allow('s3:Put*'))], [box('s3:PutObject')], { live: WROTE, principal }], true],
  ['a part of it', [[put('p0', allow('s3:PutObject'))], [box('sns:*', 's3:*')], { live: WROTE, principal }], true],
  [
    'it elsewhere',
    [[put('p0', allow('s3:*', 'arn:aws:s3:::other/*'))], [box('s3:*')], { live: WROTE, principal }],
    true,
  ],
  [
    'whatever a policy says that the slice does not list',
    [
      [{ name: 'AttachRolePolicy', roleName: 'deploy', policyArn: UNLISTED }],
      [box('s3:PutObject')],
      { live: WROTE, principal },
    ],
    true,
  ],
  [
    'a part of it, where another part was undone before',
    [
      [{ name: 'DeleteRolePolicy', roleName: 'deploy', policyName: 'gone' }, put('p0', allow('s3:Put*'))],
      [box('s3:PutObject')],
      { live: WROTE, principal },
    ],
    true,
  ],
  [
    'nothing, where it puts a boundary on who has none',
    [
      [{ name: 'PutRolePermissionsBoundary', roleName: 'deploy', permissionsBoundary: UNLISTED }],
      [box('iam:*')],
      { live: WROTE, principal },
    ],
    false,
  ],
  [
    'nothing, where it puts a boundary on who has none, though nobody can read what they have',
    [
      [{ name: 'PutRolePermissionsBoundary', roleName: 'deploy', permissionsBoundary: UNLISTED }],
      [box('iam:*')],
      { live: held('no policy'), principal },
    ],
    false,
  ],
  ['something else', [[put('p0', allow('s3:GetObject'))], [box('s3:PutObject')], { live: WROTE, principal }], false],
  [
    'nothing, where the principal has it by another policy',
    [
      [put('p0', allow('s3:PutObject'))],
      [box('s3:PutObject')],
      { live: held(allow('sns:*'), allow('s3:*')), principal },
    ],
    false,
  ],
  [
    'nothing, where a deny stands beside it',
    [
      [put('p0', allow('s3:PutObject'))],
      [box('s3:PutObject')],
      { live: held(allow('sns:*'), deny('s3:*')), principal },
    ],
    false,
  ],
  ['nothing, where nothing is in excess', [[put('p0', allow('s3:*'))], [], { live: WROTE, principal }], false],
  [
    'what another boundary lets by',
    [
      [{ name: 'PutRolePermissionsBoundary', roleName: 'deploy', permissionsBoundary: ADMIN }],
      [box('iam:PutRolePolicy')],
      { live: BOUND, principal },
    ],
    true,
  ],
  [
    'nothing, where it only takes away',
    [[{ name: 'DeleteRolePolicy', roleName: 'deploy', policyName: 'p0' }], [box('iam:*')], { live: WROTE, principal }],
    false,
  ],
  [
    'nothing, where it cannot be done',
    [[put('p0', allow('s3:*'), 'gone')], [box('s3:*')], { live: WROTE, principal }],
    false,
  ],
  [
    'nothing to who is gone',
    [[put('p0', allow('s3:*'))], [box('s3:*')], { live: WROTE, principal: roleArn('gone') }],
    false,
  ],
])('what undoes a call gives %s', (_, [calls, excess, sides], isGiven) => {
  expect(givesExcess(calls, excess, sides)).toBe(isGiven);
});

describe('what undoes a call gives what is in excess and nobody signed', () => {
  const rules = governance({ unclassified: principalClass({ standard: standardOf(allow('s3:Get*')) }) });
  const STRANGER = trustOf({ AWS: '999988887777' });
  const trusting = (policyDocument: JsonValue): IamCall => ({
    name: 'UpdateAssumeRolePolicy',
    roleName: 'deploy',
    policyDocument,
  });
  const signed = policySetOf(held(allow('s3:PutObject')), principal);
  const remove = { name: 'DeleteRolePolicy', roleName: 'deploy', policyName: 'p0' } as const;

  test.each<[string, readonly IamCall[], AccountState, readonly (PolicySet | undefined)[], boolean]>([
    ['beyond the standard', [put('p0', allow('s3:PutObject'))], WROTE, [], true],
    ['which nobody can read', [put('p0', 'no policy')], WROTE, [], true],
    ['not within the standard', [put('p0', allow('s3:GetObject'))], WROTE, [], false],
    ['not where a waiver covers it', [put('p0', allow('s3:PutObject'))], WROTE, [signed], false],
    ['not what the principal has', [put('p1', allow('iam:PutRolePolicy'))], WROTE, [], false],
    ['not where a part of it goes', [put('p0', allow('iam:PutRolePolicy', 'arn:aws:iam::*:role/a'))], WROTE, [], false],
    ['not where it only takes away', [remove], WROTE, [], false],
    ['in the trust of a role', [trusting(STRANGER)], WROTE, [], true],
    ['not in trust of the account itself', [trusting(trustOf({ AWS: '111122223333' }))], WROTE, [], false],
    ['not in trust that is there', [trusting(STRANGER)], account(role('deploy', { trust: STRANGER })), [], false],
  ])('%s', (_, calls, live, waivers, isGiven) => {
    const limits = waivers.filter((set) => set !== undefined);
    expect(givesUnsigned(calls, { live, principal }, { governance: rules, now: NOW, limits })).toBe(isGiven);
  });
});

describe('whom people know a role to trust', () => {
  const trust = trustOf({ AWS: '999988887777' });
  const frozen = stateToJson(account(role('deploy', { trust })));
  const found = (hold: Case['hold'], parts: Partial<Finding> = {}): Case => ({
    ...caseOf([FACTS.raised()]),
    finding: findingWith({ principal, frozen, kind: 'excess-trust', ...parts }),
    status: 'alerted',
    hold,
  });
  const begun = { calls: [], standIns: [], at: NOW } as const;
  const { frozen: _frozen, ...nothingFrozen } = findingWith({ principal, kind: 'excess-trust' });

  test.each<[string, Case, boolean]>([
    ['is what they left', found({ kind: 'none' }), true],
    ['is not what is yet to be held', found({ kind: 'failed', detail: '', ...begun }), false],
    ['is not what was only observed', { ...found({ kind: 'none' }), status: 'observed' }, false],
    [
      'is not what stood beside other access that they were told of',
      found({ kind: 'none' }, { kind: 'excess-access' }),
      false,
    ],
    ['is not what is being held', found({ kind: 'pending', ...begun }), false],
    ['is not what is held', found({ kind: 'confirmed', ...begun }), false],
    ['is not what a waiver has covered', { ...found({ kind: 'none' }), isWaiverOver: true }, false],
    [
      'is not what they rejected',
      { ...found({ kind: 'none' }), rejection: { personId: 'a', reason: '', at: NOW } },
      false,
    ],
    ['is nobody where nothing was frozen', { ...found({ kind: 'none' }), finding: nothingFrozen }, false],
    ['is nobody where nobody can read it', found({ kind: 'none' }, { frozen: { account: 1 } }), false],
    ['is nobody where it is not there', found({ kind: 'none' }, { frozen: stateToJson(account()) }), false],
  ])('%s', (_, each, isKnown) => {
    const known = isKnown ? [trustSetOf(account(role('deploy', { trust })), principal)] : [];
    expect(toldTrust(principal, [each])).toEqual(known);
  });
});
