import { describe, expect, test } from '@jest/globals';
import type { NamedPolicy, PolicySet } from '../../../../lib/core/access/policy-set.ts';
import type { IamCall } from '../../../../lib/core/account/call.ts';
import { gainedBy, sameFooting } from '../../../../lib/core/governance/assess/gained.ts';
import type { JsonValue } from '../../../../lib/core/json.ts';
import { parsePolicy } from '../../../../lib/core/policy/parse.ts';
import { allow, deny, roleArn } from '../accounts.ts';

const attach: IamCall = { name: 'AttachRolePolicy', roleName: 'deploy', policyArn: 'read' };
const read = named('read', allow('s3:Get*'));
const write = named('write', allow('s3:Put*'));
const unseen: NamedPolicy = { name: 'unseen', document: { unreadable: 'known only from calls' } };
const limits = [set(named('standard', allow('s3:Get*')))];

describe('what a call gave a principal that holds a policy nobody can read', () => {
  test('is nothing beyond the standard where it only added what the standard allows', () => {
    const step = { before: set(unseen), after: set(unseen, read), limits, iam: attach };
    expect(gainedBy(step).verdict).toBe('within');
  });
  test('stays undetermined where it added more, with what it added', () => {
    const comparison = gainedBy({ before: set(unseen), after: set(unseen, write), limits, iam: attach });
    expect(comparison.verdict).toBe('undetermined');
  });
  test('is nothing where it only took an allow away', () => {
    const iam: IamCall = { name: 'DetachRolePolicy', roleName: 'deploy', policyArn: 'write' };
    expect(gainedBy({ before: set(unseen, write), after: set(unseen), limits, iam }).verdict).toBe('within');
  });

  test.each<[string, PolicySet, PolicySet, IamCall | undefined]>([
    ['took a deny away', set(unseen, named('no', deny('s3:*'))), set(unseen), detach('no')],
    ['added what cannot be read', set(read), set(read, unseen), attach],
    [
      'wrote the policy that cannot be read',
      set(named('inline:p', allow('s3:Get*')), { ...unseen, name: 'inline:q' }),
      set(named('inline:p', allow('s3:Get*')), { ...unseen, name: 'inline:q' }),
      { name: 'PutRolePolicy', roleName: 'deploy', policyName: 'q', policyDocument: 'no policy' },
    ],
    ['changed tags, which its conditions may ask for', set(unseen), set(unseen), tag()],
    ['is not known', set(unseen), set(unseen), undefined],
    ['took a boundary away', { ...set(unseen), boundary: [read] }, set(unseen), boundaryRemoval()],
  ])('is not called within where it %s', (_, before, after, iam) => {
    const open = { before, after, limits, iam };
    expect(gainedBy(open).verdict).not.toBe('within');
  });
});

describe('a tag that a policy asks for', () => {
  const forRed = named('for red', {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: 's3:PutObject',
        Resource: '*',
        Condition: { StringEquals: { 'aws:PrincipalTag/team': 'red' } },
      },
    ],
  });
  const tagged = (team: string, ...policies: readonly NamedPolicy[]): PolicySet => ({
    principal: { arn: roleArn('deploy'), tags: new Map([['team', team]]) },
    identity: policies,
  });

  test('is a grant where a call sets it', () => {
    const step = { before: tagged('blue', forRed), after: tagged('red', forRed), limits, iam: tag() };
    expect(gainedBy(step).verdict).toBe('exceeds');
  });
  test('is none where no policy asks for it', () => {
    const step = { before: tagged('blue', write), after: tagged('red', write), limits, iam: tag() };
    expect(gainedBy(step).verdict).toBe('within');
  });
  test('is not waived by a signature that was given under another tag', () => {
    expect(sameFooting(tagged('blue', forRed), tagged('red', forRed))).toBe(false);
    expect(sameFooting(tagged('red', forRed), tagged('red', forRed))).toBe(true);
  });
});

test('the very policies that were signed give nothing more than was signed, though one of them cannot be read', () => {
  const signed = set(unseen, write);
  const step = { before: set(unseen), after: set(unseen, write), iam: attach };
  expect(gainedBy({ ...step, limits: [...limits, signed] }).verdict).toBe('within');
  expect(gainedBy({ ...step, limits }).verdict).toBe('undetermined');
});

test('a principal that was not there held nothing', () => {
  expect(gainedBy({ before: undefined, after: set(write), limits, iam: attach }).verdict).not.toBe('within');
});

test('the same policies give nothing, whatever the order of tags', () => {
  const tags = [
    ['a', '1'],
    ['b', '2'],
  ] as const;
  const before = { ...set(unseen), principal: { tags: new Map(tags) } };
  const after = { ...set(unseen), principal: { tags: new Map(tags.toReversed()) } };
  expect(gainedBy({ before, after, limits: [], iam: attach }).verdict).toBe('within');
});

function set(...identity: readonly NamedPolicy[]): PolicySet {
  return { principal: { arn: roleArn('deploy') }, identity };
}

function named(name: string, document: JsonValue): NamedPolicy {
  const parsed = parsePolicy(document);
  if (!parsed.ok) throw new Error(`${name} is no policy`);
  return { name, document: parsed.value };
}

function detach(policyArn: string): IamCall {
  return { name: 'DetachRolePolicy', roleName: 'deploy', policyArn };
}

function tag(): IamCall {
  return { name: 'TagRole', roleName: 'deploy', tags: [{ key: 'team', value: 'red' }] };
}

function boundaryRemoval(): IamCall {
  return { name: 'DeleteRolePermissionsBoundary', roleName: 'deploy' };
}
