import { describe, expect, test } from '@jest/globals';
import type { ExcessBox } from '../../../lib/core/access/excess.ts';
import { atLeast } from '../../../lib/core/governance/graver.ts';
import { severityOf } from '../../../lib/core/governance/severity.ts';
import type { Severity } from '../../../lib/core/governance/finding.ts';
import { box } from './cases.ts';

describe('the severity of an excess', () => {
  test.each<[string, ExcessBox, Severity]>([
    ['every action', box(['*'], 'Read', 'Write'), 'critical'],
    ['an escalation', box(['iam:PassRole'], 'Write'), 'critical'],
    ['an escalation inside a pattern', box(['IAM:Put*'], 'Permissions management'), 'critical'],
    ['code of functions with a role', box(['lambda:Update*'], 'Write'), 'critical'],
    ['permissions management', box(['s3:PutBucketPolicy'], 'Permissions management'), 'high'],
    ['a destructive write', box(['dynamodb:DeleteTable'], 'Write'), 'high'],
    ['a pattern that reaches a destructive write', box(['s3:*'], 'Read', 'Write'), 'high'],
    ['a pattern that begins like one', box(['rds:Del*'], 'Write'), 'high'],
    ['the deletion of a key', box(['kms:ScheduleKeyDeletion'], 'Write'), 'high'],
    ['a write', box(['s3:PutObject'], 'Write'), 'medium'],
    ['a pattern of writes', box(['s3:Put*'], 'Write'), 'medium'],
    ['tagging', box(['ec2:CreateTags'], 'Tagging'), 'medium'],
    ['an action without a known level', box(['new:Thing'], 'Unknown'), 'medium'],
    ['a pattern that only reads', box(['s3:*'], 'Read', 'List'), 'low'],
    ['reading', box(['s3:GetObject'], 'Read'), 'low'],
  ])('%s', (_, excess, severity) => {
    expect(severityOf({ verdict: 'exceeds', excess: [excess], classKind: 'engineer', openings: [] })).toBe(severity);
  });

  test('is that of its gravest part', () => {
    const excess = [box(['s3:GetObject'], 'Read'), box(['iam:CreatePolicyVersion'], 'Permissions management')];
    expect(severityOf({ verdict: 'exceeds', excess, classKind: 'engineer', openings: [] })).toBe('critical');
  });

  test('is one step higher where an agent may write', () => {
    const writes = [box(['s3:PutObject'], 'Write')];
    expect(severityOf({ verdict: 'exceeds', excess: writes, classKind: 'agent', openings: [] })).toBe('high');
    expect(
      severityOf({ verdict: 'exceeds', excess: [box(['s3:GetObject'], 'Read')], classKind: 'agent', openings: [] }),
    ).toBe('low');
  });

  test('is never below medium where the verdict is undetermined', () => {
    const excess = [box(['s3:GetObject'], 'Read')];
    expect(severityOf({ verdict: 'undetermined', excess, classKind: 'engineer', openings: [] })).toBe('medium');
  });

  test('is high where nothing is known of an undetermined excess', () => {
    expect(severityOf({ verdict: 'undetermined', excess: [], classKind: 'engineer', openings: [] })).toBe('high');
  });
});

test('the graver of two severities wins', () => {
  expect(atLeast('low', 'medium')).toBe('medium');
  expect(atLeast('critical', 'medium')).toBe('critical');
});
