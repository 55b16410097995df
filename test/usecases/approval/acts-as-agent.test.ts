import { describe, expect, test } from '@jest/globals';
import { sliceOf } from '../../../lib/core/account/slice.ts';
import { actsAsAgent } from '../../../lib/usecases/approval/acts-as-agent.ts';
import { account, AGENT, ENGINEER, governance } from '../company.ts';
import { around, changed, readingOf, roleTrusting } from './around.ts';

describe('who acts as an agent', () => {
  test('is told by what the account says of its role now: nothing of who is gone when it is read', async () => {
    const eve = { id: 'eve', name: 'Eve', groups: ['security'], actsAs: [AGENT] };
    const neighbours = await around(account());
    if (neighbours === undefined) throw new Error('the account is known');
    expect(await actsAsAgent(eve, neighbours, governance())).toBe(true);
    for (const slice of [undefined, sliceOf(account(), ENGINEER)]) {
      expect(await actsAsAgent(eve, { ...neighbours, sliceOf: async () => slice }, governance())).toBe(false);
    }
    expect(await actsAsAgent(eve, undefined, governance())).toBe(false);
  });

  test('is looked for in 48 of the principals of who acts as more', async () => {
    const eve = {
      id: 'eve',
      name: 'Eve',
      groups: ['security'],
      actsAs: [`arn:aws:iam::${account().account}:role/own-*`],
    };
    const own = Array.from({ length: 49 }, (_, index) => roleTrusting(`own-${index}`, { AWS: ENGINEER }));
    const { neighbours, read } = await readingOf(changed(own));
    expect(await actsAsAgent(eve, neighbours, governance())).toBe(false);
    expect(read).toHaveLength(48);
  });
});
