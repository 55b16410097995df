import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../../lib/core/json.ts';
import { foldRules } from '../../../lib/core/governance/rules/fold-rules.ts';
import { RULES } from '../../../lib/core/governance/rules/rules-fact.ts';
import { GovernanceFault, readDeployedRules } from '../../../lib/wiring/deployed/governance-file.ts';
import { openGoverning } from '../../../lib/wiring/deployed/governing.ts';
import { lookAtRules } from '../../../lib/wiring/deployed/look-at-rules.ts';
import { governance, STANDARDS } from '../../usecases/company.ts';
import { openWorld, type World } from '../../usecases/world.ts';

const MINUTE = 60_000;
const TELEMETRY = { info: () => undefined, fault: () => undefined, count: () => undefined, flush: () => undefined };

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

function folderWith(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'ambit-deployed-'));
  writeFileSync(join(folder, 'governance.json'), text);
  return folder;
}

function deployed(change: JsonObject = {}, files: JsonObject = {}): string {
  return folderWith(JSON.stringify({ source: { ...STANDARDS, ...change }, files }));
}

/** What a function that starts with these files goes by. */
async function governing(folder: string) {
  return openGoverning(folder, 'warn', world.deps.clock)(world.deps.ledger);
}

const days = (maxDays: number): JsonObject => ({ waiver: { defaultDays: 1, maxDays } });

test('what was deployed is what was validated, with the policy files that it names', () => {
  expect(readDeployedRules(deployed())).toMatchObject({ ok: true, value: { json: STANDARDS } });
  const read = readDeployedRules(deployed({}, { 'others.json': { Version: '2012-10-17', Statement: [] } }));
  expect(read.ok && [...read.value.files.keys()]).toEqual(['others.json']);
});

describe('a function goes by the rules in force', () => {
  test('the first that are deployed are trusted, and the log says so', async () => {
    const first = await governing(deployed());
    expect(first.governance).toMatchObject({ people: governance().people, waiver: { maxDays: 30 } });
    expect(first.notes).toEqual([expect.stringMatching(/trusted on first use/)]);
    expect((await governing(deployed())).notes).toEqual([]);
  });

  test('a deployment of weaker ones changes nothing, and people are told', async () => {
    await governing(deployed());
    const weaker = deployed(days(300));
    expect((await governing(weaker)).governance.waiver.maxDays).toBe(30);
    await lookAtRules(weaker, world.deps, TELEMETRY);
    expect((await governing(weaker)).governance.waiver.maxDays).toBe(30);
    expect(world.announced).toEqual([expect.stringMatching(/^watch-tampered/)]);
  });

  test('stricter ones count with the next look, a minute later everywhere', async () => {
    const answer = openGoverning(deployed(), 'warn', world.deps.clock);
    expect((await answer(world.deps.ledger)).governance.waiver.maxDays).toBe(30);
    await lookAtRules(deployed(days(3)), world.deps, TELEMETRY);
    expect((await answer(world.deps.ledger)).governance.waiver.maxDays).toBe(30);
    world.at(world.deps.clock.now() + MINUTE);
    expect((await answer(world.deps.ledger)).governance.waiver.maxDays).toBe(3);
    expect(foldRules(await world.deps.ledger.about(RULES)).history).toHaveLength(2);
  });

  test.each([['[]'], ['{}'], ['{"source":{}}'], ['{"source":{"version":2},"files":{}}'], ['no JSON']])(
    'a file that says %s stops a function that has no rules, and no other',
    async (text) => {
      const broken = folderWith(text);
      await expect(governing(broken)).rejects.toThrow(GovernanceFault);
      await governing(deployed());
      expect((await governing(broken)).governance.waiver.maxDays).toBe(30);
      await lookAtRules(broken, world.deps, TELEMETRY);
      expect(world.announced).toEqual([expect.stringMatching(/^watch-tampered/)]);
    },
  );
});
