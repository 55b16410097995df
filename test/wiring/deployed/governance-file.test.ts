import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { GovernanceFault, readDeployedGovernance } from '../../../lib/wiring/deployed/governance-file.ts';
import { governance, STANDARDS } from '../../usecases/company.ts';

function folderWith(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'ambit-deployed-'));
  writeFileSync(join(folder, 'governance.json'), text);
  return folder;
}

test('the governance that was deployed is the one that was validated', () => {
  const folder = folderWith(JSON.stringify({ source: STANDARDS, files: {} }));
  expect(readDeployedGovernance(folder)).toEqual(governance());
});

test('policy files come along with it', () => {
  const allowed = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }] };
  const unclassified = { mode: 'warn', response: { kind: 'alert' }, standard: { policies: [{ file: 'others.json' }] } };
  const source = { ...STANDARDS, unclassified };
  const read = readDeployedGovernance(folderWith(JSON.stringify({ source, files: { 'others.json': allowed } })));
  expect(read.unclassified.standard.policies).toHaveLength(1);
  const without = folderWith(JSON.stringify({ source, files: {} }));
  expect(() => readDeployedGovernance(without)).toThrow(GovernanceFault);
});

test.each([['[]'], ['{}'], ['{"source":{}}'], ['{"source":{"version":2},"files":{}}']])(
  'a file that says %s stops the function, it never runs without standards',
  (text) => {
    expect(() => readDeployedGovernance(folderWith(text))).toThrow(GovernanceFault);
  },
);
