import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { digestOf } from '../../lib/core/digest.ts';
import type { GatedChange } from '../../lib/core/governance/permits/gated-change.ts';
import { refusalMessage } from '../../lib/core/governance/permits/gate-message.ts';
import { CONSOLE_FOLDER } from '../../lib/wiring/console-files.ts';
import { ORIGIN, serveWorld, type ServedWorld } from '../api/visitor.ts';
import { ACCOUNT } from '../usecases/company.ts';
import { stackArn } from '../usecases/gate-world.ts';
import { Page } from './page-dom.ts';

const IDS = [...readFileSync(join(CONSOLE_FOLDER, 'index.html'), 'utf8').matchAll(/ id="([^"]+)"/g)].map(
  ([, id = '']) => id,
);
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

let served: ServedWorld;
const page = new Page(IDS);
const main = () => page.at('#main').textContent;

beforeAll(async () => {
  served = await serveWorld();
  // the page reads its own clock
  served.world.at(Date.now());
  let cookie = '';
  const fetch = async (path: string, init: RequestInit): Promise<Response> => {
    const headers = new Headers(init.headers);
    for (const [name, value] of [
      ['host', '127.0.0.1:4700'],
      ['origin', ORIGIN],
      ['cookie', cookie],
    ] as const)
      headers.set(name, value);
    headers.set('sec-fetch-site', 'same-origin');
    const answer = await served.app.request(path, { ...init, headers });
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    return answer;
  };
  Object.assign(globalThis, page.globals(fetch));
  await import('../../console/main.js' satisfies string);
  await shows('Choose a finding');
});

afterAll(() => served.world.close());

/** Waits until the page shows a text. */
async function shows(text: string): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (main().includes(text)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`the page does not show "${text}" but: ${main()}`);
}

async function signInAs(personId: string, shown: string): Promise<void> {
  page.at('#person').value = personId;
  page.at('#person').fire('change');
  await shows(shown);
}

async function decide(reason: string, act: () => void, shown: string): Promise<void> {
  page.at('#reason').value = reason;
  act();
  await shows(shown);
}

const submit = () => page.at('form').fire('submit');

test('a permit is asked for with what the gate named, signed by two others, and withdrawn', async () => {
  page.hash = '#/permits';
  await shows('0 permits');
  page.hash = '#/permits/ask';
  await shows('Choose at the top who you are to ask');
  await signInAs('rita', 'Ask for this permit');
  page.at('#refusal').value = refusalMessage(GATED, { code: 'NONE' });
  page.at('#refusal').fire('input');
  await decide('moved', submit, 'BAD_BODY');
  page.at('#actor').value = `arn:aws:iam::${ACCOUNT}:role/pipeline`;
  await decide('moved', submit, 'It lacks signatures.');
  expect(page.hash).toMatch(/^#\/permits\/P-[0-9a-f]{12}$/);
  expect(main()).toContain('1 of security: Sam');
  const [, digest = 'none'] = /Digest(sha256:[0-9a-f]{64})/.exec(main()) ?? [];
  await decide('mine', submit, 'SIGNED_OWN_REQUEST: you asked for this permit yourself');
  await signInAs('sam', 'You decide as Sam');
  await decide('read it', submit, 'Sam as security: “read it”');
  await shows('Signed.');
  await signInAs('pat', 'You decide as Pat');
  await decide('read it too', submit, 'It is good for exactly this change, once, in its window.');
  expect(main()).toContain(digest);
  const [permit] = await served.world.deps.ledger.about(page.hash.slice('#/permits/'.length));
  expect(permit?.fact).toMatchObject({ kind: 'permit-requested', terms: { ...GATED.change, requestedBy: 'rita' } });
  await decide('not today', () => page.at('.danger').fire('click'), 'It was taken back before it was used.');
  expect(main()).toContain('by Pat: “not today”');
  expect(main()).toContain('It takes no signatures now.');
  expect(served.faults).toEqual([]);
});

test('a permit that is not there is said to be none; the findings are still shown beside', async () => {
  page.hash = '#/permits/P-000000000000';
  await shows('NO_SUCH_PERMIT: there is no such permit; check its id');
  page.hash = `#/findings/${served.findingId}`;
  await shows('What is in excess');
  expect(main()).not.toContain('NO_SUCH_PERMIT');
});
