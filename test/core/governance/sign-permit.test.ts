import { describe, expect, test } from '@jest/globals';
import { changeOfCall, type PermitTerms } from '../../../lib/core/governance/permit.ts';
import { requestPermit } from '../../../lib/core/governance/request-permit.ts';
import { type PermitSigning, signPermit, withdrawPermit } from '../../../lib/core/governance/sign-permit.ts';
import type { Governance, Person } from '../../../lib/core/governance/standards.ts';
import { BOTH, DANA, HOUR, NOW, person, PLATO, ROBOT, SASHA } from './approval-fixtures.ts';
import { GUARDING, permitFacts, permitOf, STACK, termsWith } from './permit-fixtures.ts';

const TERMS = termsWith();
const FACTS_OF = permitFacts(TERMS);
const REQUESTED = [FACTS_OF.requested()];
const SIGNED = [...REQUESTED, FACTS_OF.signed(SASHA), FACTS_OF.signed(PLATO)];
const OTHER_DIGEST = `sha256:${'a'.repeat(64)}` as const;

function signingWith(parts: Partial<PermitSigning> = {}): PermitSigning {
  const permit = parts.permit ?? permitOf(REQUESTED);
  return {
    permit,
    signer: SASHA,
    digest: permit.digest,
    reason: 'agreed',
    now: NOW + 1000,
    governance: GUARDING,
    gains: undefined,
    ...parts,
  };
}

function knowing(someone: Person): Governance {
  return { ...GUARDING, people: [...GUARDING.people, someone] };
}

describe('a signature under a permit', () => {
  test('is a fact with the digest of the terms and the groups that count', () => {
    expect(signPermit(signingWith())).toEqual({ ok: true, value: FACTS_OF.signed(SASHA) });
  });

  const stranger = person('gina', ['security']);
  const alias = person('d2', ['security'], ['AROAOTHER:dana@example.com']);
  const deployer = person('dep', ['security'], ['arn:aws:iam::111122223333:role/pipelines/deployer']);
  const inSession = person('dep', ['security'], ['arn:aws:sts::111122223333:assumed-role/deployer/*']);
  test.each<readonly [string, Partial<PermitSigning>, string]>([
    ['by who asked for it', { signer: DANA }, 'SIGNED_OWN_REQUEST'],
    ['by who asked, under another id', { signer: alias, governance: knowing(alias) }, 'SIGNED_OWN_REQUEST'],
    ['by who acts as the actor', { signer: deployer, governance: knowing(deployer) }, 'GAINS_BY_IT'],
    ['by who has a session of the actor', { signer: inSession, governance: knowing(inSession) }, 'GAINS_BY_IT'],
    ['by who can become the actor', { gains: { through: 'role/x' } }, 'GAINS_BY_IT'],
    ['by an agent', { signer: ROBOT }, 'IS_AGENT'],
    ['by a stranger', { signer: stranger }, 'NOT_AN_APPROVER'],
    ['under other terms', { digest: OTHER_DIGEST }, 'DIGEST_CHANGED'],
    ['after the window', { now: TERMS.until }, 'EXPIRED'],
    ['a second time', { permit: permitOf(SIGNED) }, 'ALREADY_SIGNED'],
    ['of a permit that was withdrawn', { permit: permitOf([...REQUESTED, FACTS_OF.withdrawn(BOTH)]) }, 'WITHDRAWN'],
    ['of a permit that was used', { permit: permitOf([...SIGNED, FACTS_OF.used()]), signer: BOTH }, 'USED'],
  ])('%s is refused', (_, parts, code) => {
    expect(signPermit(signingWith(parts))).toMatchObject({ ok: false, error: { code } });
  });

  test('for one session of a role is refused to that person, not to a colleague with the same role', () => {
    const terms = termsWith({ actor: 'arn:aws:sts::111122223333:assumed-role/Engineers/erin' });
    const permit = permitOf([permitFacts(terms).requested()]);
    const sign = (actsAs: string) => {
      const signer = person('x', ['security'], [actsAs]);
      return signPermit(signingWith({ permit, signer, governance: knowing(signer) })).ok;
    };
    expect(sign('arn:aws:sts::111122223333:assumed-role/Engineers/erin')).toBe(false);
    expect(sign('AROAOTHER:Erin')).toBe(false);
    expect(sign('arn:aws:iam::111122223333:role/people/Engineers')).toBe(false);
    expect(sign('arn:aws:sts::111122223333:assumed-role/Engineers/frank')).toBe(true);
  });
});

describe('a withdrawal', () => {
  test.each<readonly [string, Person, boolean]>([
    ['its requester', DANA, true],
    ['any one approver', SASHA, true],
    ['a stranger', person('gina', ['security']), false],
    ['an agent', ROBOT, false],
  ])('by %s', (_, signer, isTaken) => {
    expect(withdrawPermit(signingWith({ signer })).ok).toBe(isTaken);
  });

  test('of what is used already is refused', () => {
    const used = permitOf([...SIGNED, FACTS_OF.used()]);
    expect(withdrawPermit(signingWith({ permit: used }))).toMatchObject({ ok: false, error: { code: 'USED' } });
  });
});

describe('a request for a permit', () => {
  test('is kept as it was asked for', () => {
    expect(requestPermit(TERMS, [], GUARDING)).toEqual({ ok: true, value: FACTS_OF.requested() });
  });

  const call = { kind: 'destroying-call', source: 'rds.amazonaws.com', name: 'DeleteDBInstance' } as const;
  const target = 'arn:aws:rds:eu-central-1:111122223333:db:cost';
  test('for one call has the digest of the call', () => {
    const change = changeOfCall({ account: TERMS.account, operation: call, target });
    expect(requestPermit(termsWith({ operation: call, target, change }), [], GUARDING).ok).toBe(true);
    expect(requestPermit(termsWith({ operation: call, target }), [], GUARDING)).toMatchObject({
      error: { code: 'BAD_CHANGE', expected: change },
    });
  });

  test.each<readonly [string, Partial<PermitTerms>, string]>([
    ['by nobody that is known', { requestedBy: 'gina' }, 'UNKNOWN_PERSON'],
    ['for an environment that is not there', { environment: 'coast' }, 'UNKNOWN_ENVIRONMENT'],
    ['for an environment of another account', { account: '444455556666' }, 'UNKNOWN_ENVIRONMENT'],
    ['for a stack without its id', { target: STACK.slice(0, STACK.lastIndexOf('/')) }, 'BAD_TARGET'],
    ['for every stack', { target: STACK.replace('cost-prod', '*') }, 'BAD_TARGET'],
    ['for a stack of another account', { target: STACK.replace('111122223333', '444455556666') }, 'BAD_TARGET'],
    ['for a name as actor', { actor: 'deployer' }, 'BAD_ACTOR'],
    ['for many actors', { actor: 'arn:aws:iam::111122223333:role/*' }, 'BAD_ACTOR'],
    ['for a window that ends before it begins', { until: TERMS.from }, 'WINDOW_EMPTY'],
    ['for a window that is no moment', { from: Number.NaN }, 'WINDOW_EMPTY'],
    ['for a window that is over', { from: NOW - 2 * HOUR, until: NOW }, 'WINDOW_OVER'],
    ['for a window that is too long', { until: TERMS.from + 73 * HOUR }, 'WINDOW_TOO_LONG'],
  ])('%s is refused', (_, parts, code) => {
    expect(requestPermit(termsWith(parts), [], GUARDING)).toMatchObject({ ok: false, error: { code } });
  });

  test('waits until the one before is withdrawn, used or over', () => {
    const code = (requestedAt: number, facts: Parameters<typeof permitOf>[0]) => {
      const asked = requestPermit(
        termsWith({ requestedAt, until: requestedAt + 6 * HOUR }),
        [permitOf(facts)],
        GUARDING,
      );
      return asked.ok ? 'ASKED' : asked.error.code;
    };
    expect(code(NOW + HOUR, SIGNED)).toBe('OPEN_ALREADY');
    expect(code(NOW + HOUR, [...SIGNED, FACTS_OF.withdrawn(SASHA)])).toBe('ASKED');
    expect(code(NOW + HOUR, [...SIGNED, FACTS_OF.used()])).toBe('ASKED');
    expect(code(TERMS.until, SIGNED)).toBe('ASKED');
  });
});
