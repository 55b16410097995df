import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { describeGovernanceProblem } from '../../../lib/core/governance/standards/governance-problem.ts';
import { parseGovernance } from '../../../lib/core/governance/standards/parse-governance.ts';
import { jsonForm } from '../../../lib/core/json.ts';
import { allowEverything } from './governance-files.ts';

test('the whole file that the documentation shows is in form', () => {
  const page = readFileSync(path.join(import.meta.dirname, '../../../docs/ambit-yaml.md'), 'utf8');
  const example = /```yaml\n(version: 1\n[^]*?)```/.exec(page)?.[1] ?? '';
  const files = new Map(['agent', 'engineer'].map((name) => [`policies/${name}.json`, allowEverything]));
  const result = parseGovernance(jsonForm(parse(example)), files);
  expect(result.ok ? [] : result.error.map(describeGovernanceProblem)).toEqual([]);
});
