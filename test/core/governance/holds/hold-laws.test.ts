import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compare } from '../../../../lib/core/access/compare.ts';
import { decide } from '../../../../lib/core/access/decide.ts';
import type { AccessRequest, PolicySet } from '../../../../lib/core/access/policy-set.ts';
import { affectedBy } from '../../../../lib/core/account/affected-by.ts';
import { applyCall } from '../../../../lib/core/account/apply.ts';
import type { IamCall } from '../../../../lib/core/account/call.ts';
import { policySetOf } from '../../../../lib/core/account/effective.ts';
import type { AccountState } from '../../../../lib/core/account/state.ts';
import { limitsOf } from '../../../../lib/core/governance/assess/gained.ts';
import { sameAccessState } from '../../../../lib/core/governance/assess/same-access-state.ts';
import type { HoldPlan } from '../../../../lib/core/governance/finding.ts';
import { holdPlanFor } from '../../../../lib/core/governance/holds/hold-plan.ts';
import { standardSet } from '../../../../lib/core/governance/standards/access-limits.ts';
import type { JsonValue } from '../../../../lib/core/json.ts';
import { runs, SEED } from '../../access/reading-sets.ts';
import { account, ADMIN, allow, deny, FENCE, group, policy, READ, role, SHARED, user } from '../accounts.ts';
import { standardOf } from '../agents.ts';
import { ACCOUNT, call, NOW } from '../cases.ts';

const OWN = `arn:aws:iam::${ACCOUNT}:policy/own`;

/** What policies say: few words, so that they often touch. */
const document: fc.Arbitrary<JsonValue> = fc.constantFrom<JsonValue>(
  allow('s3:*'),
  allow('*'),
  allow(['s3:GetObject', 'sqs:SendMessage'], ['arn:aws:s3:::reports/*', '*']),
  allow('s3:PutObject', 'arn:aws:s3:::reports/*'),
  { Version: '2012-10-17', Statement: [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }] },
  deny('s3:Delete*'),
  {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: 'iam:*', Resource: '*' },
      { Effect: 'Deny', Action: ['s3:GetObject', 'iam:PassRole'], Resource: '*' },
    ],
  },
  {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: 'sqs:*',
        Resource: '*',
        Condition: { StringEquals: { 'aws:PrincipalTag/team': 'red' } },
      },
    ],
  },
  'no policy',
);

const names = fc.record({
  roleName: fc.constantFrom('one', 'two'),
  userName: fc.constantFrom('ada', 'bob'),
  groupName: fc.constantFrom('staff', 'few'),
  policyArn: fc.constantFrom(ADMIN, READ, FENCE, SHARED, OWN),
  permissionsBoundary: fc.constantFrom(ADMIN, FENCE, OWN),
  policyName: fc.constantFrom('a', 'b'),
  policyDocument: document,
  versionId: fc.constantFrom('v1', 'v2'),
  tags: fc.constantFrom([{ key: 'team', value: 'red' }], [{ key: 'team', value: 'blue' }]),
  tagKeys: fc.constant(['team']),
});

/** One of each call by which a principal may gain; their members are drawn. */
const SHAPES: readonly IamCall[] = [
  { name: 'PutRolePolicy', roleName: '', policyName: '', policyDocument: '' },
  { name: 'DeleteRolePolicy', roleName: '', policyName: '' },
  { name: 'AttachRolePolicy', roleName: '', policyArn: '' },
  { name: 'DetachRolePolicy', roleName: '', policyArn: '' },
  { name: 'PutRolePermissionsBoundary', roleName: '', permissionsBoundary: '' },
  { name: 'DeleteRolePermissionsBoundary', roleName: '' },
  { name: 'TagRole', roleName: '', tags: [] },
  { name: 'UntagRole', roleName: '', tagKeys: [] },
  { name: 'PutUserPolicy', userName: '', policyName: '', policyDocument: '' },
  { name: 'AttachUserPolicy', userName: '', policyArn: '' },
  { name: 'DeleteUserPermissionsBoundary', userName: '' },
  { name: 'PutUserPermissionsBoundary', userName: '', permissionsBoundary: '' },
  { name: 'AddUserToGroup', userName: '', groupName: '' },
  { name: 'RemoveUserFromGroup', userName: '', groupName: '' },
  { name: 'PutGroupPolicy', groupName: '', policyName: '', policyDocument: '' },
  { name: 'AttachGroupPolicy', groupName: '', policyArn: '' },
  { name: 'DetachGroupPolicy', groupName: '', policyArn: '' },
  { name: 'CreatePolicyVersion', policyArn: OWN, policyDocument: '', setAsDefault: true, versionId: 'v3' },
  { name: 'CreatePolicyVersion', policyArn: OWN, policyDocument: '', setAsDefault: true },
  { name: 'SetDefaultPolicyVersion', policyArn: OWN, versionId: '' },
];

const someCall: fc.Arbitrary<IamCall> = fc.tuple(fc.constantFrom(...SHAPES), names).map(([shape, members]) => ({
  ...shape,
  ...Object.fromEntries(
    Object.entries(members).filter(
      ([name]) => name in shape && !('setAsDefault' in shape && /^(?:policyArn|versionId)$/.test(name)),
    ),
  ),
}));

const START: AccountState = withOwn(
  account(
    role('one', { boundary: FENCE, tags: new Map([['team', 'blue']]) }),
    role('two', { attached: [OWN] }),
    user('ada', { groups: ['staff'], attached: [OWN] }),
    user('bob', { groups: ['staff', 'few'] }),
    group('staff', { attached: [SHARED] }),
    group('few', { inline: new Map([['a', deny('s3:Delete*')]]) }),
  ),
);

function withOwn(state: AccountState): AccountState {
  const own = policy(OWN, allow('s3:List*'));
  const versions = new Map<string, JsonValue>([...own.versions, ['v2', allow('ec2:*')]]);
  return { ...state, policies: new Map([...state.policies, [OWN, { ...own, versions }]]) };
}

const someAccount = fc
  .array(someCall, { maxLength: 10 })
  .map((calls) => calls.reduce((state, each) => after(state, [each]) ?? state, START));

function after(state: AccountState, calls: readonly IamCall[]): AccountState | undefined {
  let current: AccountState | undefined = state;
  for (const each of calls) {
    const next: ReturnType<typeof applyCall> | undefined = current && applyCall(current, each);
    current = next?.ok === true ? next.value : undefined;
  }
  return current;
}

const REQUESTS: readonly AccessRequest[] = [
  ['s3:GetObject', 'arn:aws:s3:::reports/a'],
  ['s3:GetObject', 'arn:aws:s3:::other/a'],
  ['s3:PutObject', 'arn:aws:s3:::reports/a'],
  ['s3:DeleteObject', 'arn:aws:s3:::reports/a'],
  ['s3:ListBucket', 'arn:aws:s3:::reports'],
  ['sqs:SendMessage', `arn:aws:sqs:eu-west-1:${ACCOUNT}:q`],
  ['ec2:RunInstances', `arn:aws:ec2:eu-west-1:${ACCOUNT}:instance/i-1`],
  ['iam:PassRole', `arn:aws:iam::${ACCOUNT}:role/x`],
  ['iam:CreateUser', `arn:aws:iam::${ACCOUNT}:user/x`],
  ['brandnew:DoIt', '*'],
].map(([action = '', resource = '']) => ({ action, resource, context: {} }));

function answer(held: PolicySet | undefined, request: AccessRequest): string {
  return held === undefined ? 'deny' : decide(held, request).decision.replace(/^.*-deny$/, 'deny');
}

/** A principal that a call gave too much, and the plan that stops it. */
interface Held {
  readonly before: AccountState;
  readonly granted: AccountState;
  readonly arn: string;
  readonly limits: readonly PolicySet[];
  readonly plan: HoldPlan<IamCall>;
}

const STANDARD = standardOf(allow(['s3:Get*', 's3:List*']));

function holdsOf(before: AccountState, iam: IamCall): readonly Held[] {
  const granted = after(before, [iam]);
  if (granted === undefined) return [];
  return [...new Set([...affectedBy(iam, before), ...affectedBy(iam, granted)])].flatMap((arn) => {
    const held = policySetOf(granted, arn);
    if (held === undefined) return [];
    const step = { before: policySetOf(before, arn), after: held, limits: [standardSet(STANDARD, held)], iam };
    const limits = limitsOf(step);
    if (compare(held, limits).verdict === 'within') return [];
    const made = call({ name: iam.name, change: { kind: 'access', iam } });
    const pair = { before, after: granted };
    const plan = holdPlanFor({ call: made, pair, principalArn: arn, kind: 'excess-access', limits, now: NOW });
    return 'none' in plan ? [] : [{ before, granted, arn, limits, plan }];
  });
}

/** One request, before the call, after it, and while it is held; and what the limits say of it. */
interface Answers {
  readonly request: AccessRequest;
  readonly before: string;
  readonly granted: string;
  readonly held: string;
  readonly limits: readonly string[];
  /** After the call, by a statement. */
  readonly isDenied: boolean;
}

/** What a plan promises of each request. */
const PROMISES: Readonly<Record<string, (answers: Answers, plan: HoldPlan<IamCall>) => boolean>> = {
  'what is held is within': ({ before, held, limits }) =>
    held !== 'allow' || before === 'allow' || limits.some((each) => each !== 'deny'),
  'a removal gives nothing': ({ granted, held }, { calls }) =>
    held !== 'allow' || granted !== 'deny' || !calls.some(({ name }) => /^(?:Delete|Detach|Remove)/.test(name)),
  'what is denied in so many words stays denied': ({ held, isDenied }) => held !== 'allow' || !isDenied,
  'what is within stays': ({ granted, held, limits }, { proof }) =>
    proof?.shown !== 'within-limits' || granted !== 'allow' || !limits.includes('allow') || held === 'allow',
  'nothing is left where it says so': ({ held }, { proof }) => proof?.shown !== 'nothing-left' || held === 'deny',
};

function broken({ before, granted, arn, limits, plan }: Held): readonly unknown[] {
  const held = after(granted, plan.calls);
  const restored = held && after(held, plan.restore);
  if (held === undefined || restored === undefined) return ['AWS would refuse it'];
  const [had, has, left] = [before, granted, held].map((state) => policySetOf(state, arn));
  const promises = REQUESTS.flatMap((request) => {
    const said = limits.map((limit) => answer(limit, request));
    const [was, is, stays] = [answer(had, request), answer(has, request), answer(left, request)];
    const isDenied = has !== undefined && decide(has, request).decision === 'explicit-deny';
    const answers = { request, before: was, granted: is, held: stays, limits: said, isDenied };
    return Object.entries(PROMISES).flatMap(([name, keeps]) => (keeps(answers, plan) ? [] : [{ name, answers }]));
  });
  const isAsBefore = plan.proof?.shown !== 'as-before' || sameAccessState(held, before, arn);
  const isGivenBack = sameAccessState(restored, granted, arn);
  return [
    ...promises,
    ...(isAsBefore ? [] : ['it is not as before']),
    ...(isGivenBack ? [] : ['it is not given back']),
  ];
}

describe(`whatever a call gave (seed ${SEED})`, () => {
  test('its plan leaves what is within, takes the rest, gives nothing by a removal, and its restore gives it back', () => {
    const shown = new Map<string, number>();
    fc.assert(
      fc.property(someAccount, someCall, (before, iam) => {
        for (const each of holdsOf(before, iam)) {
          expect({ plan: each.plan, broken: broken(each) }).toMatchObject({ broken: [] });
          const proof = each.plan.proof?.shown ?? 'none';
          shown.set(proof, (shown.get(proof) ?? 0) + 1);
        }
      }),
      { numRuns: runs(90), seed: SEED },
    );
    expect([...shown.keys()].sort()).toEqual(['as-before', 'nothing-left', 'within-limits']);
  });
});
