import { describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import {
  CANARY_GRANT,
  CANARY_PATH,
  CANARY_TRUST,
  canaryName,
  DRILL_SUBJECT,
} from '../../../lib/core/governance/ledger/drill.ts';
import { foldCase } from '../../../lib/core/governance/cases/case.ts';
import { sweepAccount } from '../../../lib/usecases/sweep/sweep-account.ts';
import type { JsonObject } from '../../../lib/core/json.ts';
import { effectiveMode } from '../../../lib/usecases/drill/effective-mode.ts';
import { handleCall } from '../../../lib/usecases/calls/handle-call.ts';
import { noteDrill } from '../../../lib/usecases/drill/note-drill.ts';
import { readStandards } from '../../../lib/wiring/read-standards.ts';
import { ACCOUNT, attachAdmin, callOf, governance, MINUTE, NOW, record, type RecordOptions } from '../company.ts';
import type { World } from '../world.ts';
import { open } from '../opened.ts';

const NAME = canaryName('0123456789ab');
const CANARY = `arn:aws:iam::${ACCOUNT}:role${CANARY_PATH}${NAME}`;

/** A role with a grant, made in two calls as a drill makes its canary; the findings of both. */
async function made(
  { account, deps }: World,
  role: JsonObject,
  options: RecordOptions = {},
): Promise<readonly string[]> {
  const trust = JSON.stringify(CANARY_TRUST);
  const calls = [
    callOf(record('CreateRole', { ...role, assumeRolePolicyDocument: trust }, options)),
    callOf(
      record(
        'PutRolePolicy',
        { roleName: role['roleName'] ?? null, policyName: 'canary', policyDocument: JSON.stringify(CANARY_GRANT) },
        options,
      ),
    ),
  ];
  const findings: string[] = [];
  for (const call of calls) {
    account.play(call);
    const handled = await handleCall(call, deps);
    if (handled.kind !== 'denied') findings.push(...handled.findings);
  }
  return findings;
}

const CANARY_ROLE = { roleName: NAME, path: CANARY_PATH };

describe('a drill', () => {
  test('passes when the canary is found, is written down once, and lets enforce count', async () => {
    const here = await open();
    expect(await effectiveMode('enforce', here.deps.ledger)).toEqual({
      mode: 'warn',
      why: expect.stringMatching(/ambit drill/),
    });
    const findings = await made(here, CANARY_ROLE);
    expect(findings).toHaveLength(1);
    expect(await noteDrill(findings, here.deps)).toBe(true);
    expect(await noteDrill(findings, here.deps)).toBe(false);
    expect(await here.deps.ledger.about(DRILL_SUBJECT)).toMatchObject([
      {
        fact: {
          kind: 'drill-passed',
          findingId: findings[0],
          principal: CANARY,
          account: ACCOUNT,
          calledAt: NOW - MINUTE,
          raisedAt: NOW,
        },
      },
    ]);
    expect(await effectiveMode('enforce', here.deps.ledger)).toEqual({ mode: 'enforce', why: undefined });
  });

  test.each<[string, string | undefined]>([
    ['the standards that ship with Ambit', undefined],
    ['the standards of the demo', join(import.meta.dirname, '../../../examples/incident/ambit.yaml')],
  ])('has one finding, about its grant and not its trust, under %s', async (_, file) => {
    const standards = await readStandards(file);
    if (!standards.ok) throw new Error('these standards are refused');
    const here = await open({ governance: standards.value.governance });
    const findings = await made(here, CANARY_ROLE);
    const found = foldCase(await here.deps.ledger.about(findings[0] ?? ''))?.finding;
    expect(findings).toHaveLength(1);
    expect(found).toMatchObject({ kind: 'excess-access', verdict: 'exceeds', principal: CANARY });
    expect(await noteDrill(findings, here.deps)).toBe(true);
  });

  test('does not pass by a finding that comes too late for a hold', async () => {
    const here = await open();
    const findings = await made(here, CANARY_ROLE, { time: NOW - (governance().staleAfterMinutes + 1) * MINUTE });
    expect(findings).toHaveLength(1);
    expect(await noteDrill(findings, here.deps)).toBe(false);
    expect(await effectiveMode('enforce', here.deps.ledger)).toMatchObject({ mode: 'warn' });
  });

  test.each<[string, JsonObject]>([
    ['of its name at another path', { roleName: NAME, path: '/' }],
    ['of another name at its path', { roleName: 'AmbitDrill-x', path: CANARY_PATH }],
  ])('does not pass by a role %s', async (_, role) => {
    const here = await open();
    const findings = await made(here, role);
    expect(findings).toHaveLength(1);
    expect(await noteDrill(findings, here.deps)).toBe(false);
  });

  test('does not pass by a call on another role, a sweep, or a finding that is not there', async () => {
    const here = await open();
    const call = attachAdmin();
    here.account.play(call);
    const handled = await handleCall(call, here.deps);
    await made(here, CANARY_ROLE);
    const standing: string[] = [];
    for await (const { principal, findings } of sweepAccount(here.account.state, here.deps)) {
      if (principal !== CANARY) continue;
      for (const finding of findings) {
        await here.deps.ledger.append([{ kind: 'finding-raised', finding, at: NOW }]);
        standing.push(finding.id);
      }
    }
    expect(standing).toHaveLength(1);
    const others = handled.kind === 'denied' ? [] : handled.findings;
    expect(await noteDrill([...others, ...standing, 'F-000000000000'], here.deps)).toBe(false);
  });
});

test.each(['observe', 'warn'] as const)('the mode %s needs no drill', async (mode) => {
  const here = await open();
  expect(await effectiveMode(mode, here.deps.ledger)).toEqual({ mode, why: undefined });
});
