import { describe, expect, test } from '@jest/globals';
import type { Notifier } from '../../lib/ports/notifier.ts';
import { FINDING } from '../core/governance/approval-fixtures.ts';

/** Gives work a notifier and what people have been told so far. */
export type WithNotifier = (work: (notifier: Notifier, told: () => string) => Promise<void>) => Promise<void>;

/** What every notifier does. */
export function notifierContract(name: string, withNotifier: WithNotifier): void {
  describe(`${name}, as a notifier`, () => {
    test('has told people the finding and the message when it resolves', () =>
      withNotifier(async (notifier, told) => {
        await notifier.announce(FINDING, 'the excess is held');
        expect(told()).toContain(FINDING.id);
        expect(told()).toContain('the excess is held');
      }));

    test('bears to announce the same finding twice', () =>
      withNotifier(async (notifier) => {
        await notifier.announce(FINDING, 'the excess is held');
        await expect(notifier.announce(FINDING, 'the excess is held')).resolves.toBeUndefined();
      }));

    test('names its channel', () =>
      withNotifier(async (notifier) => {
        expect(notifier.channel).not.toBe('');
      }));
  });
}
