import { describe, expect, test } from '@jest/globals';
import type { IamCall } from '../../../lib/core/account/call.ts';
import type { JsonObject } from '../../../lib/core/json.ts';
import { gainsBy } from '../../../lib/usecases/approval/gains-by.ts';
import { account, AGENT, ENGINEER } from '../company.ts';
import { around, changed, EVE, readingOf, roleArn, roleTrusting } from './around.ts';

describe('who gains by it', () => {
  test('who has no principal in the account gains nothing, and nothing is read but who there is', async () => {
    const { neighbours, read } = await readingOf(account());
    expect(await gainsBy({ ...EVE, actsAs: ['nobody'] }, AGENT, neighbours)).toBeUndefined();
    expect(read).toEqual([]);
  });

  test('of an account with thousands of roles no more is read than what the signer can become', async () => {
    const others = Array.from({ length: 2000 }, (_, index) =>
      roleTrusting(`other-${index}`, { Service: 'lambda.amazonaws.com' }),
    );
    const near = roleTrusting('near', { AWS: ENGINEER });
    const { neighbours, read } = await readingOf(changed([...others, near]));
    expect(await gainsBy(EVE, AGENT, neighbours)).toBeUndefined();
    expect(read).toEqual([ENGINEER, `arn:aws:iam::${account().account}:role/near`]);
  });

  test('who can become more principals than are looked at is taken to gain', async () => {
    const becoming = async (count: number) => {
      const near = Array.from({ length: count }, (_, index) => roleTrusting(`near-${index}`, { AWS: ENGINEER }));
      const { neighbours, read } = await readingOf(changed(near));
      return { gains: await gainsBy(EVE, AGENT, neighbours), read: read.length };
    };
    // with the engineer's own role these are 48, and one more
    expect(await becoming(47)).toEqual({ gains: undefined, read: 48 });
    expect(await becoming(48)).toEqual({ gains: { through: ENGINEER }, read: 49 });
  });

  const OWN = { ...EVE, actsAs: [roleArn('own-*')] };
  const ownRoles = (count: number, principal: JsonObject) =>
    Array.from({ length: count }, (_, index) => roleTrusting(`own-${index}`, principal));

  test('who acts as several that can become one another is looked at once in each', async () => {
    const { neighbours, read } = await readingOf(changed(ownRoles(30, { AWS: roleArn('own-0') })));
    expect(await gainsBy(OWN, AGENT, neighbours)).toBeUndefined();
    expect(new Set(read).size).toBe(read.length);
  });

  test('who can become others in more ways than are asked about is taken to gain', async () => {
    const lambda = { Service: 'lambda.amazonaws.com' };
    const gainsAmong = async (others: number) => {
      const users = Array.from({ length: others }, (_, index): IamCall => {
        const userName = `other-${index}`;
        return { name: 'CreateUser', userName, path: '/', tags: [], userId: `AIDA${index}` };
      });
      return gainsBy(OWN, AGENT, await around(changed([...ownRoles(40, lambda), ...users])));
    };
    const known = (await around(account()))?.principals.length ?? 0;
    // each of 40 is asked about the target and 1,249 others: 50,000 questions; one other more are 40 more
    expect(await gainsAmong(1249 - known)).toBeUndefined();
    expect(await gainsAmong(1250 - known)).toEqual({ through: roleArn('own-39') });
  });

  test('who could become somebody who is gone when it is read is taken to gain', async () => {
    const neighbours = await around(account());
    if (neighbours === undefined) throw new Error('the account is known');
    expect(await gainsBy(EVE, AGENT, { ...neighbours, sliceOf: async () => undefined })).toEqual({ through: ENGINEER });
  });
});
