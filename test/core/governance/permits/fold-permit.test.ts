import { describe, expect, test } from '@jest/globals';
import type { Fact } from '../../../../lib/core/governance/ledger/fact.ts';
import { foldPermits } from '../../../../lib/core/governance/permits/fold-permit.ts';
import { permitId } from '../../../../lib/core/governance/permits/permit.ts';
import { BOTH, DANA, entriesOf, FACTS, HOUR, NOW, SASHA } from '../approval-fixtures.ts';
import { FACTS_OF, permitFacts, permitOf, SIGNED, TERMS, termsWith } from '../permit-fixtures.ts';

describe('the facts of a permit', () => {
  test('of one change follow each other: the next request begins when the one before is over', () => {
    const again = permitFacts(termsWith({ requestedAt: NOW + 3 * HOUR, reason: 'the first delete failed' }));
    const permits = foldPermits(entriesOf([...SIGNED, FACTS_OF.used(), again.requested()]));
    expect(permits.map(({ use, signatures }) => [use?.key, signatures.length])).toEqual([
      ['token-1', 2],
      [undefined, 0],
    ]);
  });

  test('out of turn have no effect and are shown', () => {
    const again = permitFacts(termsWith({ reason: 'another' }));
    const facts = [
      ...SIGNED,
      again.requested(),
      again.signed(BOTH),
      FACTS_OF.used({ at: TERMS.until }),
      FACTS_OF.used(),
      FACTS_OF.used({ key: 'token-2' }),
      FACTS_OF.signed(BOTH),
      FACTS_OF.withdrawn(SASHA),
      FACTS.raised(),
      FACTS.drillPassed(),
    ];
    const [permit, ...others] = foldPermits(entriesOf(facts));
    expect(others).toEqual([]);
    expect(permit?.use?.key).toBe('token-1');
    expect(permit?.signatures).toHaveLength(2);
    expect(permit?.irregularities.map(({ kind, detail }) => `${kind}: ${detail}`)).toEqual([
      'permit-requested: another request is still open',
      'permit-signed: other terms were signed',
      'permit-used: it was used outside its window',
      'permit-used: it was used before',
      'permit-signed: the permit was over',
      'permit-withdrawn: the permit was over',
      'finding-raised: it is not about a permit',
      'drill-passed: it is not about a permit',
    ]);
  });

  test('of the next request leave the one before as it is', () => {
    const again = permitFacts(termsWith({ requestedAt: NOW + 3 * HOUR }));
    const facts = [...SIGNED, FACTS_OF.used(), again.requested(), again.signed(SASHA), again.withdrawn(SASHA)];
    const [first, second] = foldPermits(entriesOf(facts));
    expect(first).toMatchObject({ use: { key: 'token-1' }, withdrawal: undefined, irregularities: [] });
    expect(first?.signatures).toHaveLength(2);
    const withdrawal = { personId: SASHA.id, reason: 'not today', at: NOW + 2000 };
    expect(second).toMatchObject({ use: undefined, withdrawal, irregularities: [] });
  });

  test.each([
    ['is over', TERMS.until, 2],
    ['is not over yet', TERMS.until - 1, 1],
  ])('begin anew where the window of the request before %s', (_, requestedAt, count) => {
    const again = permitFacts(termsWith({ requestedAt, until: TERMS.until + 9 * HOUR }));
    expect(foldPermits(entriesOf([FACTS_OF.requested(), again.requested()]))).toHaveLength(count);
  });

  test('that refuse a signature, or list it, change nothing', () => {
    const id = permitId(TERMS);
    const refused: Fact = {
      kind: 'permit-refused',
      permitId: id,
      personId: DANA.id,
      code: 'SIGNED_OWN_REQUEST',
      detail: 'x',
      at: NOW,
    };
    const listed: Fact = { kind: 'permit-listed', permitId: id, at: NOW };
    expect(permitOf([...SIGNED, refused, listed])).toEqual(permitOf(SIGNED));
  });

  const OTHER_FACTS = permitFacts(termsWith({ reason: 'another' }));
  test.each<readonly [string, readonly Fact[], string]>([
    ['a use of what was withdrawn', [FACTS_OF.withdrawn(SASHA), FACTS_OF.used()], 'it was withdrawn'],
    ['a use before the window', [FACTS_OF.used({ at: TERMS.from - 1 })], 'it was used outside its window'],
    ['a part of nothing', [FACTS_OF.used({ by: 'part' })], 'nothing has passed by it'],
    [
      'a request at the gate after a call of that key',
      [FACTS_OF.used({ by: 'call' }), FACTS_OF.used()],
      'it was used before',
    ],
    ['a withdrawal of other terms', [OTHER_FACTS.withdrawn(SASHA)], 'other terms were meant'],
  ])('that tell of %s are irregular', (_, facts, detail) => {
    expect(permitOf([...SIGNED, ...facts]).irregularities.map((each) => each.detail)).toEqual([detail]);
  });

  test('that tell of a use in the first moment of the window are in turn', () => {
    expect(permitOf([...SIGNED, FACTS_OF.used({ at: TERMS.from })])).toMatchObject({ irregularities: [], use: {} });
  });

  test('a use without two signatures is none', () => {
    const { use, irregularities } = permitOf([...SIGNED.slice(0, 2), FACTS_OF.signed(SASHA), FACTS_OF.used()]);
    expect([use, irregularities.map(({ detail }) => detail)]).toEqual([undefined, ['fewer than two people signed']]);
  });

  test('of a use at the gate one call is the call itself, any number are parts of it', () => {
    const call = (key: string) => FACTS_OF.used({ by: 'call', key });
    const part = (key: string) => FACTS_OF.used({ by: 'part', key });
    const passed = permitOf([...SIGNED, FACTS_OF.used(), call('a'), part('b'), part('c'), call('d'), call('a')]);
    expect(passed).toMatchObject({ begun: ['a'], calls: ['a', 'b', 'c'] });
    expect(passed.irregularities.map(({ detail }) => detail)).toEqual(['it was used before']);
    const own = permitOf([...SIGNED, call('a'), call('b'), part('c'), FACTS_OF.used()]);
    expect(own).toMatchObject({ use: { key: 'a' }, begun: ['a'], calls: ['a'] });
    expect(own.irregularities).toHaveLength(3);
    expect(permitOf([...SIGNED, part('a')])).toMatchObject({ use: undefined, irregularities: [{}] });
  });

  test('calls that follow a use at the gate are kept with it, also after the next request', () => {
    const again = permitFacts(termsWith({ requestedAt: NOW + 3 * HOUR }));
    const call = FACTS_OF.used({ by: 'call', key: 'call-9' });
    const permits = foldPermits(entriesOf([...SIGNED, FACTS_OF.used(), again.requested(), call, call]));
    expect(permits.map(({ calls }) => calls)).toEqual([['call-9'], []]);
    expect(permits.map(({ irregularities }) => irregularities)).toEqual([[], []]);
  });

  test('in the case of a finding are irregular', () => {
    expect(foldPermits(entriesOf([FACTS.raised()]))).toEqual([]);
  });
});
