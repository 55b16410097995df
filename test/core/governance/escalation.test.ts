import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ESCALATION_ACTIONS, escalationReasons, escalationsIn } from '../../../lib/core/governance/escalation.ts';
import { box } from './cases.ts';

const CORPUS = join(import.meta.dirname, '../../../../shared/corpora/pathfinding');

describe('escalation paths of an excess', () => {
  test('are found by name, whatever the case', () => {
    expect(escalationsIn([box(['IAM:passrole'], 'Write')]).map(({ action }) => action)).toEqual(['iam:PassRole']);
  });
  test('are found inside patterns', () => {
    expect(escalationsIn([box(['lambda:UpdateFunctionC*'], 'Write')]).map(({ action }) => action)).toEqual([
      'lambda:UpdateFunctionCode',
      'lambda:UpdateFunctionConfiguration',
    ]);
  });
  test('are none where only data is read', () => {
    expect(escalationsIn([box(['s3:Get*', 'dynamodb:Query'], 'Read')])).toEqual([]);
  });
  test('are named in the reasons, each with its source', () => {
    expect(escalationReasons([box(['iam:CreatePolicyVersion'], 'Permissions management')])).toEqual([
      {
        rule: 'escalation-path',
        detail: 'iam:CreatePolicyVersion: rewrites a policy that is attached to it (iam-001)',
      },
    ]);
  });
  test('are explained for the first few, and named for all', () => {
    const reasons = escalationReasons([box(['iam:*'], 'Permissions management')]);
    expect(reasons).toHaveLength(9);
    expect(reasons[8]?.detail).toMatch(/^also by .*iam:PassRole/);
  });
  test('are one reason where every action is in excess', () => {
    expect(escalationReasons([box(['*'], 'Write')])).toHaveLength(1);
  });
});

test('no action is listed twice', () => {
  const names = ESCALATION_ACTIONS.map(({ action }) => action.toLowerCase());
  expect(new Set(names).size).toBe(names.length);
});

const paths = pathsOfCorpus();
const describeCorpus = paths.length > 0 ? describe : describe.skip;

describeCorpus('the paths of pathfinding.cloud (skipped where the corpus is not there)', () => {
  test('have an action each in the table', () => {
    const missed = paths.filter((path) => escalationsIn([box(path.actions, 'Write')]).length === 0);
    expect(missed).toEqual([]);
    expect(paths.length).toBeGreaterThan(60);
  });
});

function pathsOfCorpus(): readonly { readonly id: string; readonly actions: readonly string[] }[] {
  return yamlFiles().map((file) => {
    const text = readFileSync(file, 'utf8');
    const name = /^name: *"?([^"\n]+)/m.exec(text)?.[1] ?? '';
    return { id: file, actions: name.split('+').map((action) => action.trim()) };
  });
}

function yamlFiles(): readonly string[] {
  try {
    const names = readdirSync(CORPUS, { recursive: true, encoding: 'utf8' });
    return names.filter((name) => name.endsWith('.yaml')).map((name) => join(CORPUS, name));
  } catch {
    return [];
  }
}
