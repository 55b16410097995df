import { describe, expect, test } from '@jest/globals';
import { findingOfUnreadable } from '../../../../lib/core/governance/assess/finding-of-unreadable.ts';
import { ACCOUNT, NOW } from '../cases.ts';

const problem = {
  code: 'MISSING_FIELD',
  field: 'requestParameters.roleName',
  detail: 'expected a text, got nothing',
  eventId: 'e-1',
  source: 'iam.amazonaws.com',
  name: 'AttachRolePolicy',
  account: ACCOUNT,
  time: NOW,
} as const;

describe('a record that cannot be read', () => {
  test('is an undetermined finding that says what is wrong', () => {
    expect(findingOfUnreadable(problem, NOW)).toMatchObject({
      kind: 'unreadable-call',
      verdict: 'undetermined',
      account: ACCOUNT,
      call: { id: 'e-1', source: 'iam.amazonaws.com', name: 'AttachRolePolicy', time: NOW },
      reasons: [{ rule: 'MISSING_FIELD', detail: 'requestParameters.roleName: expected a text, got nothing' }],
      response: { kind: 'alert' },
    });
  });
  test('has the id of its event, so that it is told once', () => {
    const again = { ...problem, detail: 'worded otherwise' };
    expect(findingOfUnreadable(problem, NOW).id).toBe(findingOfUnreadable(again, NOW + 1).id);
  });
  test('without an event id is told apart by what is wrong with it', () => {
    const one = { code: 'NOT_A_RECORD', field: '$', detail: 'got a number' } as const;
    const other = { ...one, detail: 'got a list' };
    expect(findingOfUnreadable(one, NOW)).toMatchObject({ call: null, account: 'unknown' });
    expect(findingOfUnreadable(one, NOW).id).not.toBe(findingOfUnreadable(other, NOW).id);
  });
});
