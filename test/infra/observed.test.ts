import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { OBSERVED, READ_ABOVE_ACCOUNTS } from '../../infra/reach/reads.ts';

const ADAPTERS = join(import.meta.dirname, '../../lib/adapters/aws');

/** The actions that the adapters name where they ask, for the fault that says what could not be read. */
function askedIn(folder: string): readonly string[] {
  const texts = readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
  const actions = texts.flatMap((text) => [...text.matchAll(/'((?:iam|sso|identitystore|organizations):[A-Z]\w+)'/g)]);
  return [...new Set(actions.map(([, action = '']) => action))].sort();
}

describe('what may be read', () => {
  test('is what the adapters ask of IAM, of Organizations and of Identity Center, no less and no more', () => {
    const { organization, identityCenter } = READ_ABOVE_ACCOUNTS;
    expect([...OBSERVED.iam, ...organization, ...identityCenter].sort()).toEqual(askedIn(ADAPTERS));
  });
});
