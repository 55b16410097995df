import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { meetDeadlines } from '../../lib/usecases/approval/meet-deadlines.ts';
import { meetDueDeadlines } from '../../lib/usecases/approval/meet-due-deadlines.ts';
import { ACCOUNT, CLOUDFORMATION, DAY } from '../usecases/company.ts';
import { ALLOWING, TWO_UNITS } from './limited-organizations.ts';
import { created, inline, type Made, moved, onTarget, provisioned, shared } from './calls-beyond-iam.ts';
import { GRANTS } from './grants-beyond-iam.ts';
import { kept, open, world } from './embedded-world.ts';
import { caseOf, heldBy, play, quietly, sign, takenBack } from './held-world.ts';

const OTHERS = 'arn:aws:iam::999988887777:root';

describe.each(GRANTS.map((grant) => [grant.name, grant] as const))(
  '%s, in the embedded world',
  (_, { there, before, grant }) => {
    test('is held as it was before, also when somebody takes that back, given back as people sign, and held again when that ends', async () => {
      const embedded = await open();
      await quietly(there, embedded);
      await play(before, embedded);
      const was = kept(embedded);
      const finding = await heldBy(grant, embedded);
      expect(kept(embedded)).toEqual(was);
      const begun = async () =>
        (await embedded.deps.ledger.about(finding.id)).flatMap(({ fact }) =>
          fact.kind === 'hold-intended' ? [fact.why] : [],
        );
      const once = await begun();
      await meetDeadlines([{ kind: 'second-look', findingId: finding.id, at: world.now }], embedded.deps);
      expect(await begun()).toEqual(once);
      await takenBack(finding, embedded);
      expect(kept(embedded)).not.toEqual(was);
      world.now += 61_000;
      await meetDueDeadlines(embedded.deps);
      expect(kept(embedded)).toEqual(was);
      expect(await begun()).toEqual([...once, 'the hold is not there any more; it is held again']);
      await sign(finding, embedded);
      expect((await caseOf(finding, embedded))?.status).toBe('restored');
      expect(kept(embedded)).not.toEqual(was);
      world.now += DAY + 1;
      await meetDueDeadlines(embedded.deps);
      expect((await caseOf(finding, embedded))?.status).toBe('held');
      expect(kept(embedded)).toEqual(was);
    });
  },
);

test('what a stack keeps, and no deny can stand beside, is put back while the stack runs, and once more when it rolls back', async () => {
  const embedded = await open();
  const byStack = (made: Made): Made => ({ ...made, via: CLOUDFORMATION });
  await play([byStack(shared({ AWS: `arn:aws:iam::${ACCOUNT}:root` }))], embedded);
  const was = kept(embedded);
  const [first = ''] = await play([byStack(shared('*'))], embedded);
  expect(kept(embedded)).toEqual(was);
  // what the stack fails at later it undoes by what it had before, and then it is deployed again
  const own = `arn:aws:iam::${ACCOUNT}:root`;
  const [second = ''] = await play([byStack(shared({ AWS: own })), byStack(shared('*'))], embedded);
  expect(kept(embedded)).toEqual(was);
  const cases = await embedded.deps.cases.cases();
  const about = (id: string) => cases.find(({ finding }) => finding.id === id);
  expect([first, second].map((id) => about(id)?.status)).toEqual(['held', 'held']);
  const reasons = about(first)?.finding.reasons.map(({ rule }) => rule);
  expect(reasons).toEqual(expect.arrayContaining(['kept-in-code', 'fix-in-code']));
});

test.each<[string, readonly Made[], readonly Made[]]>([
  ['the policy of a bucket', [shared({ AWS: `arn:aws:iam::${ACCOUNT}:root` })], [shared('*'), shared({ AWS: OTHERS })]],
  ['a permission set', [created, inline('s3:GetObject'), provisioned], [inline('iam:*'), inline('ec2:*')]],
])('what is written over %s right after a hold is not undone to what that took away', async (_, before, grants) => {
  const embedded = await open();
  await play(before, embedded);
  const was = kept(embedded);
  for (const grant of grants) {
    await heldBy(grant, embedded);
    expect(kept(embedded)).toEqual(was);
    world.now += 1000;
  }
});

test('what is written over a permission set before it is seen that the hold took effect is held as well', async () => {
  const embedded = await open();
  await play([created, inline('s3:GetObject'), provisioned], embedded);
  const was = kept(embedded);
  const { services } = embedded.deps;
  if (services === undefined) throw new Error('services are there');
  const shows: typeof services.shows = async (account, call) => {
    world.now += 5000;
    return services.shows(account, call);
  };
  const slow = { ...embedded, deps: { ...embedded.deps, services: { shows } } };
  const granted = world.now;
  await heldBy(inline('iam:*'), slow);
  world.now = granted + 2000;
  await heldBy(inline('ec2:*'), embedded);
  expect(kept(embedded)).toEqual(was);
});

describe('an account that was moved out of a unit', () => {
  async function held() {
    const organizationFile = join(world.folder, 'organization.json');
    writeFileSync(organizationFile, JSON.stringify(TWO_UNITS));
    const embedded = await open({ organizationFile });
    const finding = await heldBy(moved, embedded);
    const caseNow = () => caseOf(finding, embedded);
    const placeNow = () => embedded.services.services.organization.parents.get(ACCOUNT);
    expect(placeNow()).toBe('ou-prod');
    return { embedded, finding, caseNow, placeNow };
  }

  test('is not moved there again where it could do more by then than what was signed', async () => {
    const { embedded, finding, caseNow, placeNow } = await held();
    await quietly([onTarget('DetachPolicy', 'p-2', 'ou-dev')], embedded);
    await sign(finding, embedded);
    const facts = (await embedded.deps.ledger.about(finding.id)).map(({ fact }) => fact);
    const detail = expect.stringMatching(/^accounts \(111122223333\) would be let do more .*config:\*/);
    expect(facts).toContainEqual(expect.objectContaining({ kind: 'restore-failed', detail }));
    expect([placeNow(), (await caseNow())?.status]).toEqual(['ou-prod', 'held']);
  });

  test('is not moved back where it is limited less by then, and is as soon as it is not', async () => {
    const { embedded, finding, caseNow, placeNow } = await held();
    await sign(finding, embedded);
    await quietly([onTarget('DetachPolicy', 'p-2')], embedded);
    world.now += DAY + 1;
    await meetDueDeadlines(embedded.deps);
    const detail = expect.stringMatching(/^in ou-prod the account 111122223333 is limited less than where it is now/);
    expect(await caseNow()).toMatchObject({ status: 'hold-failed', hold: { detail } });
    expect(placeNow()).toBe('ou-dev');
    await quietly([onTarget('AttachPolicy', 'p-2')], embedded);
    world.now += DAY + 1;
    await meetDueDeadlines(embedded.deps);
    expect([placeNow(), (await caseNow())?.status]).toEqual(['ou-prod', 'held']);
  });
});

test('a guardrail that allows is not attached again where its target was narrowed meanwhile, and is as soon as it is not', async () => {
  const organizationFile = join(world.folder, 'organization.json');
  writeFileSync(organizationFile, JSON.stringify(ALLOWING));
  const embedded = await open({ organizationFile });
  const finding = await heldBy(onTarget('DetachPolicy'), embedded);
  const attachedNow = () => embedded.services.services.organization.attached.get('ou-prod')?.policies;
  expect(attachedNow()).toContain('p-1');
  await sign(finding, embedded);
  expect(attachedNow()).not.toContain('p-1');
  await quietly([onTarget('AttachPolicy', 'p-little'), onTarget('DetachPolicy', 'p-FullAWSAccess')], embedded);
  world.now += DAY + 1;
  await meetDueDeadlines(embedded.deps);
  const detail = expect.stringMatching(
    /^attached to ou-prod again, p-1 would let accounts \(111122223333\) do what is denied there now .*: aws organizations attach-policy /,
  );
  expect(await caseOf(finding, embedded)).toMatchObject({ status: 'hold-failed', hold: { detail } });
  expect(attachedNow()).not.toContain('p-1');
  await quietly([onTarget('AttachPolicy', 'p-FullAWSAccess')], embedded);
  world.now += DAY + 1;
  await meetDueDeadlines(embedded.deps);
  expect(await caseOf(finding, embedded)).toMatchObject({ status: 'held' });
  expect(attachedNow()).toContain('p-1');
});
