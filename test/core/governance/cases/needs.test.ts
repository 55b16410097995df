import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compare } from '../../../../lib/core/access/compare.ts';
import { type AccessLevel, boxOfPart, type Comparison } from '../../../../lib/core/access/excess.ts';
import { foldCase } from '../../../../lib/core/governance/cases/case.ts';
import {
  allApproverGroups,
  type Approvable,
  mergedSeats,
  needsOf,
} from '../../../../lib/core/governance/cases/needs.ts';
import { quorum } from '../../../../lib/core/governance/cases/quorum.ts';
import { parsePolicy } from '../../../../lib/core/policy/parse.ts';
import type { ApprovalRule, FurtherRule, Seats } from '../../../../lib/core/governance/standards/standards.ts';
import { entriesOf, FACTS, findingWith, GOVERNANCE, governanceWith, HOUR, NOW, person } from '../approval-fixtures.ts';

const ANYTHING: FurtherRule['when'] = { classes: [], accounts: [], services: [], accessLevels: [] };
const FURTHER: Seats = [{ group: 'cloud-security', count: 2 }];

const box = (actions: readonly string[], ...accessLevels: readonly AccessLevel[]) => ({
  actions,
  accessLevels,
  resources: ['*'],
  policy: 'p',
  statement: 's',
});
const S3: Approvable = {
  account: '111122223333',
  class: 'engineer',
  severity: 'high',
  verdict: 'exceeds',
  excess: [box(['s3:PutObject'], 'Write')],
};
const KEPT_BACK: Approvable = { ...S3, severity: 'low', reasons: [{ rule: 'kept-back', detail: 'all' }] };
const PARTLY: Approvable = { ...S3, reasons: [{ rule: 'partly-kept-back', detail: 'more' }] };
/** What the access engine says of writing, and of passing roles by a condition that nobody can decide. */
const DECIDED_IN_PART: Approvable = { ...S3, ...partOf(writesAndMayPassRoles()) };
const PERMIT: Approvable = { account: '111122223333' };

function writesAndMayPassRoles(): Comparison {
  const Condition = { ArnLike: { 'aws:SourceArn': 'arn:aws:*:*:${aws:PrincipalAccount}:*' } };
  const statements = [
    { Effect: 'Allow', Action: 's3:PutObject', Resource: '*' },
    { Effect: 'Allow', Action: 'iam:PassRole', Resource: '*', Condition },
  ];
  const parsed = parsePolicy({ Version: '2012-10-17', Statement: statements });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return compare({ principal: {}, identity: [{ name: 'p', document: parsed.value }] }, []);
}

function partOf({ verdict, ...comparison }: Comparison): Partial<Approvable> {
  if (verdict !== 'exceeds' || !('excess' in comparison)) throw new Error(`it is ${verdict}`);
  return { verdict, excess: comparison.excess.map(boxOfPart), reasons: comparison.reasons };
}

function approvalWith(parts: Partial<ApprovalRule>): ApprovalRule {
  return { ...GOVERNANCE.approval, ...parts };
}

describe('a further rule', () => {
  const cases: readonly (readonly [string, Partial<FurtherRule['when']>, Approvable, boolean])[] = [
    ['for the class', { classes: ['agent', 'engineer'] }, S3, true],
    ['for another class', { classes: ['agent'] }, S3, false],
    ['for the account', { accounts: ['111122223333'] }, S3, true],
    ['for accounts like it', { accounts: ['9*', '1111*'] }, S3, true],
    ['for another account', { accounts: ['444455556666'] }, S3, false],
    ['for this severity', { severityAtLeast: 'high' }, S3, true],
    ['for lesser ones too', { severityAtLeast: 'low' }, S3, true],
    ['for graver ones', { severityAtLeast: 'critical' }, S3, false],
    ['for a service in excess', { services: ['iam', 's3'] }, S3, true],
    ['for a service that is not in excess', { services: ['iam'] }, S3, false],
    [
      'for any service of an excess of everything',
      { services: ['iam'] },
      { ...S3, excess: [box(['*'], 'Write')] },
      true,
    ],
    [
      'for a service of one of several actions',
      { services: ['iam'] },
      { ...S3, excess: [box(['s3:PutObject', 'iam:PassRole'], 'Write')] },
      true,
    ],
    [
      'for a service of one of several parts of the excess',
      { services: ['iam'] },
      { ...S3, excess: [box(['s3:PutObject'], 'Write'), box(['iam:PassRole'], 'Write')] },
      true,
    ],
    [
      'for one of several levels of the excess',
      { accessLevels: ['Tagging'] },
      { ...S3, excess: [box(['s3:*'], 'Write', 'Tagging')] },
      true,
    ],
    [
      'for a level, of actions that no catalogue has',
      { accessLevels: ['Tagging'] },
      { ...S3, excess: [box(['x:Y'])] },
      true,
    ],
    ['for a service that a pattern may name', { services: ['iam'] }, { ...S3, excess: [box(['i*:*'], 'Write')] }, true],
    ['for a service, where the excess is not known', { services: ['iam'] }, { ...S3, excess: [] }, true],
    [
      'for a service, where the excess is not known to the end',
      { services: ['iam'] },
      { ...S3, verdict: 'undetermined' },
      true,
    ],
    ['for graver ones, of what only guardrails keep back', { severityAtLeast: 'critical' }, KEPT_BACK, true],
    ['for a service that is not in it, of what guardrails keep back', { services: ['iam'] }, KEPT_BACK, false],
    ['for graver ones, where guardrails keep back more', { severityAtLeast: 'critical' }, PARTLY, true],
    ['for a service, where guardrails keep back more', { services: ['iam'] }, PARTLY, true],
    ['for a level, where guardrails keep back more', { accessLevels: ['Permissions management'] }, PARTLY, true],
    ['for a service, where a part could not be decided', { services: ['iam'] }, DECIDED_IN_PART, true],
    ['for graver ones, where a part could not be decided', { severityAtLeast: 'critical' }, DECIDED_IN_PART, true],
    ['for an access level in excess', { accessLevels: ['Write', 'Tagging'] }, S3, true],
    ['for an access level that is not in excess', { accessLevels: ['Permissions management'] }, S3, false],
    [
      'for a level, of actions without a known one',
      { accessLevels: ['Tagging'] },
      { ...S3, excess: [box(['x:Y'], 'Unknown')] },
      true,
    ],
    ['of which all conditions hold', { classes: ['engineer'], services: ['s3'], severityAtLeast: 'high' }, S3, true],
    ['of which one condition does not hold', { classes: ['engineer'], services: ['iam'] }, S3, false],
    ['for an account, of a permit', { accounts: ['1*'] }, PERMIT, true],
    ['for a class, of a permit, which has none', { classes: ['engineer'] }, PERMIT, false],
    ['for a service, of a permit, which has none', { services: ['s3'] }, PERMIT, false],
    ['for a severity, of a permit, which has none', { severityAtLeast: 'low' }, PERMIT, false],
  ];
  test.each(cases)('%s', (_, when, subject, isFor) => {
    const rules = [{ name: 'r', when: { ...ANYTHING, ...when }, allOf: FURTHER }];
    const needs = needsOf(subject, approvalWith({ rules }));
    expect(needs).toEqual([GOVERNANCE.approval.allOf, ...(isFor ? [FURTHER] : [])]);
  });

  test('never lets an approval through that would not be one without it, in whatever order they stand', () => {
    const groups = ['a', 'b', 'c'];
    const seats = fc.array(fc.record({ group: fc.constantFrom(...groups), count: fc.integer({ min: 1, max: 2 }) }), {
      minLength: 1,
      maxLength: 2,
    });
    // a file whose list for everything asks for one person is refused
    const everything = seats.filter((all) => all.reduce((sum, { count }) => sum + count, 0) > 1);
    const people = fc.array(fc.subarray(groups), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(everything, seats, seats, people, (allOf, one, other, held) => {
        const named = held.map((each, index) => person(`p${index}`, each));
        const finding = findingWith({ class: 'nobody' });
        const facts = [FACTS.raised(finding), ...named.map((each) => FACTS.signed(each, { digest: finding.digest }))];
        const found = foldCase(entriesOf(facts));
        if (found === undefined) throw new Error('the finding was raised');
        const isComplete = (...further: readonly Seats[]) => {
          const rules = further.map((each, index) => ({ name: `r${index}`, when: ANYTHING, allOf: each }));
          const governance = governanceWith({ people: named, approval: approvalWith({ allOf, rules }) });
          return quorum(found, governance, NOW + HOUR).complete;
        };
        expect(isComplete(one, other)).toBe(isComplete(other, one));
        expect(isComplete(one, other)).toBe(isComplete(one) && isComplete(other));
        expect(isComplete() || !isComplete(one)).toBe(true);
      }),
    );
  });
});

describe('the owners of an account', () => {
  const owners = [
    { accounts: ['9999*', '1111*'], group: 'payments' },
    { accounts: ['*'], group: 'platform' },
  ];
  const allOf = [{ group: 'account-owners', count: 1 }];

  test.each([
    ['are the first group whose accounts match', '111122223333', 'payments'],
    ['are the last group where no other is named', '444455556666', 'platform'],
  ])('%s', (_, account, group) => {
    expect(needsOf({ ...S3, account }, approvalWith({ allOf, owners }))).toEqual([[{ group, count: 1 }]]);
  });

  test('do not stand for any other group', () => {
    const seats = [...allOf, { group: 'security', count: 2 }];
    const [first] = needsOf(S3, approvalWith({ allOf: seats, owners }));
    expect(first).toEqual([
      { group: 'payments', count: 1 },
      { group: 'security', count: 2 },
    ]);
  });

  test('are approvers like those of all rules', () => {
    const rules = [{ name: 'r', when: ANYTHING, allOf: FURTHER }];
    const approvers = allApproverGroups(approvalWith({ allOf: [{ group: 'security', count: 1 }], rules, owners }));
    expect(approvers).toEqual(['security', 'cloud-security', 'payments', 'platform']);
  });

  test('are an ordinary group where nobody says who they are', () => {
    expect(needsOf(S3, approvalWith({ allOf }))).toEqual([allOf]);
  });
});

test('people read of each group the most that one rule asks for', () => {
  const needs = [
    [
      { group: 'a', count: 1 },
      { group: 'b', count: 1 },
    ],
    [{ group: 'a', count: 2 }],
  ];
  expect(mergedSeats(needs)).toEqual([
    { group: 'a', count: 2 },
    { group: 'b', count: 1 },
  ]);
});
