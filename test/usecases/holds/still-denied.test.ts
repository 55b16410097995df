import { describe, expect, test } from '@jest/globals';
import { applyAll } from '../../../lib/core/account/apply-all.ts';
import type { IamCall } from '../../../lib/core/account/call.ts';
import { DENY_ALL } from '../../../lib/core/account/hold-policy.ts';
import type { PlanCall } from '../../../lib/core/account/plan-call.ts';
import type { Case } from '../../../lib/core/governance/cases/case.ts';
import type { HoldPlan } from '../../../lib/core/governance/finding.ts';
import type { ReservedDeny } from '../../../lib/core/governance/holds/denies/reserved-deny.ts';
import { stillDenied } from '../../../lib/usecases/holds/still-denied.ts';
import { ACCOUNT, account, ADMIN, allow, NOW } from '../company.ts';

const role = { roleName: 'deployer' } as const;
const putting = (policyName: string, policyDocument = DENY_ALL): IamCall & { readonly name: 'PutRolePolicy' } => ({
  name: 'PutRolePolicy',
  ...role,
  policyName,
  policyDocument,
});
const lifting = (policyName: string): IamCall & { readonly name: 'DeleteRolePolicy' } => ({
  name: 'DeleteRolePolicy',
  ...role,
  policyName,
});
const standIn = (name: string) => ({ put: putting(name), remove: lifting(name) });

const [FIRST, SECOND, OWN] = ['AmbitHold-1', 'AmbitHold-2', 'AmbitHold-3'] as const;
const TWO = [standIn(FIRST), standIn(SECOND)];
const ATTACHED = { ...role, policyArn: 'arn:aws:iam::aws:policy/AWSDenyAll' } as const;
const ATTACH = { name: 'AttachRolePolicy', ...ATTACHED } as const;
const BY_AWS = [{ put: ATTACH, remove: { name: 'DetachRolePolicy', ...ATTACHED } as const }];
const UNDO: IamCall = { name: 'AttachRolePolicy', ...role, policyArn: ADMIN };
const DETACH: IamCall = { name: 'DetachRolePolicy', ...role, policyArn: ADMIN };

interface Asked {
  /** What the plan does. */
  readonly plan?: readonly PlanCall[];
  /** What was made in the account since. */
  readonly made?: readonly IamCall[];
  /** What had stood in for the plan, one after the other. */
  readonly stoodIn?: readonly ReservedDeny[];
  /** What it began last, and whether AWS refused that. */
  readonly calls?: readonly PlanCall[];
  readonly by?: 'refusal' | 'not-shown';
  readonly status?: Case['status'];
}

/** What is still denied under a hold that failed, of a role that nothing is attached to. */
function asked({ plan = [DETACH], made = [], stoodIn = TWO, calls = [], by, status = 'hold-failed' }: Asked) {
  const known = by === undefined ? {} : { by };
  const hold = { kind: 'failed', calls, detail: 'x', standIns: stoodIn, ...known, at: NOW } as const;
  const frozen: HoldPlan = { account: ACCOUNT, kind: 'contain', calls: plan, restore: [], summary: '' };
  return stillDenied({ hold, status }, frozen, applyAll(account(), made));
}

describe('where a hold failed, of its denies', () => {
  test.each<[string, Asked, readonly PlanCall[]]>([
    ['the one that is there goes on', { made: [putting(FIRST)] }, [putting(FIRST)]],
    ['the last one that is there does', { made: [putting(FIRST), putting(SECOND)] }, [putting(SECOND)]],
    ['that of its plan does where it is there', { plan: [putting(OWN)], made: [putting(OWN)] }, [putting(OWN)]],
    [
      'what stood in does before that of its plan',
      { plan: [putting(OWN)], made: [putting(OWN), putting(FIRST)] },
      [putting(FIRST)],
    ],
    ['AWS’s own that it has attached does', { made: [ATTACH], stoodIn: BY_AWS }, [ATTACH]],
    [
      'AWS’s own that its plan has attached does',
      { plan: [ATTACH], made: [ATTACH], stoodIn: [], calls: [ATTACH] },
      [ATTACH],
    ],
  ])('%s, and people are told', (_, given, calls) => {
    expect(asked(given)).toEqual({ calls, why: expect.stringMatching(/^what it denies is still denied, /) });
  });

  test.each<[string, Asked]>([
    ['that the account does not show', { plan: [putting(OWN)] }],
    ['that says something else today', { made: [putting(FIRST, allow('*'))] }],
    ['after its waiver: it is chosen anew', { made: [putting(FIRST)], status: 'waiver-ended' }],
    ['where the calls of its plan are made, and are none', { stoodIn: [] }],
    ['where its plan puts a policy that is none of Ambit’s', { plan: [putting('own')], made: [putting('own')] }],
    [
      'that AWS refused to attach, and somebody else has attached',
      { plan: [ATTACH], made: [ATTACH], stoodIn: [], calls: [ATTACH], by: 'refusal' },
    ],
    ['where it has attached another policy', { plan: [UNDO], made: [UNDO], stoodIn: [], calls: [UNDO] }],
    ['where its plan lifts one', { plan: [lifting(OWN)] }],
    ['where its plan does more than deny', { plan: [putting(OWN), DETACH], made: [putting(OWN)] }],
  ])('none does %s', (_, given) => {
    expect(asked(given)).toBeUndefined();
  });
});
