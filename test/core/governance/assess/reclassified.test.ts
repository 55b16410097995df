import { describe, expect, test } from '@jest/globals';
import type { PolicySet } from '../../../../lib/core/access/policy-set.ts';
import type { IamCall } from '../../../../lib/core/account/call.ts';
import { affectedBy } from '../../../../lib/core/account/affected-by.ts';
import type { AccountState } from '../../../../lib/core/account/state.ts';
import { assessAccess } from '../../../../lib/core/governance/assess/assess.ts';
import type { Finding } from '../../../../lib/core/governance/finding.ts';
import type { PrincipalClass } from '../../../../lib/core/governance/standards/standards.ts';
import type { JsonValue } from '../../../../lib/core/json.ts';
import { parsePolicy } from '../../../../lib/core/policy/parse.ts';
import { account, ADMIN, allow, role, roleArn, trustOf, user } from '../accounts.ts';
import { call, governance, NOW, principalClass } from '../cases.ts';
import { after } from '../../account/after.ts';

function named(name: string, document: JsonValue): PolicySet['identity'][number] {
  const parsed = parsePolicy(document);
  if (!parsed.ok) throw new Error('out of form');
  return { name, document: parsed.value };
}

const nothing = { names: [], paths: [], tags: [], trust: [], permissionSets: [] };

function classFor(name: string, action: string, change: Partial<PrincipalClass> = {}): PrincipalClass {
  const standard = { name, policies: [named(name, allow(action))] };
  const match = {
    ...nothing,
    paths: [`/${name}/*`],
    tags: [new Map([['class', name]])],
    trust: [`${name}.amazonaws.com`],
  };
  return principalClass({ name, match, standard, ...change });
}

const rules = governance({
  classes: [
    classFor('agents', 's3:GetObject', { kind: 'agent' }),
    classFor('watched', 's3:GetObject', { mode: 'observe' }),
    classFor('asked', 's3:GetObject', { response: { kind: 'hold-unless-approved', withinMinutes: 5 } }),
    classFor('rescue', '*', { mode: 'warn', response: { kind: 'alert' } }),
    {
      ...classFor('closed', 's3:GetObject'),
      standard: {
        ...classFor('closed', 's3:GetObject').standard,
        assumableBy: named('closed', trustOf({ Service: ['lambda.amazonaws.com', 'closed.amazonaws.com'] })),
      },
    },
  ],
  unclassified: principalClass({
    name: 'unclassified',
    kind: 'unclassified',
    match: nothing,
    standard: { name: 'unclassified', policies: [named('unclassified', allow('s3:*'))] },
  }),
});

function found(before: AccountState, ...calls: readonly [IamCall, ...IamCall[]]): readonly Finding[] {
  const [iam] = calls;
  const last = after(before, ...calls);
  return affectedBy(iam, last).flatMap((principalArn) =>
    assessAccess({
      pair: { before, after: last },
      principalArn,
      call: call({ name: iam.name, change: { kind: 'access', iam } }),
      governance: rules,
      waivers: [],
      now: NOW,
      actorClass: undefined,
    }),
  );
}

const tagged = (name: string) => role('deploy', { tags: new Map([['class', name]]) });
const tag = (value: string): IamCall => ({ name: 'TagRole', roleName: 'deploy', tags: [{ key: 'class', value }] });
const trusting = (name: string) => trustOf({ Service: `${name}.amazonaws.com` });

describe('a call that moves a principal into a laxer class', () => {
  test.each<[string, AccountState, IamCall]>([
    ['by a tag', account(tagged('agents')), tag('rescue')],
    ['by a tag less', account(tagged('agents')), { name: 'UntagRole', roleName: 'deploy', tagKeys: ['class'] }],
    ['to one that is only watched', account(tagged('agents')), tag('watched')],
    ['to one that waits for an approval', account(tagged('agents')), tag('asked')],
    ['to one that more may assume', account(tagged('closed')), tag('agents')],
    [
      'by whom it trusts',
      account(role('deploy', { trust: trusting('agents') })),
      { name: 'UpdateAssumeRolePolicy', roleName: 'deploy', policyDocument: trusting('rescue') },
    ],
    [
      'by its path',
      account(user('kiro', { path: '/agents/', arn: 'arn:aws:iam::111122223333:user/agents/kiro' })),
      { name: 'UpdateUser', userName: 'kiro', newPath: '/rescue/', newUserName: 'rita' },
    ],
  ])('is a finding, %s, though it holds no more than before', (_how, before, iam) => {
    const findings = found(before, iam);
    const [finding] = findings;
    expect(findings).toHaveLength(1);
    expect(finding?.reasons.map(({ rule }) => rule)).toContain('reclassified');
    expect(['agents', 'closed']).toContain(finding?.class);
    expect(finding?.response.kind).toBe('hold');
  });

  test('is held by taking the move back', () => {
    const [finding] = found(account(tagged('agents')), tag('rescue'));
    expect(finding?.response).toMatchObject({ plan: { kind: 'exact-inverse', calls: [tag('agents')] } });
  });

  test('shows what it held in excess before as well, and is measured by the stricter class', () => {
    const before = account(role('deploy', { attached: [ADMIN], tags: new Map([['class', 'agents']]) }));
    expect(found(before, tag('rescue'))).toMatchObject([{ class: 'agents', excess: [{ policy: ADMIN }] }]);
  });

  test('is measured by the stricter class for what came along with it', () => {
    const attach: IamCall = { name: 'AttachRolePolicy', roleName: 'deploy', policyArn: ADMIN };
    expect(found(account(tagged('agents')), tag('rescue'), attach)).toMatchObject([
      { class: 'agents', severity: 'critical', excess: [{ policy: ADMIN }], principal: roleArn('deploy') },
    ]);
  });
});

test.each<[string, string, string]>([
  ['a stricter class', 'rescue', 'agents'],
  ['the same class', 'agents', 'agents'],
])('a call that moves a principal into %s raises nothing', (_what, from, to) => {
  expect(found(account(tagged(from)), tag(to))).toEqual([]);
});

describe('a standard that does not say who may assume its roles', () => {
  const open = (principal: JsonValue): IamCall => ({
    name: 'UpdateAssumeRolePolicy',
    roleName: 'deploy',
    policyDocument: trustOf(principal),
  });

  test.each<[string, JsonValue]>([
    ['everybody', '*'],
    ['another account', { AWS: '999988887777' }],
    ['a role of another account', { AWS: 'arn:aws:iam::999988887777:role/x' }],
  ])('does not let in %s', (_who, principal) => {
    expect(found(account(role('deploy')), open(principal))).toMatchObject([{ kind: 'excess-trust' }]);
  });

  test.each<[string, JsonValue]>([
    ['its account', { AWS: '111122223333' }],
    ['a service', { Service: 'ec2.amazonaws.com' }],
    ['a provider', { Federated: 'arn:aws:iam::111122223333:saml-provider/x' }],
  ])('lets in %s', (_who, principal) => {
    expect(found(account(role('deploy')), open(principal))).toEqual([]);
  });
});
