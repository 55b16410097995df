import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import type { JsonValue } from '../../../lib/core/json.ts';
import { compared } from './reading-sets.ts';

const SAMPLES = join(import.meta.dirname, '../../../../shared/corpora/access-analyzer-samples.json');
const NOT_HERE = "skipped where the folder '../shared/corpora' is not there";

const json: z.ZodType<JsonValue> = z.json();
const sampleList = z.array(
  z.object({
    file: z.string(),
    title: z.string(),
    expected: z.enum(['PASS', 'FAIL']),
    policyType: z.string(),
    reference: json,
    candidate: json,
  }),
);

type Sample = z.infer<typeof sampleList>[number];

const samples = existsSync(SAMPLES) ? sampleList.parse(JSON.parse(readFileSync(SAMPLES, 'utf8'))) : [];

/**
 * The page calls this candidate FAIL, but it allows the action on acl-123456 only, and the reference denies it on
 * acl-sensitive only: everything that the candidate allows, the reference allows.
 */
const isMislabelled = ({ file, title }: Sample): boolean =>
  file.endsWith('ec2-network-acl.md') && title.startsWith('Candidate policy 3');

const hasAnswer = existsSync(SAMPLES) ? describe : describe.skip;

hasAnswer(`the answers that AWS published to its own samples (${NOT_HERE})`, () => {
  const verdicts = samples.map((sample) => ({ sample, comparison: compared(sample.candidate, sample.reference) }));
  const open = verdicts.filter(({ comparison }) => comparison.verdict === 'undetermined');

  test('PASS is within, FAIL exceeds', () => {
    const wrong = verdicts
      .filter(({ sample, comparison }) => !isMislabelled(sample) && comparison.verdict !== 'undetermined')
      .filter(({ sample, comparison }) => comparison.verdict !== (sample.expected === 'PASS' ? 'within' : 'exceeds'))
      .map(({ sample, comparison }) => [sample.file, sample.title, comparison]);
    expect(wrong).toEqual([]);
  });

  test('two hang on whether a star crosses colons, and name the reading that gives the answer of AWS', () => {
    expect(open).toHaveLength(2);
    for (const { sample, comparison } of open) {
      const answer = sample.expected === 'PASS' ? 'within' : 'exceeds';
      expect(comparison.reasons).toContainEqual({
        rule: 'arn-colon-crossing',
        detail: expect.stringContaining(`segment-wise (AWS's reading): ${answer}`),
      });
    }
  });

  test('one label is wrong: the candidate names another network ACL than the protected one', () => {
    const [mislabelled] = verdicts.filter(({ sample }) => isMislabelled(sample));
    expect(mislabelled).toMatchObject({
      sample: { expected: 'FAIL', candidate: { Statement: [{ Resource: 'arn:aws:ec2:*:*:network-acl/acl-123456' }] } },
      comparison: { verdict: 'within' },
    });
  });
});
