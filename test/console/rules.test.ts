import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import * as z from 'zod';
import { foldRules } from '../../lib/core/governance/rules/fold-rules.ts';
import { RULES } from '../../lib/core/governance/rules/rules-fact.ts';
import { isJsonObject, type JsonObject } from '../../lib/core/json.ts';
import { considerRules, type FoundRules } from '../../lib/usecases/rules/consider-rules.ts';
import { proposeRules } from '../../lib/usecases/rules/propose-rules.ts';
import { rulesInForce } from '../../lib/usecases/rules/rules-in-force.ts';
import { allow, STANDARDS } from '../usecases/company.ts';
import { file } from '../usecases/rules/edited-files.ts';
import { OpenedPage } from './opened-page.ts';

const [agent, engineer] = [STANDARDS['classes']].flat().filter((each) => isJsonObject(each));
const WIDE: JsonObject = {
  classes: [
    { ...agent, standard: { policies: [{ Id: 'agents', ...allow(['s3:GetObject', 'iam:*']) }] } },
    engineer ?? {},
  ],
  waiver: { defaultDays: 7, maxDays: 60 },
};

let found: FoundRules = file();
let opened: OpenedPage;

beforeAll(async () => {
  opened = await OpenedPage.open({ foundRules: () => found });
});

afterAll(() => opened.served.world.close());

beforeEach(async () => {
  await opened.goTo('#/permits', 'permits');
});

/** The page's module, which is JavaScript: it is taken as what its comments say. */
const pageModule = z.custom<{ readonly RulesPage: new (session: object) => RulesPage }>(
  (value) => z.object({ RulesPage: z.unknown() }).safeParse(value).success,
);

interface RulesPage {
  readonly root: { readonly textContent: string };
  open(): Promise<void>;
  news(events: readonly { readonly subject: string }[]): Promise<void>;
}

const NOBODY = { current: () => ({ person: null }), renew: async () => undefined };

async function rules() {
  return foldRules(await opened.served.world.deps.ledger.about(RULES));
}

/** A file is found at a start. */
async function start(change: JsonObject): Promise<void> {
  const { deps } = opened.served.world;
  found = file(change);
  const inForce = await rulesInForce(found.ok ? found.value : undefined, deps);
  if (inForce !== undefined && !inForce.isFirstUse) await considerRules(found, inForce, deps);
}

test('before anything is in force, nothing is to be signed', async () => {
  await opened.goTo('#/rules', 'No rules are in force');
  expect(opened.text).toContain('Nothing is to be signed.');
});

test('a weaker file is asked for by one person and signed by two others, who see what it weakens', async () => {
  await start({});
  await start(WIDE);
  await opened.goTo('#/rules', 'Rules version 1');
  expect(opened.text).toContain('trusted on first use: nobody signed them');
  expect(opened.text).toContain('A file that is not in force');
  expect(opened.text).toContain('Choose at the top who you are to ask or to sign.');
  await opened.signInAs('sam', 'You ask for the file that is not in force as Sam (security)');
  const shown = found;
  found = file({ waiver: { defaultDays: 7, maxDays: 365 } });
  await opened.submit('it was another file', 'DIGEST_CHANGED: the digest is');
  expect((await rules()).proposal).toBeUndefined();
  found = shown;
  await opened.submit('a new team', 'Weaker rules are to be signed: version 2');
  await opened.shows('Asked: at least two other people must sign.');
  expect(opened.text).not.toContain('A file that is not in force');
  const { proposal } = await rules();
  expect(proposal?.weakens.length).toBeGreaterThan(1);
  for (const { place, detail } of proposal?.weakens ?? []) expect(opened.text).toContain(`${place} ${detail}`);
  expect(opened.text).toMatch(/New: allowsiam:\w+On/);
  expect(opened.text).toContain('waiver.maxDays− Before30+ Proposed60');
  expect(opened.text).toContain('Action− Befores3:GetObject+ Proposed');
  expect(opened.text).toContain('Reason“a new team”');
  expect(opened.text).toContain('1 of security: Rita');
  await opened.submit('mine', 'SIGNED_OWN_REQUEST: you asked for these rules yourself');
  expect(opened.text).toContain('Sam: asked for it SIGNED_OWN_REQUEST');
  await opened.signInAs('rita', 'You sign rules version 2 as Rita');
  await opened.submit('read it', 'Rita as security: “read it”');
  expect(opened.text).toContain('1 of owners: Pat');
  await opened.signInAs('pat', 'You sign rules version 2 as Pat');
  expect(opened.text).toContain(`Digest${proposal?.digest}`);
  await opened.submit('read it too', 'Signed: they are in force.');
  expect(opened.text).toContain('Rules version 2');
  expect(opened.text).toContain('Pat as owners: “read it too”');
  expect((await rules()).inForce).toMatchObject({ digest: proposal?.digest, by: 'signatures' });
  expect(opened.served.faults).toEqual([]);
});

test('who signs what is no longer proposed signs nothing, and is shown what is', async () => {
  const { deps } = opened.served.world;
  const ask = async (maxDays: number) => {
    found = file({ ...WIDE, waiver: { defaultDays: 7, maxDays } });
    await proposeRules(found, { personId: 'sam', reason: `${maxDays} days` }, deps);
  };
  await ask(90);
  await opened.goTo('#/rules', 'Reason“90 days”');
  await ask(300);
  await opened.submit('90 are well', 'DIGEST_CHANGED');
  expect(opened.text).toContain('waiver.maxDays− Before60+ Proposed300');
  expect(opened.text).toContain('Pat: was shown something other than what is to be signed');
  expect((await rules()).proposal).toMatchObject({ reason: '300 days', signatures: [] });
});

test('news about the rules draw the page anew, and other news do not', async () => {
  const { deps } = opened.served.world;
  const { RulesPage } = pageModule.parse(await import('../../console/rules-page.js' satisfies string));
  const page = new RulesPage(NOBODY);
  await page.open();
  const drawn = page.root.textContent;
  await proposeRules(
    file({ ...WIDE, waiver: { defaultDays: 7, maxDays: 301 } }),
    { personId: 'sam', reason: 'one more' },
    deps,
  );
  await page.news([{ subject: 'F-57675e6173b4' }]);
  expect(page.root.textContent).toBe(drawn);
  await page.news([{ subject: 'rules' }]);
  expect(page.root.textContent).toContain('+ Proposed301');
});

test('a finding about the rules leads to them', async () => {
  const findings = await opened.served.world.deps.cases.cases();
  const { finding } = findings.find((each) => each.finding.kind === 'watch-tampered') ?? {};
  await opened.goTo(`#/findings/${finding?.id}`, 'The rules in force, and what is to be signed');
  expect(opened.page.body.querySelectorAll('a').map((each) => each.getAttribute('href'))).toContain('#/rules');
});
