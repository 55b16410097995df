import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { ambit, CORPORA } from './cli.ts';

const SNAPSHOT = join(CORPORA, 'account-snapshots/cloudsplaining-small.json');

const summaryLine = z.object({
  summary: z.object({
    read: z.number(),
    understood: z.number(),
    unrelated: z.number(),
    unreadable: z.number(),
    problems: z.number(),
  }),
});
const lastOf = (lines: readonly unknown[]) => summaryLine.parse(lines.at(-1));

const withCorpora = existsSync(CORPORA) ? describe : describe.skip;

withCorpora('on the public corpora (skipped where ../shared/corpora is not there)', () => {
  test('a sweep gives every principal a verdict, then the summary', async () => {
    const ran = await ambit(['sweep', '--account', SNAPSHOT, '--json']);
    const lines = ran.json();
    const principals = lines.slice(0, -1);
    expect(principals.length).toBeGreaterThan(0);
    for (const line of principals) {
      expect(line).toMatchObject({
        principal: expect.stringMatching(/^arn:/),
        verdict: expect.stringMatching(/^(within|exceeds|undetermined)$/),
      });
    }
    expect(lines.at(-1)).toMatchObject({ summary: { principals: principals.length } });
    expect(ran.code).toBe(2);
  });

  test.each([
    { folder: 'stratus', counts: { read: 5, unreadable: 0 } },
    { folder: 'streamalert', counts: { read: 57 } },
    { folder: 'eventbridge-envelopes', counts: { read: 37 } },
    { folder: 'traildiscover', counts: { unreadable: 0 } },
  ])('a replay of $folder ends, says what it read, and holds nothing for a denied call', async ({ folder, counts }) => {
    const ran = await ambit(['replay', '--events', join(CORPORA, folder), '--json']);
    const summary = ran.json().at(-1);
    expect(summary).toMatchObject({
      summary: { understood: expect.any(Number), denied: expect.any(Number), problems: 0, ...counts },
    });
    expect([0, 2, 3]).toContain(ran.code);
  });

  test('a replay of all there is ends, and every record is accounted for', async () => {
    const ran = await ambit(['replay', '--events', CORPORA, '--json']);
    const { summary } = lastOf(ran.json());
    expect(summary.read).toBeGreaterThan(500);
    expect(summary.understood + summary.unrelated + summary.unreadable).toBe(summary.read);
    // not all that is there is JSON
    expect(summary.problems).toBeGreaterThan(0);
    expect(ran.code).toBe(65);
  }, 60_000);

  test('an administrator who was created is found, and the policy to blame, though the account is another', async () => {
    const events = join(CORPORA, 'stratus/aws.persistence.iam-create-admin-user.json');
    const ran = await ambit(['replay', '--account', SNAPSHOT, '--events', events, '--json']);
    expect(ran.json()).toContainEqual(
      expect.objectContaining({
        kind: 'excess-access',
        verdict: 'exceeds',
        principal: expect.stringMatching(/:user\/malicious-iam-user$/),
        excess: expect.arrayContaining([
          expect.objectContaining({ policy: 'arn:aws:iam::aws:policy/AdministratorAccess' }),
        ]),
      }),
    );
    expect(ran.code).toBe(2);
  });
});
