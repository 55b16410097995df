import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { readAuthorizationDetails } from '../../../lib/core/account/authorization-details.ts';
import { policySetOf } from '../../../lib/core/account/effective.ts';
import { principalsOf } from '../../../lib/core/account/slice.ts';
import { stateFromJson } from '../../../lib/core/account/state-from-json.ts';
import { stateToJson } from '../../../lib/core/account/state-json.ts';
import { writeAuthorizationDetails } from './write-authorization-details.ts';
import type { JsonValue } from '../../../lib/core/json.ts';
import { ACCOUNT, allow, SAMPLE } from './sample-account.ts';

const ROLE = {
  RoleName: 'Deploy',
  Arn: `arn:aws:iam::${ACCOUNT}:role/team/Deploy`,
  Path: '/team/',
  RoleId: 'AROA1',
  CreateDate: 17,
  AssumeRolePolicyDocument: allow('sts:AssumeRole'),
  RoleLastUsed: { anything: [] },
};

const GROUP = { GroupName: 'staff', Arn: `arn:aws:iam::${ACCOUNT}:group/staff` };

describe('pages', () => {
  test('several pages are one account, whatever their order', () => {
    const pages: readonly JsonValue[] = [
      { RoleDetailList: [ROLE], UserDetailList: [], IsTruncated: true, Marker: 'next' },
      { GroupDetailList: [GROUP], Policies: [], IsTruncated: false },
    ];
    const read = readAuthorizationDetails(pages);
    expect(read).toMatchObject({ ok: true, value: { account: ACCOUNT, partition: 'aws', coverage: 'whole' } });
    expect(readAuthorizationDetails([...pages].reverse())).toEqual(read);
  });

  test.each<[string, JsonValue]>([
    ['the last page is missing', { ...writeAuthorizationDetails(SAMPLE), IsTruncated: true }],
    ['a list is missing', { RoleDetailList: [ROLE], UserDetailList: [], Policies: [] }],
  ])('an account is partial where %s', (_what, page) => {
    expect(readAuthorizationDetails([page])).toMatchObject({ ok: true, value: { coverage: 'partial' } });
  });

  test.each<[string, JsonValue]>([
    ['an object', allow('s3:*')],
    ['its text', JSON.stringify(allow('s3:*'))],
    ['its encoded text', encodeURIComponent(JSON.stringify(allow('s3:*')))],
  ])('a document may be %s', (_form, PolicyDocument) => {
    const read = readAuthorizationDetails([
      { RoleDetailList: [{ ...ROLE, RolePolicyList: [{ PolicyName: 'p', PolicyDocument }] }] },
    ]);
    expect(read.ok && read.value.roles.get('Deploy')?.inline.get('p')).toEqual(allow('s3:*'));
  });

  test('a text that is no document is kept, and is unreadable', () => {
    const read = readAuthorizationDetails([{ RoleDetailList: [{ ...ROLE, AssumeRolePolicyDocument: '%7Bbroken' }] }]);
    expect(read.ok && read.value.roles.get('Deploy')?.trust).toBe('%7Bbroken');
  });

  test('an account that changed while it was read can list one role twice', () => {
    const pages = [{ RoleDetailList: [ROLE] }, { RoleDetailList: [ROLE] }];
    expect(readAuthorizationDetails(pages)).toMatchObject({ ok: true });
  });
});

describe('refusals', () => {
  test.each<[string, readonly JsonValue[], object]>([
    ['a list', [[]], { code: 'WRONG_SHAPE', place: 'document' }],
    ['no page at all', [], { code: 'NO_ACCOUNT' }],
    [
      'a role without a name',
      [{ RoleDetailList: [ROLE, { ...ROLE, RoleName: 7 }] }],
      { code: 'WRONG_SHAPE', place: 'RoleDetailList[1].RoleName', detail: expect.stringContaining('expected string') },
    ],
    [
      'a document that is a number, on the second page',
      [{}, { RoleDetailList: [{ ...ROLE, AssumeRolePolicyDocument: 7 }] }],
      {
        place: 'page 2: RoleDetailList[0].AssumeRolePolicyDocument',
        detail: expect.stringContaining('policy document'),
      },
    ],
    [
      'two accounts',
      [{ RoleDetailList: [ROLE], GroupDetailList: [{ ...GROUP, Arn: 'arn:aws:iam::444455556666:group/staff' }] }],
      { code: 'TWO_ACCOUNTS', detail: expect.stringContaining('444455556666') },
    ],
    [
      'one role with two contents',
      [{ RoleDetailList: [ROLE, { ...ROLE, Tags: [{ Key: 'a', Value: 'b' }] }] }],
      { code: 'CONTRADICTION', place: 'RoleDetailList', detail: expect.stringContaining('"Deploy"') },
    ],
    ['nothing of any account', [{ RoleDetailList: [] }], { code: 'NO_ACCOUNT' }],
    [
      'more than any account holds',
      [{ GroupDetailList: Array.from({ length: 50_001 }, () => GROUP) }],
      { code: 'TOO_LARGE' },
    ],
  ])('%s', (_what, pages, error) => {
    expect(readAuthorizationDetails(pages)).toMatchObject({ ok: false, error });
  });

  test('a stored state says where it is broken', () => {
    const json = { ...stateToJson(SAMPLE), groups: [{ name: 'staff' }] };
    expect(stateFromJson(json)).toMatchObject({ ok: false, error: { code: 'WRONG_SHAPE', place: 'groups[0].path' } });
  });
});

const SNAPSHOTS = fileURLToPath(new URL('../../../../shared/corpora/account-snapshots', import.meta.url));
const files = existsSync(SNAPSHOTS) ? readdirSync(SNAPSHOTS).filter((name) => name.endsWith('.json')) : [];
const parseJson: (text: string) => JsonValue = JSON.parse;

const published = files.length > 0 ? describe : describe.skip;

published("published snapshots (skipped where the folder '../shared/corpora' is not there)", () => {
  test.each(files)('%s gives every principal its policies, and is read the same from what is written of it', (file) => {
    const read = readAuthorizationDetails([parseJson(readFileSync(`${SNAPSHOTS}/${file}`, 'utf8'))]);
    if (!read.ok) throw new Error(read.error.detail);
    expect(read.value.coverage).toBe('whole');
    for (const { arn } of principalsOf(read.value)) {
      const policies = policySetOf(read.value, arn);
      expect(policies?.identity.filter((policy) => 'unreadable' in policy.document)).toEqual([]);
    }
    expect(readAuthorizationDetails([writeAuthorizationDetails(read.value)])).toEqual(read);
    expect(stateFromJson(stateToJson(read.value))).toEqual(read);
  });
});
