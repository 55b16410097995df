import { expect, test } from '@jest/globals';
import { isJsonList } from '../../lib/core/activity/member.ts';
import type { Finding } from '../../lib/core/governance/finding.ts';
import { decideApproval } from '../../lib/usecases/approval/decide-approval.ts';
import { DAY, STANDARDS } from '../usecases/company.ts';
import {
  assigned,
  attached,
  created,
  inline,
  type Made,
  provisioned,
  recorded,
  referring,
  set,
  version,
} from './calls-beyond-iam.ts';
import { GROWN } from './grants-beyond-iam.ts';
import { governs, kept, open, world } from './embedded-world.ts';
import { caseOf, heldBy, quietly, sign } from './held-world.ts';

test.each(GROWN.map((grown) => [grown.name, grown] as const))(
  'stays held where this grew behind it: %s',
  async (_, { there, grant, grows, says }) => {
    const embedded = await open();
    await quietly(there, embedded);
    const finding = await heldBy(grant, embedded);
    await quietly(grows, embedded);
    const was = kept(embedded);
    await sign(finding, embedded);
    const facts = (await embedded.deps.ledger.about(finding.id)).map(({ fact }) => fact);
    expect(facts.flatMap((fact) => (fact.kind === 'restore-failed' ? [fact.detail] : []))).toEqual([
      expect.stringMatching(says),
    ]);
    expect(kept(embedded)).toEqual(was);
    expect(await caseOf(finding, embedded)).toMatchObject({ hold: { kind: 'confirmed' } });
  },
);

test('is held again where it grew behind it while it was given back', async () => {
  const [grown] = GROWN;
  if (grown === undefined) throw new Error('something grows');
  const embedded = await open();
  await quietly(grown.there, embedded);
  const finding = await heldBy(grown.grant, embedded);
  const { restorer } = embedded.deps;
  if ('decided' in restorer) throw new Error('this world restores');
  const enforce: typeof restorer.enforce = async (...asked) => {
    const made = await restorer.enforce(...asked);
    await quietly(grown.grows, embedded);
    return made;
  };
  await sign(finding, { ...embedded, deps: { ...embedded.deps, restorer: { enforce } } });
  const facts = (await embedded.deps.ledger.about(finding.id)).map(({ fact }) => fact);
  const detail = expect.stringMatching(grown.says);
  expect(facts).toContainEqual(expect.objectContaining({ kind: 'restore-failed', detail }));
  expect((await caseOf(finding, embedded))?.status).toBe('held');
  expect(embedded.services.services.identityCenter.assignments).toEqual([]);
});

test('what a permission set comes to hold is signed for by nobody to whom it is assigned', async () => {
  const { people } = STANDARDS;
  const ann = { id: 'ann', name: 'Ann', groups: ['security'], actsAs: ['u-1'] };
  governs({ people: [...(isJsonList(people) ? people : []), ann] });

  const embedded = await open();
  await quietly([...set, assigned('u-1', 'USER')], embedded);
  const { id: findingId, digest, principal } = await heldBy(attached, embedded);
  const decision = { kind: 'sign', digest, reason: 'mine', until: world.now + DAY } as const;
  const signed = await decideApproval({ findingId, personId: 'ann', signedInAt: world.now, decision }, embedded.deps);
  expect(signed).toMatchObject({ ok: false, error: { code: 'GAINS_BY_IT', through: principal } });
});

test('what is signed for somebody else is signed for nobody but them, though it is of the same permission set', async () => {
  const embedded = await open();
  await quietly(set, embedded);
  const less = await heldBy(assigned('u-1', 'USER'), embedded);
  await quietly([attached], embedded);
  const more = await heldBy(assigned('u-2', 'USER'), embedded);
  await sign(more, embedded);
  await sign(less, embedded);
  const statusOf = async (finding: Finding) => (await caseOf(finding, embedded))?.status;
  expect([await statusOf(more), await statusOf(less)]).toEqual(['restored', 'held']);
  const given = embedded.services.services.identityCenter.assignments.map(({ assignee }) => assignee.id);
  expect(given).toEqual(['u-2']);
});

test('what is signed of one permission set for all who hold it is signed of no other, though that is given in the same account', async () => {
  const embedded = await open();
  const permissionSetArn = 'arn:aws:sso:::permissionSet/ssoins-1/ps-2';
  const other = ({ source, name, asked }: Made): Made =>
    recorded(source, name, { ...asked, permissionSetArn }, { permissionSet: { permissionSetArn, name: 'Other' } });
  await quietly([created, provisioned, assigned('u-9', 'USER'), version('CreatePolicy', 'iam:*')], embedded);
  await quietly([created, inline('sqs:*'), provisioned].map(other), embedded);
  const referred = await heldBy(referring, embedded);
  await sign(referred, embedded);
  const assignment = await heldBy(other(assigned('u-1', 'USER')), embedded);
  await quietly([other(inline('iam:*'))], embedded);
  await sign(assignment, embedded);
  const statusOf = async (finding: Finding) => (await caseOf(finding, embedded))?.status;
  expect([await statusOf(referred), await statusOf(assignment)]).toEqual(['restored', 'held']);
});
