import { describe, expect, test } from '@jest/globals';
import { changeOfCall, type PermitTerms } from '../../../../lib/core/governance/permits/permit.ts';
import { requestPermit } from '../../../../lib/core/governance/permits/request-permit.ts';
import { type PermitSigning, signPermit, withdrawPermit } from '../../../../lib/core/governance/permits/sign-permit.ts';
import type { Governance, Person } from '../../../../lib/core/governance/standards/standards.ts';
import { BOTH, DANA, HOUR, NOW, OTHER_DIGEST, person, PLATO, ROBOT, SASHA } from '../approval-fixtures.ts';
import { FACTS_OF, GUARDING, permitFacts, permitOf, SIGNED, STACK, TERMS, termsWith } from '../permit-fixtures.ts';

const REQUESTED = [FACTS_OF.requested()];

function signingWith(parts: Partial<PermitSigning> = {}): PermitSigning {
  const permit = parts.permit ?? permitOf(REQUESTED);
  return {
    permit,
    signer: SASHA,
    digest: permit.digest,
    reason: 'agreed',
    now: NOW + 1000,
    governance: GUARDING,
    signedInAt: NOW,
    gains: undefined,
    ...parts,
  };
}

function knowing(someone: Person): Governance {
  return { ...GUARDING, people: [...GUARDING.people, someone] };
}

describe('a signature under a permit', () => {
  test('is a fact with the digest of the terms and the groups that count', () => {
    expect(signPermit(signingWith())).toEqual({ ok: true, value: { ...FACTS_OF.signed(SASHA), signedInAt: NOW } });
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
    ['in an old session', { signedInAt: NOW - HOUR }, 'SESSION_TOO_OLD'],
    ['in a session of unknown age', { signedInAt: undefined }, 'SESSION_UNKNOWN'],
    ['after the window', { now: TERMS.until, signedInAt: TERMS.until }, 'EXPIRED'],
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

test('who may sign is told to a stranger', () => {
  const refused = signPermit(signingWith({ signer: person('gina', ['security']) }));
  expect(refused).toMatchObject({ error: { code: 'NOT_AN_APPROVER', groups: ['security', 'platform'] } });
});

test('the second person signs as the first did', () => {
  const permit = permitOf([...REQUESTED, FACTS_OF.signed(SASHA)]);
  expect(signPermit(signingWith({ permit, signer: PLATO }))).toEqual({
    ok: true,
    value: { ...FACTS_OF.signed(PLATO), signedInAt: NOW },
  });
});

describe('a withdrawal', () => {
  test('is a fact with the digest of the terms', () => {
    const now = NOW + 2000;
    expect(withdrawPermit(signingWith({ signer: SASHA, reason: 'not today', now }))).toEqual({
      ok: true,
      value: FACTS_OF.withdrawn(SASHA),
    });
  });

  test('by who asked is taken, though they approve nothing; by an agent it is refused as such', () => {
    const gina = person('gina', ['visitors']);
    const permit = permitOf([permitFacts(termsWith({ requestedBy: 'gina' })).requested()]);
    expect(withdrawPermit(signingWith({ permit, signer: gina, governance: knowing(gina) })).ok).toBe(true);
    expect(withdrawPermit(signingWith({ signer: ROBOT }))).toMatchObject({ error: { code: 'IS_AGENT' } });
  });

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
    ['for something else below a stack', { target: `${STACK}/more` }, 'BAD_TARGET'],
    ['for something else that ends as a stack does', { target: STACK.replace(':stack/', ':x/stack/') }, 'BAD_TARGET'],
    ['for many that begin so', { target: `${STACK}*` }, 'BAD_TARGET'],
    ['for a stack of another service', { target: STACK.replace('cloudformation', 'rds') }, 'BAD_TARGET'],
    ['for the name of a stack', { target: 'cost-prod' }, 'BAD_TARGET'],
    ['to update what is no stack', { operation: { kind: 'stack-update' }, target: 'cost-prod' }, 'BAD_TARGET'],
    ['for a resource without a name', { operation: { kind: 'iam-resource' }, target: '' }, 'BAD_TARGET'],
    ['for every resource', { operation: { kind: 'iam-resource' }, target: '*' }, 'BAD_TARGET'],
    ['for a call on everything', { operation: call, target: '*' }, 'BAD_TARGET'],
    ['for a name as actor', { actor: 'deployer' }, 'BAD_ACTOR'],
    ['for an ARN in a text', { actor: 'see arn:aws:iam::111122223333:role/deployer' }, 'BAD_ACTOR'],
    ['for actors that begin so', { actor: 'arn:aws:iam::111122223333:role/dep*' }, 'BAD_ACTOR'],
    ['for a session without an account', { actor: 'arn:aws:sts::1:assumed-role/deployer/run-7' }, 'BAD_ACTOR'],
    ['for the sessions of any role', { actor: 'arn:aws:sts::111122223333:assumed-role/*/run-7' }, 'BAD_ACTOR'],
    ['for many actors', { actor: 'arn:aws:iam::111122223333:role/*' }, 'BAD_ACTOR'],
    ['for a window that ends before it begins', { until: TERMS.from }, 'WINDOW_EMPTY'],
    ['for a window that is no moment', { from: Number.NaN }, 'WINDOW_EMPTY'],
    ['for a window that is over', { from: NOW - 2 * HOUR, until: NOW }, 'WINDOW_OVER'],
    ['for a window that is too long', { until: TERMS.from + 73 * HOUR }, 'WINDOW_TOO_LONG'],
  ])('%s is refused', (_, parts, code) => {
    expect(requestPermit(termsWith(parts), [], GUARDING)).toMatchObject({ ok: false, error: { code } });
  });

  test.each([
    ['a session of a role', 'arn:aws:sts::111122223333:assumed-role/deployer/run-7'],
    ['a user', 'arn:aws:iam::111122223333:user/ops/rita'],
  ])('may be for %s', (_, actor) => {
    expect(requestPermit(termsWith({ actor }), [], GUARDING).ok).toBe(true);
  });

  test('may be for one resource of a template, and for the longest window', () => {
    const terms = termsWith({ operation: { kind: 'iam-resource' }, target: 'cost-prod/Role' });
    expect(requestPermit({ ...terms, until: terms.from + 72 * HOUR }, [], GUARDING).ok).toBe(true);
  });

  test.each<readonly [Partial<PermitTerms>, string]>([
    [{ target: 'x' }, 'the ARN of a stack of account 111122223333, with its id'],
    [{ operation: { kind: 'iam-resource' }, target: '' }, 'what is changed, as the gate or the finding names it'],
    [{ actor: 'x' }, 'the ARN of a role, a user or a role session'],
  ])('%o is told what is expected: %s', (parts, expected) => {
    expect(requestPermit(termsWith(parts), [], GUARDING)).toMatchObject({ error: { expected } });
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
