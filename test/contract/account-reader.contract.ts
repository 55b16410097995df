import { describe, expect, test } from '@jest/globals';
import { sliceOf } from '../../lib/core/account/slice.ts';
import { stateToJson } from '../../lib/core/account/state-json.ts';
import type { AccountState } from '../../lib/core/account/state.ts';
import type { AccountReader } from '../../lib/ports/account-reader.ts';
import { ACCOUNT, ADA, DEPLOY, SMALL_ACCOUNT } from './account-fixtures.ts';
import { withoutAssigned } from './without-assigned.ts';

/** Gives work a reader of an AWS that holds these accounts. */
export type WithAccountReader = (
  accounts: readonly AccountState[],
  work: (reader: AccountReader) => Promise<void>,
) => Promise<void>;

function json(state: AccountState | undefined): unknown {
  return state === undefined ? undefined : stateToJson(withoutAssigned(state));
}

/** What every reader of accounts does. */
export function accountReaderContract(name: string, withAccountReader: WithAccountReader): void {
  describe(`${name}, as a reader of accounts`, () => {
    test('lists the accounts that it can read', async () => {
      await withAccountReader([SMALL_ACCOUNT], async (reader) => expect(await reader.accounts()).toEqual([ACCOUNT]));
      await withAccountReader([], async (reader) => expect(await reader.accounts()).toEqual([]));
    });

    test('reads an account whole', () =>
      withAccountReader([SMALL_ACCOUNT], async (reader) => {
        expect(json(await reader.accountOf(ACCOUNT))).toEqual(json(SMALL_ACCOUNT));
      }));

    test.each([DEPLOY, ADA])('reads %s with all that decides about it', (arn) =>
      withAccountReader([SMALL_ACCOUNT], async (reader) => {
        expect(json(await reader.stateOf(arn))).toEqual(json(sliceOf(SMALL_ACCOUNT, arn)));
      }),
    );

    test.each([
      `${DEPLOY}-2`,
      `arn:aws:iam::${ACCOUNT}:role/deploy`,
      'arn:aws:iam::999999999999:role/deploy',
      '',
      'ada',
    ])('knows no principal "%s"', (arn) =>
      withAccountReader([SMALL_ACCOUNT], async (reader) => expect(await reader.stateOf(arn)).toBeUndefined()),
    );

    test('knows no account that is not there', () =>
      withAccountReader([SMALL_ACCOUNT], async (reader) => {
        expect(await reader.accountOf('999999999999')).toBeUndefined();
      }));
  });
}
