import { beforeAll, describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { digestOf } from '../../lib/core/digest.ts';
import type { GatedChange } from '../../lib/core/governance/permits/gated-change.ts';
import { refusalMessage } from '../../lib/core/governance/permits/gate-message.ts';
import { STACK } from '../core/governance/permit-fixtures.ts';

interface RefusalTerms {
  readonly termsIn: (text: string) => ReadonlyMap<string, string>;
}

/** The page's module, which is JavaScript: it is taken as what its comments say. */
const pageModule = z.custom<RefusalTerms>((value) => z.object({ termsIn: z.unknown() }).safeParse(value).success);

let termsIn: RefusalTerms['termsIn'];

beforeAll(async () => {
  ({ termsIn } = pageModule.parse(await import('../../console/refusal-terms.js' satisfies string)));
});

function gatedWith(environment: string, target = STACK): GatedChange {
  const change = {
    account: '111122223333',
    operation: { kind: 'stack-delete' },
    target,
    change: digestOf('x'),
  } as const;
  return { environment, change, what: 'delete stack cost-prod', why: ['removes Data'], destroys: [] };
}

describe('the terms in a refusal of the gate', () => {
  test.each([
    ['a plain name', 'cost', STACK],
    ['a name with a space', 'cost of all', STACK],
    ['a name with a quote', "Rita's", STACK],
    ['a target with every sign', 'cost', "arn:x:y::z:a'b c'--change 'd"],
  ])('are those that it was made from, with %s', (_, environment, target) => {
    const gated = gatedWith(environment, target);
    expect(Object.fromEntries(termsIn(refusalMessage(gated, { code: 'NONE' })))).toEqual({
      environment,
      account: gated.change.account,
      operation: 'stack-delete',
      target,
      change: gated.change.change,
    });
  });

  test('are found where the text was broken into lines', () => {
    const text = refusalMessage(gatedWith('cost'), { code: 'NONE' }).replaceAll(' --', '\n  --');
    expect(termsIn(text).get('target')).toBe(STACK);
  });

  test.each(['', 'UPDATE_ROLLBACK_COMPLETE', "--target 'half", '--actor ARN --by me'])('are none in %j', (text) => {
    expect([...termsIn(text)]).toEqual([]);
  });
});
