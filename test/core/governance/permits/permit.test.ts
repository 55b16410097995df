import { describe, expect, test } from '@jest/globals';
import { digestOf } from '../../../../lib/core/digest.ts';
import { isSameUse } from '../../../../lib/core/governance/permits/fold-permit.ts';
import {
  changeOfCall,
  digestOfTerms,
  operationOf,
  operationText,
  permitId,
  type PermitTerms,
} from '../../../../lib/core/governance/permits/permit.ts';
import {
  type Change,
  isActor,
  isInvolved,
  permitCovers,
  quorumOfPermit,
} from '../../../../lib/core/governance/permits/permit-covers.ts';
import { jsonForm } from '../../../../lib/core/json.ts';
import { BOTH, DANA, governanceWith, HOUR, NOW, person, PLATO, ROBOT, SASHA } from '../approval-fixtures.ts';
import {
  changeOf,
  DEPLOYER,
  FACTS_OF,
  GUARDING,
  permitFacts,
  permitOf,
  SIGNED,
  STACK,
  TERMS,
  termsWith,
} from '../permit-fixtures.ts';

function codeOf(result: ReturnType<typeof permitCovers>): string {
  return result.ok ? 'COVERED' : result.error.code;
}

describe('a permit', () => {
  test('that two groups signed covers exactly its change, by its actor, in its window', () => {
    expect(codeOf(permitCovers(permitOf(SIGNED), changeOf(TERMS), GUARDING))).toBe('COVERED');
  });

  test('covers a change whose actor CloudFormation does not tell: the record of the call will', () => {
    expect(codeOf(permitCovers(permitOf(SIGNED), changeOf(TERMS, { actor: 'untold' }), GUARDING))).toBe('COVERED');
  });

  test('covers nothing else', () => {
    const cases: readonly (readonly [string, Partial<Change>, string])[] = [
      ['another account', { account: '444455556666' }, 'OTHER_CHANGE'],
      ['another operation', { operation: { kind: 'stack-update' } }, 'OTHER_CHANGE'],
      ['another stack', { target: STACK.replace('cost-prod', 'cost-test') }, 'OTHER_CHANGE'],
      ['a stack of the same name that was made anew', { target: STACK.replace(/1$/, '2') }, 'OTHER_CHANGE'],
      ['another template', { change: digestOf({ Resources: { A: 1 } }) }, 'OTHER_CHANGE'],
      ['another actor', { actor: { principalArn: 'arn:aws:iam::111122223333:role/deployer' } }, 'OTHER_ACTOR'],
      ['an actor who cannot be told', { actor: {} }, 'OTHER_ACTOR'],
      ['the moment before its window', { at: TERMS.from - 1 }, 'TOO_EARLY'],
      ['the moment when its window ends', { at: TERMS.until }, 'TOO_LATE'],
    ];
    for (const [name, parts, code] of cases) {
      expect([name, codeOf(permitCovers(permitOf(SIGNED), changeOf(TERMS, parts), GUARDING))]).toEqual([name, code]);
    }
  });

  test.each<[string, readonly ReturnType<typeof FACTS_OF.requested>[]]>([
    ['nobody signed', [FACTS_OF.requested()]],
    ['one person signed', [FACTS_OF.requested(), FACTS_OF.signed(SASHA)]],
    ['one person of both groups signed twice', [FACTS_OF.requested(), FACTS_OF.signed(BOTH), FACTS_OF.signed(BOTH)]],
    ['its requester signed', [FACTS_OF.requested(), FACTS_OF.signed(SASHA), FACTS_OF.signed(DANA)]],
    ['an agent signed', [FACTS_OF.requested(), FACTS_OF.signed(SASHA), FACTS_OF.signed(ROBOT)]],
    ['the second signature came after the change', [...SIGNED.slice(0, 2), FACTS_OF.signed(PLATO, NOW + 4 * HOUR)]],
  ])('covers nothing where %s', (_, facts) => {
    expect(codeOf(permitCovers(permitOf(facts), changeOf(TERMS), GUARDING))).toBe('NOT_SIGNED');
  });

  test('does not count who is its actor, or was when signing', () => {
    const session = person('s', ['platform'], ['arn:aws:sts::111122223333:assumed-role/deployer/*']);
    const governance = { ...GUARDING, people: [SASHA, DANA, session] };
    const facts = [FACTS_OF.requested(), FACTS_OF.signed(SASHA), FACTS_OF.signed(session)];
    expect(quorumOfPermit(permitOf(facts), governance, NOW + HOUR)).toMatchObject({ complete: false });
    expect(quorumOfPermit(permitOf(SIGNED), GUARDING, NOW + HOUR)).toMatchObject({ complete: true });
  });

  test('does not count a signature that came after the request lapsed', () => {
    const governance = { ...GUARDING, approval: { ...GUARDING.approval, expiresAfterHours: 1 } };
    const facts = [...SIGNED.slice(0, 2), FACTS_OF.signed(PLATO, NOW + HOUR)];
    expect(quorumOfPermit(permitOf(facts), governance, NOW + 2 * HOUR)).toMatchObject({ complete: false });
  });

  test('is good once; the same request again is the same use', () => {
    const used = permitOf([...SIGNED, FACTS_OF.used()]);
    expect(codeOf(permitCovers(used, changeOf(TERMS), GUARDING))).toBe('COVERED');
    expect(codeOf(permitCovers(used, changeOf(TERMS, { key: 'token-2' }), GUARDING))).toBe('USED');
  });

  describe('that the gate used', () => {
    const AT = NOW + 2 * HOUR;
    const QUARTER = 15 * 60_000;
    const claimed = FACTS_OF.used({ stack: STACK, at: AT });
    const asked = (parts: Partial<Change>) => changeOf(TERMS, { key: 'token-2', stack: STACK, at: AT, ...parts });

    test.each<readonly [string, Partial<Change>, string]>([
      ['asked at the gate at once', {}, 'COVERED'],
      ['asked just before a quarter of an hour is over', { at: AT + QUARTER - 1 }, 'COVERED'],
      ['asked after a quarter of an hour', { at: AT + QUARTER }, 'USED'],
      ['asked a quarter of an hour before', { at: AT - QUARTER }, 'USED'],
      ['of another stack', { stack: `${STACK}0` }, 'USED'],
      ['of no stack', { stack: '' }, 'USED'],
    ])('is good for the same operation %s as it says', (_, parts, code) => {
      expect(codeOf(permitCovers(permitOf([...SIGNED, claimed]), asked(parts), GUARDING))).toBe(code);
    });

    test('is used up by the first part of it that is known', () => {
      const call = FACTS_OF.used({ by: 'call', key: 'call-1' });
      const part = FACTS_OF.used({ by: 'part', key: 'call-2' });
      expect(codeOf(permitCovers(permitOf([...SIGNED, claimed, call]), asked({}), GUARDING))).toBe('COVERED');
      expect(codeOf(permitCovers(permitOf([...SIGNED, claimed, call, part]), asked({}), GUARDING))).toBe('USED');
      expect(
        codeOf(permitCovers(permitOf([...SIGNED, claimed, call, part]), asked({ key: 'token-1' }), GUARDING)),
      ).toBe('COVERED');
    });

    test('keeps when it was used first, and how it was used last', () => {
      const role = 'arn:aws:iam::111122223333:role/cloudformation';
      const again = FACTS_OF.used({ key: 'token-2', stack: STACK, at: AT + QUARTER - 1, role });
      const third = FACTS_OF.used({ key: 'token-3', stack: STACK, at: AT + QUARTER });
      const permit = permitOf([...SIGNED, claimed, again, third]);
      expect(permit).toMatchObject({ use: { key: 'token-1', at: AT, role }, tokens: ['token-1', 'token-2'] });
      expect(permit.irregularities.map(({ detail }) => detail)).toEqual(['it was used before']);
      expect(codeOf(permitCovers(permit, asked({ at: AT + 3 * QUARTER }), GUARDING))).toBe('COVERED');
    });

    test('without saying on which stack is good for no other request', () => {
      const used = permitOf([...SIGNED, FACTS_OF.used({ at: AT })]);
      expect(codeOf(permitCovers(used, asked({}), GUARDING))).toBe('USED');
    });

    test('expects as many calls of its own as there were requests', () => {
      const again = FACTS_OF.used({ key: 'token-2', stack: STACK, at: AT });
      const calls = ['a', 'b', 'c'].map((key) => FACTS_OF.used({ by: 'call', key }));
      expect(permitOf([...SIGNED, claimed, again, ...calls])).toMatchObject({ begun: ['a', 'b'], calls: ['a', 'b'] });
    });

    test('is used the same way by nothing before it is used', () => {
      expect(isSameUse(permitOf(SIGNED), asked({}))).toBe(false);
    });

    test('by a call is good for that call alone, whatever is asked at the gate', () => {
      const own = permitOf([...SIGNED, FACTS_OF.used({ by: 'call', key: 'call-1', stack: STACK, at: AT })]);
      expect(codeOf(permitCovers(own, asked({}), GUARDING))).toBe('USED');
      expect(codeOf(permitCovers(own, changeOf(TERMS, { key: 'call-1' }), GUARDING))).toBe('COVERED');
    });
  });

  test('covers the first moment of its window', () => {
    expect(codeOf(permitCovers(permitOf(SIGNED), changeOf(TERMS, { at: TERMS.from }), GUARDING))).toBe('COVERED');
  });

  test('counts a signature from the moment when it was given, and only on its own terms', () => {
    const at = TERMS.from;
    const late = permitOf([...SIGNED.slice(0, 2), FACTS_OF.signed(PLATO, at)]);
    expect(codeOf(permitCovers(late, changeOf(TERMS, { at }), GUARDING))).toBe('COVERED');
    const signed = permitOf(SIGNED);
    const other = { ...signed, signatures: signed.signatures.map((each) => ({ ...each, digest: digestOf('x') })) };
    expect(codeOf(permitCovers(other, changeOf(TERMS), GUARDING))).toBe('NOT_SIGNED');
  });

  test('that was asked for by a person whom the standards do not name any more is still theirs', () => {
    const nobody = governanceWith({ people: [] });
    const terms = termsWith({ requestedBy: 'gone' });
    expect(isInvolved(person('gone', []), terms, nobody)).toBe('requester');
    expect(isInvolved(person('other', []), terms, nobody)).toBeUndefined();
  });

  test.each([
    ['a user', 'arn:aws:iam::111122223333:user/deployer'],
    ['no ARN', 'deployer'],
  ])('for a session of a role is not for %s of that name', (_, principalArn) => {
    const actor = { principalArn, session: { name: 'run-7', userId: 'AIDAX' } };
    expect(isActor('arn:aws:sts::111122223333:assumed-role/deployer/run-7', actor)).toBe(false);
  });

  test('is good for nothing once it is withdrawn', () => {
    const withdrawn = permitOf([...SIGNED, FACTS_OF.withdrawn(SASHA)]);
    expect(codeOf(permitCovers(withdrawn, changeOf(TERMS), GUARDING))).toBe('WITHDRAWN');
  });

  test('whose terms are not those of its digest covers nothing', () => {
    const permit = { ...permitOf(SIGNED), terms: termsWith({ until: NOW + 99 * HOUR }) };
    expect(codeOf(permitCovers(permit, changeOf(TERMS), GUARDING))).toBe('DIGEST_CHANGED');
  });

  test('names one session of a role where it is for one', () => {
    const terms = termsWith({ actor: 'arn:aws:sts::111122223333:assumed-role/deployer/run-7' });
    const facts = permitFacts(terms);
    const permit = permitOf([facts.requested(), facts.signed(SASHA), facts.signed(PLATO)]);
    const by = (name: string) => {
      const actor = { principalArn: DEPLOYER, session: { name, userId: `AROAX:${name}` } };
      return codeOf(permitCovers(permit, changeOf(terms, { actor }), GUARDING));
    };
    expect(by('run-7')).toBe('COVERED');
    expect(by('run-8')).toBe('OTHER_ACTOR');
  });
});

describe('the id of a permit', () => {
  test.each<readonly [string, Partial<PermitTerms>]>([
    ['account', { account: '444455556666' }],
    ['operation', { operation: { kind: 'stack-update' } }],
    ['target', { target: `${STACK}0` }],
    ['change', { change: digestOf('another') }],
  ])('is another for another %s', (_, parts) => {
    expect(permitId(termsWith(parts))).not.toBe(permitId(TERMS));
  });

  test('is not what people sign: that is of a permit, with every term', () => {
    expect(digestOfTerms(TERMS)).toBe(digestOf(jsonForm({ kind: 'permit', terms: TERMS })));
  });

  test.each([
    ['rds.amazonaws.com', 'rds:DeleteDBInstance'],
    ['rds.amazonaws.com.cn', 'rds:DeleteDBInstance'],
    ['rds.amazonaws.com.example', 'rds.amazonaws.com.example:DeleteDBInstance'],
  ])('a call of %s is written as %s', (source, text) => {
    expect(operationText({ kind: 'destroying-call', source, name: 'DeleteDBInstance' })).toBe(text);
  });

  test('is that of the change: other terms for the same change have it too', () => {
    expect(permitId(termsWith({ actor: 'someone', until: 1, reason: 'other' }))).toBe(permitId(TERMS));
    expect(permitId(TERMS)).toMatch(/^P-[0-9a-f]{12}$/);
  });

  test('operations are written as people write them', () => {
    for (const text of ['stack-delete', 'stack-update', 'iam-resource', 'rds:DeleteDBInstance']) {
      const operation = operationOf(text);
      expect(operation === undefined ? undefined : operationText(operation)).toBe(text);
    }
    for (const text of [
      '',
      'stack',
      'rds:',
      ':DeleteDBInstance',
      'rds:deleteDBInstance',
      'a:B c',
      'A rds:DeleteDBInstance',
    ]) {
      expect(operationOf(text)).toBeUndefined();
    }
  });

  test('a call is its own change: another resource or operation is another', () => {
    const operation = { kind: 'destroying-call', source: 'rds.amazonaws.com', name: 'DeleteDBInstance' } as const;
    const call = { account: '111122223333', operation, target: 'db:one' };
    const others = [
      { ...call, target: 'db:two' },
      { ...call, operation: { ...operation, name: 'DeleteDBCluster' } },
    ];
    for (const other of others) expect(changeOfCall(other)).not.toBe(changeOfCall(call));
  });
});

test('a governance that names nobody covers nothing', () => {
  const nobody = governanceWith({ people: [] });
  expect(codeOf(permitCovers(permitOf(SIGNED), changeOf(TERMS), nobody))).toBe('NOT_SIGNED');
});
