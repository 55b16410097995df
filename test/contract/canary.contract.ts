import { describe, expect, test } from '@jest/globals';
import type { Canary } from '../../lib/ports/canary.ts';

/** A canary that is not made yet, and what is seen of its role. */
export interface SeenCanary {
  readonly canary: Canary;
  /** Whom the role trusts and what it grants, as JSON; undefined: it is not there. */
  readonly seen: () => Promise<{ readonly trust: unknown; readonly grants: readonly unknown[] } | undefined>;
  /** Somebody adds an inline policy and a managed one to the role. */
  readonly add: () => Promise<void>;
}

/** Gives a canary, and what is seen of it, to a test. */
export type WithCanary = (work: (seen: SeenCanary) => Promise<void>) => Promise<void>;

/** What every canary does. */
export function canaryContract(name: string, withCanary: WithCanary): void {
  describe(`canary: ${name}`, () => {
    test('grants everything to nobody, from nowhere', async () => {
      await withCanary(async ({ canary, seen }) => {
        expect(await seen()).toBeUndefined();
        await canary.make();
        expect(canary.arn).toMatch(/^arn:aws:iam::\d{12}:role\/ambit-drill\/AmbitDrill-[0-9a-f]{12}$/);
        expect(await seen()).toMatchObject({
          trust: { Statement: [{ Effect: 'Deny', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }] },
          grants: [
            {
              Statement: [
                {
                  Effect: 'Allow',
                  Action: '*',
                  Resource: '*',
                  Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } },
                },
              ],
            },
          ],
        });
      });
    });

    test('is removed with what others added to it', async () => {
      await withCanary(async ({ canary, seen, add }) => {
        await canary.make();
        await add();
        expect((await seen())?.grants).toHaveLength(2);
        await canary.remove();
        expect(await seen()).toBeUndefined();
      });
    });

    test('may be removed again, or without having been made', async () => {
      await withCanary(async ({ canary, seen }) => {
        await canary.remove();
        await canary.make();
        await canary.remove();
        await canary.remove();
        expect(await seen()).toBeUndefined();
      });
    });
  });
}
