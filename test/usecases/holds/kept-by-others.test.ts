import { describe, expect, test } from '@jest/globals';
import { applyCall } from '../../../lib/core/account/apply.ts';
import type { IamCall } from '../../../lib/core/account/call.ts';
import { DENY_ALL } from '../../../lib/core/account/hold-policy.ts';
import type { PlanCall } from '../../../lib/core/account/plan-call.ts';
import { readAuthorizationDetails } from '../../../lib/core/account/authorization-details.ts';
import type { JsonObject, JsonValue } from '../../../lib/core/json.ts';
import type { AccountState } from '../../../lib/core/account/state.ts';
import type { Call } from '../../../lib/core/activity/call.ts';
import type { Case } from '../../../lib/core/governance/cases/case.ts';
import type { Fact } from '../../../lib/core/governance/ledger/fact.ts';
import type { FindingKind, HoldPlan } from '../../../lib/core/governance/finding.ts';
import { decideApproval } from '../../../lib/usecases/approval/decide-approval.ts';
import { meetDueDeadlines } from '../../../lib/usecases/approval/meet-due-deadlines.ts';
import { keptByOther } from '../../../lib/usecases/holds/kept-by-others.ts';
import { casesOf } from '../../../lib/usecases/case-book.ts';
import {
  account,
  ACCOUNT,
  ACCOUNT_FILE,
  ADMIN,
  allow,
  attachAdmin,
  callOf,
  DAY,
  MINUTE,
  NOW,
  record,
} from '../company.ts';
import { caseOf } from '../handled.ts';
import { open } from '../opened.ts';
import type { WorldOptions } from '../world.ts';
import { answers, byTerraform, denies, DENIES_ALL, foundBy, listed, put, sign } from './held-world.ts';

const role = { roleName: 'deployer' } as const;
const freed = (id: string) => callOf(record('DeleteRolePermissionsBoundary', role, { id }));

const lettingIn = (account: string): JsonObject => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'sts:AssumeRole' }],
});
const trusting = (id: string) => {
  const policyDocument = JSON.stringify(lettingIn('999988887777'));
  return callOf(record('UpdateAssumeRolePolicy', { ...role, policyDocument }, { id }));
};

/** Two findings of the same, of which the second was given back. */
async function twice(same: (id: string) => Call, options: WorldOptions = {}) {
  const here = await open(options);
  const first = await foundBy(here, same('one'));
  const second = await foundBy(here, same('two'));
  await sign(here, second);
  expect((await caseOf(here, second)).status).toBe('restored');
  return { here, found: await caseOf(here, first) };
}

interface Asked {
  readonly now?: number;
  readonly hold?: Case['hold'];
  readonly status?: Case['status'];
  readonly kind?: FindingKind;
  readonly excess?: Case['finding']['excess'];
  readonly plan?: Partial<HoldPlan>;
  /** The calls of restores under way. */
  readonly meanwhile?: readonly IamCall[];
}

/** Asked of the first of them, with the account as these calls leave it. */
async function isKept(
  { here: { deps, account }, found }: Awaited<ReturnType<typeof twice>>,
  calls: readonly IamCall[] = [],
  {
    now = NOW,
    hold = found.hold,
    status = found.status,
    kind = found.finding.kind,
    excess = found.finding.excess,
    plan = {},
    meanwhile = [],
  }: Asked = {},
): Promise<boolean> {
  const { response, principal } = found.finding;
  if (response.kind !== 'hold') throw new Error('an agent is held at once');
  const live = calls.reduce(after, account.state);
  const ofPrincipal = await casesOf(deps.cases, principal);
  const asked = { ...found, hold, status, finding: { ...found.finding, kind, excess } };
  const once = meanwhile.reduce(after, live);
  const around = { asRead: async () => live, live: async () => once, ofPrincipal, now };
  return (await keptByOther(asked, { ...response.plan, ...plan }, around)) !== undefined;
}

function after(state: AccountState, call: IamCall): AccountState {
  const applied = applyCall(state, call);
  if (!applied.ok) throw new Error(applied.error.detail);
  return applied.value;
}

const DETACH: IamCall = { name: 'DetachRolePolicy', ...role, policyArn: ADMIN };
const BESIDE: IamCall = { name: 'PutRolePolicy', ...role, policyName: 'beside', policyDocument: allow('*') };
const ORDER: PlanCall = {
  service: 'sns',
  name: 'SetTopicAttributes',
  region: 'us-east-1',
  resource: 'arn:aws:sns:us-east-1:111122223333:alarms',
  document: null,
  expects: null,
};
const DENY = { name: 'AttachRolePolicy', ...role, policyArn: DENIES_ALL } as const;
/** What became of the hold of another finding. */
const ABOUT = { findingId: 'F-0123456789ab', at: NOW } as const;
const CONFIRMED = { kind: 'hold-confirmed', ...ABOUT } as const;
const FAILED = { kind: 'hold-failed', detail: 'it failed', ...ABOUT } as const;
const DENIED: IamCall = { name: 'PutRolePolicy', ...role, policyName: 'AmbitHold-1', policyDocument: DENY_ALL };

describe('a hold waits for the waiver of another finding that covers what it would take', () => {
  const attached = (id: string) => attachAdmin({ id });

  test.each([
    ['as it was given back', attached, []],
    ['also where other access makes up for it today', attached, [BESIDE]],
    ['also where another hold denies it today', attached, [DENIED]],
    ['also where that is to do without a boundary', freed, []],
    ['also where that is whom a role trusts', trusting, []],
  ])('%s', async (_, same, calls) => {
    expect(await isKept(await twice(same), calls)).toBe(true);
  });

  test('not where somebody has taken it away meanwhile', async () => {
    expect(await isKept(await twice(attached), [DETACH])).toBe(false);
    const closed: IamCall = { name: 'UpdateAssumeRolePolicy', ...role, policyDocument: lettingIn(ACCOUNT) };
    expect(await isKept(await twice(trusting), [closed])).toBe(false);
  });

  const ended = 'waiver-ended';
  test.each<[string, Asked, readonly IamCall[], boolean]>([
    ['after its own waiver also where a part of what is covered has gone', { status: ended }, [DETACH], true],
    ['not where it is one of trust, and that is not what is covered', { kind: 'excess-trust' }, [], false],
    [
      'not where it is one of trust, and that is not what is covered, after its own waiver',
      { kind: 'excess-trust', status: ended },
      [],
      false,
    ],
    ['where it takes back what took a guardrail away', { kind: 'guardrail-removed' }, [], true],
    ['not where a deny is all that it can do', { kind: 'guardrail-removed', plan: { kind: 'contain' } }, [], false],
    [
      'where a deny is all that it can do, after its own waiver',
      { kind: 'guardrail-removed', plan: { kind: 'contain' }, status: ended },
      [],
      true,
    ],
    ['where it denies an excess', { plan: { kind: 'contain' } }, [], true],
    ['not where it is made by another service', { plan: { calls: [DETACH, ORDER] } }, [], false],
    ['not where it takes nothing', { plan: { calls: [BESIDE] } }, [], false],
    ['not where it is a credential that its plan does not wake', { kind: 'credential-created' }, [], false],
  ])('%s', async (_, asked, calls, expected) => {
    expect(await isKept(await twice(attached), calls, asked)).toBe(expected);
  });

  test('where that is whom a role trusts, only if all that it tells of was told with that', async () => {
    const both = await twice(trusting);
    const { excess } = both.found.finding;
    const more = excess.map((box) => ({ ...box, statement: 'Statement[7]' }));
    expect(await isKept(both, [], { excess })).toBe(true);
    expect(await isKept(both, [], { excess: [...excess, ...more] })).toBe(false);
    expect(await isKept(both, [], { excess: [] })).toBe(false);
  });

  test('not once that has ended', async () => {
    const both = await twice(attached);
    expect(await isKept(both, [], { now: NOW + DAY - 1 })).toBe(true);
    expect(await isKept(both, [], { now: NOW + DAY })).toBe(false);
  });

  test('also where a clock runs late, by which that has not begun', async () => {
    expect(await isKept(await twice(attached), [], { now: NOW - 1 })).toBe(true);
  });

  test.each([
    ['also where another hold denies everything today by AWS’s own policy', [CONFIRMED], true],
    ['also where the account did not show that in time', [{ ...FAILED, by: 'not-shown' }], true],
    ['not where AWS refused that, and somebody else has attached it', [{ ...FAILED, by: 'refusal' }], false],
    ['not where nobody held anything, and somebody else has attached it', [], false],
  ] as const)('%s', async (_, outcome, expected) => {
    const both = await twice(attached, { state: { ...account(), policies: listed() } });
    const begun: readonly Fact[] = [
      { kind: 'finding-raised', finding: { ...both.found.finding, id: ABOUT.findingId }, at: NOW },
      { kind: 'hold-intended', calls: [DENY], ...ABOUT },
    ];
    if (outcome.length > 0) await both.here.deps.ledger.append([...begun, ...outcome]);
    expect(await isKept(both, [DENY])).toBe(expected);
  });

  test('also where a part of what is covered has gone, for what is still there', async () => {
    const both = await twice((id) => put('deployer', 's3:PutObject', id));
    const without = (policyName: string): IamCall => ({ name: 'DeleteRolePolicy', ...role, policyName });
    expect(await isKept(both, [without('look')])).toBe(true);
    expect(await isKept(both, [without('look'), without('more')])).toBe(false);
  });

  test('also where a restore under way writes over it, as the hold that was begun would', async () => {
    const hold = { kind: 'pending', calls: [DETACH], standIns: [], at: NOW } as const;
    expect(await isKept(await twice(attached), [], { hold, meanwhile: [DETACH] })).toBe(true);
  });

  test('not where it was begun and is made', async () => {
    const hold = { kind: 'pending', calls: [DETACH], standIns: [], at: NOW } as const;
    const both = await twice(attached);
    expect(await isKept(both, [BESIDE, DETACH], { hold })).toBe(false);
    expect(await isKept(both, [BESIDE], { hold })).toBe(true);
  });

  test('a key that people signed for stays awake, whoever woke it again, until that ends', async () => {
    const UserDetailList = [
      { UserName: 'bot', UserId: 'AIDABOT', Arn: `arn:aws:iam::${ACCOUNT}:user/agents/bot`, Path: '/agents/' },
    ];
    const state = readAuthorizationDetails([{ ...ACCOUNT_FILE, UserDetailList }]);
    if (!state.ok) throw new Error(state.error.detail);
    const asked = { userName: 'bot', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', status: 'Active' };
    const both = await twice((id) => callOf(record('UpdateAccessKey', asked, { id })), { state: state.value });
    expect(both.found.finding.kind).toBe('credential-created');
    expect(await isKept(both, [], { now: NOW + DAY - 1 })).toBe(true);
    expect(await isKept(both, [], { now: NOW + DAY })).toBe(false);
  });
});

const statement = (...actions: readonly string[]) => ({ Effect: 'Allow', Action: actions, Resource: '*' });
test.each([
  ['in the same place', [statement('iam:CreateUser'), statement('iam:CreateRole')]],
  ['in another place', [statement('iam:CreateRole'), statement('iam:CreateUser')]],
  [
    'under another name',
    [
      { Sid: 'x', ...statement('iam:CreateUser') },
      { Sid: 'y', ...statement('iam:CreateRole') },
    ],
  ],
  ['in one statement', [statement('iam:CreateRole', 'iam:CreateUser')]],
])('what people rejected does not stay with what they sign for when it is written anew, %s', async (_, statements) => {
  const here = await open();
  const written = (id: string, Statement: JsonValue) => {
    const policyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
    return callOf(record('PutRolePolicy', { roleName: 'engineer', policyName: 'more', policyDocument }, { id }));
  };
  const rejected = await foundBy(here, written('one', [statement('iam:CreateUser')]));
  const signed = await foundBy(here, written('two', statements));
  await sign(here, signed);
  const { digest } = (await caseOf(here, rejected)).finding;
  const decision = { kind: 'reject', digest, reason: 'never' } as const;
  await decideApproval({ findingId: rejected, personId: 'sam', signedInAt: NOW, decision }, here.deps);
  here.at(NOW + 63 * MINUTE);
  await meetDueDeadlines(here.deps);
  expect(answers(here, 'engineer', ['iam:CreateUser', 'iam:CreateRole'])).toEqual(['deny', 'allow']);
});

test('whom a role was made to trust, and nobody signed for, does not stay with whom people signed for', async () => {
  const here = await open();
  const letIn = (id: string, ...accounts: readonly string[]) => {
    const policyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: accounts.flatMap((account) => lettingIn(account)['Statement']),
    });
    return callOf(record('UpdateAssumeRolePolicy', { roleName: 'engineer', policyDocument }, { id }));
  };
  const first = await foundBy(here, letIn('one', ACCOUNT, '999988887777'));
  const second = await foundBy(here, letIn('two', ACCOUNT, '999988887777', '888877776666'));
  await sign(here, second);
  here.at(NOW + 61 * MINUTE);
  await meetDueDeadlines(here.deps);
  expect([(await caseOf(here, first)).status, (await caseOf(here, second)).status]).toEqual(['held', 'restored']);
  expect(denies(here, 'engineer')).toHaveLength(1);
});

describe('a deny that AWS does not let a restore lift', () => {
  async function refused(isSigned: boolean) {
    const here = await open();
    const other = await foundBy(here, attachAdmin());
    here.account.refuses.add('DeleteRolePolicy');
    // what Terraform keeps is left, and denied
    const asked = { ...role, policyName: 'more', policyDocument: JSON.stringify(allow('s3:PutObject')) };
    const denied = await foundBy(here, byTerraform(record('PutRolePolicy', asked)));
    expect(denies(here, 'deployer')).toHaveLength(1);
    if (isSigned) await sign(here, other);
    expect(await sign(here, denied)).toMatchObject({ value: { restore: { kind: 'failed' } } });
    return { here, denied };
  }

  test.each([
    ['and nothing else is signed for', false],
    ['and what it takes is signed for under another finding', true],
  ])('is a hold as before, %s', async (_, isSigned) => {
    const { here, denied } = await refused(isSigned);
    expect(denies(here, 'deployer')).toHaveLength(1);
    expect(await caseOf(here, denied)).toMatchObject({ status: 'held', irregularities: [] });
  });

  test('is lifted by who signs again once AWS does', async () => {
    const { here, denied } = await refused(true);
    here.account.refuses.clear();
    await sign(here, denied);
    expect((await caseOf(here, denied)).status).toBe('restored');
    expect([denies(here, 'deployer'), answers(here, 'deployer', ['s3:PutObject'])]).toEqual([[], ['allow']]);
  });
});
