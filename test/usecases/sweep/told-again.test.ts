import { expect, test } from '@jest/globals';
import { decideApproval } from '../../../lib/usecases/approval/decide-approval.ts';
import { meetDueDeadlines } from '../../../lib/usecases/approval/meet-due-deadlines.ts';
import { sweepPage } from '../../../lib/usecases/sweep/sweep-page.ts';
import { ACCOUNT, ADMIN, attachAdmin, DAY, governance, MINUTE, NOW } from '../company.ts';
import { caseOf } from '../handled.ts';
import { answers, foundBy, put, sign } from '../holds/held-world.ts';
import { open } from '../opened.ts';
import type { World } from '../world.ts';

const HOUR = 60 * MINUTE;

/** The ids of what a sweep of the company's account finds. */
async function swept({ deps }: World): Promise<readonly string[]> {
  const page = { account: ACCOUNT, after: undefined };
  return (await sweepPage(page, { ...deps, wasMeasured: async () => true }, () => true)).findings;
}

/** Rules by which one person of `security` may take access alone for an hour. */
function withGlass() {
  const rules = governance();
  const breakGlass = { groups: ['security'], longestMinutes: 60 };
  return { ...rules, approval: { ...rules.approval, breakGlass } };
}

/** Sam takes alone what a finding holds, for a minute, after which it is held again. */
async function takenAlone(here: World, findingId: string): Promise<void> {
  const { digest } = (await caseOf(here, findingId)).finding;
  const decision = { kind: 'break-glass', digest, reason: 'it is down', until: NOW + MINUTE } as const;
  await decideApproval({ findingId, personId: 'sam', signedInAt: NOW, decision }, here.deps);
  here.at(NOW + 2 * MINUTE);
  await meetDueDeadlines(here.deps);
  expect((await caseOf(here, findingId)).status).toBe('held');
}

test('what people rejected and took away is told each time that it comes again', async () => {
  const here = await open();
  const told: number[] = [];
  for (const times of [0, 1, 2, 3]) {
    here.at(NOW + times * DAY);
    here.account.play(attachAdmin({ id: `lost ${times}` }));
    const before = here.announced.length;
    const [findingId = ''] = await swept(here);
    told.push(here.announced.length - before);
    const { digest } = (await caseOf(here, findingId)).finding;
    const decision = { kind: 'reject', digest, reason: 'no' } as const;
    await decideApproval({ findingId, personId: 'sam', signedInAt: here.deps.clock.now(), decision }, here.deps);
    here.account.change({ name: 'DetachRolePolicy', roleName: 'deployer', policyArn: ADMIN });
    expect(await swept(here)).toEqual([]);
  }
  expect(told).toEqual([1, 1, 1, 1]);
});

test('what somebody took alone, and is held, is told when it comes again: that it was taken tells nothing of it', async () => {
  const here = await open({ governance: withGlass() });
  await takenAlone(here, await foundBy(here, attachAdmin()));
  expect(await swept(here)).toEqual([]);
  here.account.play(attachAdmin({ id: 'lost' }));
  expect(await swept(here)).toHaveLength(1);
});

test.each([
  ['', false, false],
  [', also where somebody had taken it alone before', true, false],
  [', also where a sweep came first', false, true],
])('what came under the cover of a waiver is denied at its end%s', async (_, isTaken, isSwept) => {
  const here = await open({ governance: withGlass() });
  if (isTaken) await takenAlone(here, await foundBy(here, attachAdmin()));
  const findingId = await foundBy(here, put('deployer', 's3:*'));
  await sign(here, findingId, NOW + HOUR);
  here.at(NOW + 40 * MINUTE);
  await meetDueDeadlines(here.deps);
  // nobody is told of it
  here.account.change({ name: 'AttachRolePolicy', roleName: 'deployer', policyArn: ADMIN });
  here.at(NOW + HOUR);
  const found = isSwept ? await swept(here) : [];
  expect(found).toHaveLength(isSwept ? 1 : 0);
  await meetDueDeadlines(here.deps);
  expect(answers(here, 'deployer', ['iam:CreateUser', 's3:GetObject'])).toEqual(['deny', 'allow']);
});

test('what shows late after the end of a waiver is denied at the second look, also where a sweep came between', async () => {
  const here = await open();
  await sign(here, await foundBy(here, put('deployer', 's3:*')), NOW + HOUR);
  here.at(NOW + HOUR);
  await meetDueDeadlines(here.deps);
  here.account.change({ name: 'AttachRolePolicy', roleName: 'deployer', policyArn: ADMIN });
  here.at(NOW + HOUR + MINUTE / 2);
  expect(await swept(here)).toHaveLength(1);
  here.at(NOW + HOUR + MINUTE);
  await meetDueDeadlines(here.deps);
  expect(answers(here, 'deployer', ['iam:CreateUser', 's3:GetObject'])).toEqual(['deny', 'allow']);
});

test('what came under the cover of a waiver is denied when that is revoked, also where a sweep came while it is held', async () => {
  const here = await open();
  const findingId = await foundBy(here, put('deployer', 's3:*'));
  await sign(here, findingId, NOW + HOUR);
  here.account.change({ name: 'AttachRolePolicy', roleName: 'deployer', policyArn: ADMIN });
  const { enforcer } = here.deps;
  const swift: string[] = [];
  const slow: typeof enforcer = {
    enforce: async (...asked) => {
      here.at(here.deps.clock.now() + 1000);
      if (swift.length === 0) swift.push(...(await swept(here)));
      here.at(here.deps.clock.now() + 1000);
      return enforcer.enforce(...asked);
    },
  };
  const decision = { kind: 'revoke', reason: 'done' } as const;
  await decideApproval({ findingId, personId: 'sam', signedInAt: NOW, decision }, { ...here.deps, enforcer: slow });
  expect(swift).toHaveLength(1);
  expect(answers(here, 'deployer', ['iam:CreateUser', 's3:GetObject'])).toEqual(['deny', 'allow']);
});
