import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import type { Call, Reading } from '../../../lib/core/activity/call.ts';
import { isIamCallName } from '../../../lib/core/activity/calls/iam.ts';
import { CALLS } from '../../../lib/core/activity/calls/table.ts';
import { recordsIn } from '../../../lib/core/activity/containers.ts';
import { operationOf, serviceOf } from '../../../lib/core/activity/operation.ts';
import { readCall } from '../../../lib/core/activity/read-call.ts';
import type { JsonValue } from '../../../lib/core/json.ts';

const CORPORA = join(import.meta.dirname, '../../../../shared/corpora');
const isThere = existsSync(CORPORA);
const title = isThere ? 'recorded logs' : 'recorded logs (skipped: the folder ../shared/corpora is not there)';

const parse: (text: string) => JsonValue = JSON.parse;

const PAIRS = join(import.meta.dirname, '../../../../shared/facts/permission-events.json');
/** Calls that others list, and that give nobody more and take nothing from those who watch. */
const NOT_WATCHED = [
  'access-analyzer:CreateAnalyzer',
  'codepipeline:DisableStageTransition',
  'logs:DeleteRetentionPolicy',
];

function readingsOf(folder: string, file?: string): readonly Reading[] {
  const files = file === undefined ? readdirSync(join(CORPORA, folder)) : [file];
  return files.flatMap((name) =>
    recordsIn(parse(readFileSync(join(CORPORA, folder, name), 'utf8'))).map((record) => readCall(record)),
  );
}

const callsOf = (readings: readonly Reading[]): readonly Call[] =>
  readings.flatMap((reading) => (reading.kind === 'call' ? [reading.call] : []));

(isThere ? describe : describe.skip)(title, () => {
  test.each([
    ['stratus', 5, 5, 0],
    ['traildiscover', 500, 100, 0],
    // its one unreadable record is of a watched call, with its time taken out
    ['streamalert', 40, 8, 1],
    ['eventbridge-envelopes', 37, 5, 2],
  ])('%s: at least %d records with %d calls; at most %d unreadable', (folder, records, calls, unreadable) => {
    const readings = readingsOf(folder);
    expect(readings.length).toBeGreaterThanOrEqual(records);
    expect(callsOf(readings).length).toBeGreaterThanOrEqual(calls);
    expect(readings.filter((reading) => reading.kind === 'unreadable').length).toBeLessThanOrEqual(unreadable);
  });

  test('the run that creates an administrator is its three calls', () => {
    const calls = callsOf(readingsOf('stratus', 'aws.persistence.iam-create-admin-user.json'));
    const user = { userName: 'malicious-iam-user' };
    expect(calls.map((call) => call.change).toSorted(byName)).toEqual([
      { kind: 'access', iam: { name: 'AttachUserPolicy', ...user, policyArn: ADMIN } },
      { kind: 'access', iam: { name: 'CreateAccessKey', ...user, accessKeyId: expect.stringMatching(/^AKIA/) } },
      { kind: 'access', iam: expect.objectContaining({ name: 'CreateUser', ...user }) },
    ]);
    expect(new Set(calls.map((call) => call.actor.name))).toEqual(new Set(['christophe']));
  });

  test('the run that opens a role to another account is one change of its trust', () => {
    const calls = callsOf(readingsOf('stratus', 'aws.persistence.iam-backdoor-role.json'));
    expect(calls).toMatchObject([{ change: { iam: { name: 'UpdateAssumeRolePolicy' } } }]);
  });

  test('the run that stops a trail blinds those who watch', () => {
    const calls = callsOf(readingsOf('stratus', 'aws.defense-evasion.cloudtrail-stop.json'));
    expect(calls).toMatchObject([
      {
        change: {
          kind: 'tamper',
          resources: [expect.stringMatching(/:trail\//)],
          losses: [{ what: 'stopped the trail', isCertain: true, isGrave: true }],
        },
      },
    ]);
  });

  test('almost every IAM call of the denied ones carries its error and names nothing', () => {
    const access = callsOf(readingsOf('traildiscover')).filter((call) => call.change.kind === 'access');
    const denied = access.filter((call) => call.error !== undefined);
    expect(denied.length).toBeGreaterThan(50);
    expect(access.length - denied.length).toBeLessThan(3);
  });
});

const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';

function byName(a: Call['change'], b: Call['change']): number {
  const name = (change: Call['change']) => (change.kind === 'access' ? (change.iam?.name ?? '') : '');
  return name(a).localeCompare(name(b));
}

(existsSync(PAIRS) ? describe : describe.skip)('a list of calls by others (skipped: it is not there)', () => {
  test('has none that the table does not name', () => {
    const listed = z
      .object({ pairs: z.array(z.object({ eventSource: z.string(), eventName: z.string() })) })
      .parse(parse(readFileSync(PAIRS, 'utf8')));
    const named = new Set(CALLS.map(({ source, name }) => `${source}:${name}`));
    const missing = listed.pairs
      .map(({ eventSource, eventName }) => ({
        service: serviceOf(eventSource) ?? eventSource,
        name: operationOf(eventName),
      }))
      .filter(({ service, name }) => service !== 'iam' || !isIamCallName(name))
      .map(({ service, name }) => `${service}:${name}`)
      .filter((call) => !named.has(call));
    expect([...new Set(missing)].toSorted()).toEqual(NOT_WATCHED);
  });
});
