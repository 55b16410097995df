import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { emptyAccount } from '../../lib/core/account/empty-account.ts';
import type { AccountState, Role } from '../../lib/core/account/state.ts';
import type { JsonValue } from '../../lib/core/json.ts';
import type { Snapshots } from '../../lib/ports/snapshots.ts';
import { ROLE } from '../core/governance/approval-fixtures.ts';

/** Gives snapshots to a test. */
export type WithSnapshots = (work: (snapshots: Snapshots) => Promise<void>) => Promise<void>;

const AGENT: Role = {
  kind: 'role',
  name: 'kiro-deploy',
  path: '/agents/',
  arn: ROLE,
  id: 'AROAEXAMPLE',
  inline: new Map([['deploy', { Version: '2012-10-17', Statement: [] }]]),
  attached: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
  trust: { Version: '2012-10-17', Statement: [] },
  tags: new Map([['team', 'infra']]),
};

function sliceWith(role: Role): AccountState {
  return { ...emptyAccount('111122223333', 'aws'), coverage: 'partial', roles: new Map([[role.name, role]]) };
}

/** What every keeper of snapshots does. */
export function snapshotsContract(name: string, withSnapshots: WithSnapshots): void {
  describe(`${name}, as snapshots`, () => {
    test('know nothing of a principal to begin with', () =>
      withSnapshots(async (snapshots) => {
        expect(await snapshots.last(ROLE)).toBeUndefined();
        await snapshots.keep(ROLE, undefined);
        expect(await snapshots.last(ROLE)).toBeUndefined();
      }));

    test('give back the state that was kept last, whole', () =>
      withSnapshots(async (snapshots) => {
        await snapshots.keep(ROLE, sliceWith({ ...AGENT, attached: [] }));
        await snapshots.keep(ROLE, sliceWith(AGENT));
        await snapshots.keep(`${ROLE}-2`, sliceWith({ ...AGENT, arn: `${ROLE}-2` }));
        expect(await snapshots.last(ROLE)).toEqual(sliceWith(AGENT));
      }));

    test('tell which principals of an account they know, and nothing that is put aside', () =>
      withSnapshots(async (snapshots) => {
        const other = 'arn:aws:iam::444455556666:role/kiro';
        for (const arn of [ROLE, `${ROLE}#call`, other]) await snapshots.keep(arn, sliceWith(AGENT));
        expect(await snapshots.known('111122223333')).toEqual([ROLE]);
        expect(await snapshots.known('123456789012')).toEqual([]);
      }));

    test('give back a slice of any size, and then a small one of the same principal', () =>
      withSnapshots(async (snapshots) => {
        const noise = Array.from({ length: 300 }, (_, index): readonly [string, JsonValue] => {
          return [`noise-${index}`, { Version: '2012-10-17', Statement: [randomBytes(3000).toString('base64')] }];
        });
        const large = sliceWith({ ...AGENT, inline: new Map(noise) });
        for (const slice of [large, sliceWith(AGENT), large]) {
          await snapshots.keep(ROLE, slice);
          expect(await snapshots.last(ROLE)).toEqual(slice);
        }
        await snapshots.keep(ROLE, undefined);
        expect(await snapshots.last(ROLE)).toBeUndefined();
        expect(await snapshots.known('111122223333')).toEqual([]);
      }));

    test('change a state to what is made of it, one after the other where many do at once', () =>
      withSnapshots(async (snapshots) => {
        await snapshots.change(ROLE, () => sliceWith({ ...AGENT, attached: [] }));
        const attach = (arn: string) =>
          snapshots.change(ROLE, (last) => {
            const role = last?.roles.get(AGENT.name) ?? AGENT;
            return sliceWith({ ...role, attached: [...role.attached, arn].sort() });
          });
        const arns = ['a', 'b', 'c', 'd'].map((name) => `arn:aws:iam::111122223333:policy/${name}`);
        await Promise.all(arns.map(attach));
        expect(await snapshots.last(ROLE)).toEqual(sliceWith({ ...AGENT, attached: arns }));
        await snapshots.change(ROLE, (last) => last);
        expect(await snapshots.last(ROLE)).toEqual(sliceWith({ ...AGENT, attached: arns }));
        await snapshots.change(ROLE, () => undefined);
        expect(await snapshots.last(ROLE)).toBeUndefined();
        expect(await snapshots.known('111122223333')).toEqual([]);
        await snapshots.change(ROLE, (last) => last);
        expect(await snapshots.last(ROLE)).toBeUndefined();
      }));

    test('forget a principal that is gone', () =>
      withSnapshots(async (snapshots) => {
        await snapshots.keep(ROLE, sliceWith(AGENT));
        await snapshots.keep(ROLE, undefined);
        expect(await snapshots.last(ROLE)).toBeUndefined();
      }));
  });
}
