import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../../lib/core/json.ts';
import { foldRules } from '../../../lib/core/governance/rules/fold-rules.ts';
import { RULES } from '../../../lib/core/governance/rules/rules-fact.ts';
import type { Mode } from '../../../lib/core/governance/standards/standards.ts';
import { GovernanceFault, readDeployedRules } from '../../../lib/wiring/deployed/governance-file.ts';
import { openGoverning } from '../../../lib/wiring/deployed/governing.ts';
import { lookAtRules } from '../../../lib/wiring/deployed/look-at-rules.ts';
import { FACTS } from '../../core/governance/approval-fixtures.ts';
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
    await lookAtRules({ folder: weaker, mode: 'warn' }, world.deps, TELEMETRY);
    expect((await governing(weaker)).governance.waiver.maxDays).toBe(30);
    expect(world.announced).toEqual([expect.stringMatching(/^watch-tampered/)]);
  });

  test('stricter ones count with the next look, a minute later everywhere', async () => {
    const answer = openGoverning(deployed(), 'warn', world.deps.clock);
    expect((await answer(world.deps.ledger)).governance.waiver.maxDays).toBe(30);
    await lookAtRules({ folder: deployed(days(3)), mode: 'warn' }, world.deps, TELEMETRY);
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
      await lookAtRules({ folder: broken, mode: 'warn' }, world.deps, TELEMETRY);
      expect(world.announced).toEqual([expect.stringMatching(/^watch-tampered/)]);
    },
  );
});

describe('the mode of a deployment', () => {
  const modes = async (asked: Mode) => {
    const { governance: counting, notes } = await openGoverning(deployed(), asked, world.deps.clock)(world.deps.ledger);
    return { modes: [...new Set(counting.classes.map(({ mode }) => mode))], notes };
  };
  const look = (mode: Mode) => lookAtRules({ folder: deployed(), mode }, world.deps, TELEMETRY);

  test('is raised by who deploys, and lowered by nobody: that is told, each time anew', async () => {
    await look('observe');
    expect((await modes('observe')).modes).toEqual(['observe']);
    await look('warn');
    world.at(world.deps.clock.now() + MINUTE);
    expect(await modes('observe')).toEqual({ modes: ['warn'], notes: [expect.stringContaining('nobody signed less')] });
    for (const _ of [1, 2]) await look('observe');
    expect(world.announced).toEqual([expect.stringMatching(/^watch-tampered/)]);
    await look('warn');
    world.at(world.deps.clock.now() + MINUTE);
    await look('observe');
    expect(world.announced).toHaveLength(2);
    const rules = foldRules(await world.deps.ledger.about(RULES));
    expect(rules).toMatchObject({ mode: { inForce: 'warn', refused: 'observe' }, irregularities: [] });
  });

  test('is not in force as enforce before a drill has passed', async () => {
    await look('enforce');
    expect(foldRules(await world.deps.ledger.about(RULES)).mode?.inForce).toBe('warn');
    await world.deps.ledger.append([FACTS.drillPassed()]);
    await look('enforce');
    expect((await modes('warn')).modes).toEqual(['enforce']);
  });

  test('is lowered by no fact of the ledger either', async () => {
    await look('warn');
    await world.deps.ledger.append([{ kind: 'rules-mode', mode: 'observe', at: world.deps.clock.now() }]);
    const rules = foldRules(await world.deps.ledger.about(RULES));
    expect(rules).toMatchObject({ mode: { inForce: 'warn' }, irregularities: [{ kind: 'rules-mode' }] });
  });
});
