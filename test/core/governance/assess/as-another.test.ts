import { describe, expect, test } from '@jest/globals';
import { compare } from '../../../../lib/core/access/compare.ts';
import type { PolicySet } from '../../../../lib/core/access/policy-set.ts';
import { asAnother } from '../../../../lib/core/governance/assess/as-another.ts';
import type { JsonObject, JsonValue } from '../../../../lib/core/json.ts';
import { parsePolicy } from '../../../../lib/core/policy/parse.ts';
import { roleArn } from '../accounts.ts';
import { ACCOUNT } from '../cases.ts';

const statement = (Effect: 'Allow' | 'Deny', Resource: JsonValue, Condition?: JsonObject): JsonObject => ({
  Effect,
  Action: 's3:*',
  Resource,
  ...(Condition === undefined ? {} : { Condition }),
});

const TEAM = { StringEquals: { 'aws:PrincipalTag/team': 'a' } };
const OWN = 'arn:aws:s3:::b/${aws:userid}/*';

function set(...statements: readonly JsonObject[]): PolicySet {
  const parsed = parsePolicy({ Version: '2012-10-17', Statement: [...statements] });
  if (!parsed.ok) throw new Error('the policy does not parse');
  return { principal: { arn: roleArn('r') }, identity: [{ name: 'p', document: parsed.value }] };
}

const CASES: readonly (readonly [string, PolicySet, 'same' | 'narrower' | 'nothing'])[] = [
  ['an allow of everybody', set(statement('Allow', '*')), 'same'],
  [
    'an allow by a tag of the resource',
    set(statement('Allow', '*', { StringEquals: { 'aws:ResourceTag/t': 'a' } })),
    'same',
  ],
  [
    'an allow by the account of who asks',
    set(statement('Allow', '*', { StringEquals: { 'aws:PrincipalAccount': ACCOUNT } })),
    'same',
  ],
  ['an allow by a tag of who asks', set(statement('Allow', '*', TEAM)), 'nothing'],
  ['an allow on what is named after who asks', set(statement('Allow', OWN)), 'nothing'],
  [
    'an allow where a value is who asks',
    set(statement('Allow', '*', { StringEquals: { 's3:prefix': '${aws:userid}' } })),
    'nothing',
  ],
  [
    'a deny by a tag of who asks',
    set(statement('Allow', '*'), statement('Deny', 'arn:aws:s3:::b/*', TEAM)),
    'narrower',
  ],
  ['a deny on what is named after who asks', set(statement('Allow', '*'), statement('Deny', OWN)), 'nothing'],
];

describe('what another may have of', () => {
  test.each(CASES)('%s is never more than that', (_, own, how) => {
    const narrowed = asAnother(own);
    const nothing: PolicySet = { ...own, identity: [] };
    expect(compare(narrowed, [own]).verdict).toBe('within');
    expect(compare(own, [narrowed]).verdict === 'within').toBe(how === 'same');
    expect(compare(narrowed, [nothing]).verdict === 'within').toBe(how === 'nothing');
  });

  test('what cannot be read stays so, and boundaries are narrowed as well', () => {
    const unreadable: PolicySet = { principal: {}, identity: [{ name: 'p', document: { unreadable: 'why' } }] };
    expect(asAnother(unreadable).identity).toEqual(unreadable.identity);
    const fenced: PolicySet = {
      ...set(statement('Allow', '*')),
      boundary: set(statement('Allow', '*', TEAM)).identity,
    };
    expect(compare(asAnother(fenced), []).verdict).toBe('within');
  });
});
