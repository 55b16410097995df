import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { digestOf } from '../../lib/core/digest.ts';
import type { GatedChange } from '../../lib/core/governance/permits/gated-change.ts';
import { refusalMessage } from '../../lib/core/governance/permits/gate-message.ts';
import { ACCOUNT } from '../usecases/company.ts';
import { stackArn } from '../usecases/gate-world.ts';
import { OpenedPage } from './opened-page.ts';

const GATED: GatedChange = {
  environment: 'cost',
  change: {
    account: ACCOUNT,
    operation: { kind: 'stack-delete' },
    target: stackArn('cost-prod'),
    change: digestOf('the template'),
  },
  what: 'delete stack cost-prod',
  why: [],
  destroys: [],
};

let opened: OpenedPage;

beforeAll(async () => {
  opened = await OpenedPage.open();
});

afterAll(() => opened.served.world.close());

test('a permit is asked for with what the gate named, signed by two others, and withdrawn', async () => {
  const { page, served } = opened;
  await opened.goTo('#/permits', '0 permits');
  await opened.goTo('#/permits/ask', 'Choose at the top who you are to ask');
  await opened.signInAs('rita', 'Ask for this permit');
  page.at('#refusal').value = refusalMessage(GATED, { code: 'NONE' });
  page.at('#refusal').fire('input');
  await opened.submit('moved', 'BAD_BODY');
  page.at('#actor').value = `arn:aws:iam::${ACCOUNT}:role/pipeline`;
  await opened.submit('moved', 'It lacks signatures.');
  expect(page.hash).toMatch(/^#\/permits\/P-[0-9a-f]{12}$/);
  expect(opened.text).toContain('1 of security: Sam');
  const [, digest = 'none'] = /Digest(sha256:[0-9a-f]{64})/.exec(opened.text) ?? [];
  await opened.submit('mine', 'SIGNED_OWN_REQUEST: you asked for this permit yourself');
  await opened.signInAs('sam', 'You decide as Sam');
  await opened.submit('read it', 'Sam as security: “read it”');
  await opened.shows('Signed.');
  await opened.signInAs('pat', 'You decide as Pat');
  await opened.submit('read it too', 'It is good for exactly this change, once, in its window.');
  expect(opened.text).toContain(digest);
  const [permit] = await served.world.deps.ledger.about(page.hash.slice('#/permits/'.length));
  expect(permit?.fact).toMatchObject({ kind: 'permit-requested', terms: { ...GATED.change, requestedBy: 'rita' } });
  page.at('#reason').value = 'not today';
  page.at('.danger').fire('click');
  await opened.shows('It was taken back before it was used.');
  expect(opened.text).toContain('by Pat: “not today”');
  expect(opened.text).toContain('It takes no signatures now.');
  expect(served.faults).toEqual([]);
});

test('a permit that is not there is said to be none; the findings are still shown beside', async () => {
  await opened.goTo('#/permits/P-000000000000', 'NO_SUCH_PERMIT: there is no such permit; check its id');
  await opened.goTo(`#/findings/${opened.served.findingId}`, 'What is in excess');
  expect(opened.text).not.toContain('NO_SUCH_PERMIT');
});
