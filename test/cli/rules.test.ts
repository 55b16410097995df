import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { ambit, withFiles } from './cli.ts';

const DEMO = readFileSync(join(import.meta.dirname, '../../examples/incident/ambit.yaml'), 'utf8');
const LONGER = DEMO.replace(/^waiver:.*$/m, '').concat('\nwaiver: { defaultDays: 1, maxDays: 300 }\n');

const shown = z.looseObject({
  inForce: z.looseObject({ version: z.number(), by: z.string() }),
  proposal: z.nullable(z.looseObject({ digest: z.string() })),
  refused: z.nullable(z.looseObject({})),
});

describe('ambit rules', () => {
  test('a weaker file is refused, asked for, signed by two others, and in force', async () => {
    await withFiles({ 'ambit.yaml': DEMO, 'weaker.yaml': LONGER }, async (path) => {
      const dir = ['--dir', path('ambit')];
      const rules = (verb: string, ...args: readonly string[]) => ambit(['rules', verb, ...args, ...dir]);
      const state = async () => shown.parse((await rules('show', '--json')).json()[0]);
      const change = (file: string, by: string) => ['--standards', path(file), '--by', by, '--reason', 'needed'];
      const first = await rules('propose', ...change('ambit.yaml', 'demo-engineer'));
      expect(first).toMatchObject({ code: 64, stderr: expect.stringMatching(/IN_FORCE_ALREADY/) });
      expect(await state()).toMatchObject({ inForce: { version: 1, by: 'first-use' }, proposal: null, refused: null });

      const checked = await rules('check', path('weaker.yaml'));
      expect(checked).toMatchObject({ code: 2, stdout: expect.stringMatching(/weaker: {3}waiver.maxDays: it is 300/) });
      const dry = await rules('propose', ...change('weaker.yaml', 'demo-engineer'), '--dry-run');
      expect(dry).toMatchObject({ code: 0, stdout: expect.stringContaining('to be signed') });
      expect((await state()).proposal).toBeNull();
      const asked = await rules('propose', ...change('weaker.yaml', 'demo-engineer'));
      expect(asked.stderr).toMatch(/weaker.yaml is not in force, the last rules are: .*waiver.maxDays/);
      expect(asked.stdout).toMatch(/to sign: {2}ambit rules sign --digest sha256:/);
      const { proposal } = await state();
      const sign = (by: string) => rules('sign', ...change('weaker.yaml', by), '--digest', proposal?.digest ?? '');
      expect((await sign('demo-engineer')).stderr).toMatch(/SIGNED_OWN_REQUEST/);
      expect(await sign('demo-approver-cloud-security')).toMatchObject({ code: 0 });
      expect(await sign('demo-approver-cost-platform')).toMatchObject({ code: 0 });
      expect(await state()).toMatchObject({ inForce: { version: 2, by: 'signatures' }, proposal: null, refused: null });
      expect((await rules('check', path('weaker.yaml'))).code).toBe(0);
      expect((await rules('history', '--json')).json()).toHaveLength(2);
      expect((await ambit(['ledger', 'show', ...dir])).stdout).toMatch(/TRUSTED ON FIRST USE/);
    });
  });

  test('says what is missing', async () => {
    await withFiles({ 'ambit.yaml': DEMO }, async (path) => {
      const none = await ambit(['rules', 'show', '--dir', path('nowhere')]);
      expect(none.code).toBe(65);
      const nobody = await ambit(['rules', 'propose', '--dir', path('ambit'), '--reason', 'x']);
      expect(nobody).toMatchObject({ code: 64, stderr: expect.stringMatching(/--by/) });
      const both = await ambit(['rules', 'propose', '--live', '--by', 'x', '--reason', 'x']);
      expect(both).toMatchObject({ code: 64, stderr: expect.stringMatching(/exclude each other/) });
    });
  });
});
