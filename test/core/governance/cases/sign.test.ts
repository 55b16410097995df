import { describe, expect, test } from '@jest/globals';
import { isRequester } from '../../../../lib/core/governance/cases/acts-as.ts';
import type { Finding, FindingActor, HoldPlan, Response } from '../../../../lib/core/governance/finding.ts';
import { asGoverned, quorum } from '../../../../lib/core/governance/cases/quorum.ts';
import { reject, sign, type SigningRefusal, type SigningRequest } from '../../../../lib/core/governance/cases/sign.ts';
import type { Governance, Person } from '../../../../lib/core/governance/standards/standards.ts';
import {
  BOTH,
  caseOf,
  DANA,
  DAY,
  FACTS,
  FINDING,
  findingWith,
  GOVERNANCE,
  governanceWith,
  HELD,
  HOUR,
  MINUTE,
  NOW,
  OTHER_DIGEST,
  person,
  PLATO,
  ROBOT,
  ROLE,
  SASHA,
} from '../approval-fixtures.ts';

function requestWith(parts: Partial<SigningRequest> = {}): SigningRequest {
  return {
    case: caseOf(HELD),
    signer: SASHA,
    digest: FINDING.digest,
    reason: 'needed for the release',
    until: NOW + 7 * DAY,
    now: NOW + HOUR,
    governance: GOVERNANCE,
    signedInAt: NOW,
    gains: undefined,
    ...parts,
  };
}

/** A governance in which this person is known as given. */
function knowing(someone: Person): Governance {
  return governanceWith({ people: [...GOVERNANCE.people, someone] });
}

describe('a signature', () => {
  test('is a fact with the digest, the groups that count, the reason and the end', () => {
    expect(sign(requestWith())).toEqual({ ok: true, value: FACTS.signed(SASHA, { signedInAt: NOW }) });
  });

  const ahead = person('gina', ['security']);
  const cases: readonly (readonly [string, Partial<SigningRequest>, SigningRefusal])[] = [
    ['by who made the call', { signer: DANA }, { code: 'SIGNED_OWN_REQUEST' }],
    [
      'by someone without a group',
      { signer: ahead, governance: knowing({ ...ahead, groups: ['visitors'] }) },
      { code: 'NOT_AN_APPROVER', groups: ['security', 'platform'] },
    ],
    [
      'by someone the governance does not know',
      { signer: ahead },
      { code: 'NOT_AN_APPROVER', groups: ['security', 'platform'] },
    ],
    ['by an agent', { signer: ROBOT }, { code: 'IS_AGENT' }],
    ['by who gains by it', { gains: { through: 'group admins' } }, { code: 'GAINS_BY_IT', through: 'group admins' }],
    [
      'where nobody can tell who gains',
      { gains: 'unknown' },
      { code: 'GAINS_UNKNOWN', account: FINDING.account, principal: FINDING.principal },
    ],
    [
      'in a session that began too long ago',
      { signedInAt: NOW - 1 },
      { code: 'SESSION_TOO_OLD', signedInAt: NOW - 1, longestMinutes: 60 },
    ],
    ['in a session of which nobody knows when it began', { signedInAt: undefined }, { code: 'SESSION_UNKNOWN' }],
    ['in a session that began at no moment', { signedInAt: Number.NaN }, { code: 'SESSION_UNKNOWN' }],
    ['in a session that is yet to begin', { signedInAt: NOW + 2 * HOUR }, { code: 'SESSION_UNKNOWN' }],
    [
      'under another digest',
      { digest: OTHER_DIGEST },
      { code: 'DIGEST_CHANGED', signed: OTHER_DIGEST, current: FINDING.digest },
    ],
    [
      'after the request lapsed',
      { now: NOW + 72 * HOUR, signedInAt: NOW + 72 * HOUR },
      { code: 'EXPIRED', expiredAt: NOW + 72 * HOUR },
    ],
    [
      'by one person twice',
      { case: caseOf([...HELD, FACTS.signed(SASHA)]) },
      { code: 'ALREADY_SIGNED', at: NOW + HOUR },
    ],
    ['for too long', { until: NOW + HOUR + 30 * DAY + 1 }, { code: 'WAIVER_TOO_LONG', longest: NOW + HOUR + 30 * DAY }],
    ['for no time', { until: NOW + HOUR }, { code: 'WAIVER_TOO_SHORT', now: NOW + HOUR }],
    ['until no moment', { until: Number.NaN }, { code: 'WAIVER_TOO_SHORT', now: NOW + HOUR }],
    [
      'on a rejected finding',
      { case: caseOf([...HELD, FACTS.rejected(PLATO)]) },
      { code: 'REJECTED', by: 'plato', at: NOW },
    ],
    [
      'while a restore is under way',
      { case: caseOf([...HELD, FACTS.signed(SASHA), FACTS.signed(PLATO), FACTS.restoreIntended()]), signer: BOTH },
      { code: 'NOT_SIGNABLE', status: 'restoring' },
    ],
  ];
  test.each(cases)('%s is refused', (_, parts, refusal) => {
    expect(sign(requestWith(parts))).toEqual({ ok: false, error: refusal });
  });

  test.each<[string, Partial<SigningRequest>]>([
    ['by a second person', { case: caseOf([...HELD, FACTS.signed(PLATO)]) }],
    [
      'by who has signed before, for a time that is over',
      { case: caseOf([...HELD, FACTS.signed(SASHA, { until: NOW + HOUR })]) },
    ],
    ['for as long as a waiver may be', { until: NOW + HOUR + 30 * DAY }],
    ['in a session that began as long ago as it may', { signedInAt: NOW }],
    ['by a clock that is five minutes behind that of the session', { signedInAt: NOW + HOUR + 5 * MINUTE }],
  ])('%s is taken', (_, parts) => {
    expect(sign(requestWith(parts)).ok).toBe(true);
  });

  test('by a clock that is further behind is refused', () => {
    const refused = sign(requestWith({ signedInAt: NOW + HOUR + 5 * MINUTE + 1 }));
    expect(refused).toEqual({ ok: false, error: { code: 'SESSION_UNKNOWN' } });
  });

  test('of who is not known to the governance is of no group, and under no name but their own', () => {
    const gina = person('gina', ['security'], ['*:gina']);
    expect(asGoverned(gina, GOVERNANCE)).toEqual({ ...gina, groups: [] });
  });

  test('counts for the groups that the governance gives, whatever the signer claims', () => {
    const claimed = sign(requestWith({ signer: { ...SASHA, groups: ['security', 'platform'] } }));
    expect(claimed).toMatchObject({ ok: true, value: { groups: ['security'] } });
  });
});

describe('who made the call is known under every name', () => {
  const actor: FindingActor = { id: 'AROAX:session', name: 'session', class: 'engineer', via: 'cli', agentHints: [] };
  const cases: readonly (readonly [string, Partial<FindingActor>, Person])[] = [
    ['the person id', { personId: 'u-17' }, person('u-17', ['security'])],
    ['the person id, in other letters', { personId: 'U-17' }, person('u-17', ['security'])],
    ['the actor id', { id: 'AIDAEXAMPLE' }, person('AIDAEXAMPLE', ['security'])],
    ['the session name', { id: 'AROAX:eve' }, person('u-17', ['security'], ['eve'])],
    ['the user id of the session', { id: 'AROAX:eve' }, person('u-17', ['security'], ['*:eve'])],
    [
      'the principal',
      { principalArn: 'arn:aws:iam::111122223333:user/eve' },
      person('u-17', ['security'], ['arn:aws:iam::*:user/eve']),
    ],
    ['the name of the principal', { principalArn: 'arn:aws:iam::111122223333:user/eve' }, person('eve', ['security'])],
    [
      'the ARN of the session',
      { id: 'AROAX:eve', principalArn: 'arn:aws:iam::111122223333:role/people/Engineers' },
      person('u-17', ['security'], ['arn:aws:sts::111122223333:assumed-role/Engineers/eve']),
    ],
    [
      'a name that only the signer’s own record has',
      { personId: 'eve@example.com' },
      person('u-17', ['security'], ['EVE@example.com']),
    ],
  ];
  test.each(cases)('%s', (_, parts, signer) => {
    const request = requestWith({
      case: caseOf([FACTS.raised(findingWith({ actor: { ...actor, ...parts } }))]),
      signer,
    });
    expect(sign({ ...request, governance: knowing(signer) })).toEqual({
      ok: false,
      error: { code: 'SIGNED_OWN_REQUEST' },
    });
    expect(sign({ ...request, governance: knowing({ ...signer, actsAs: [] }) }).ok).toBe(false);
  });

  test('also under another role, by the name of the session', () => {
    const dana = person('d', ['security'], ['AROAOTHER:dana@example.com']);
    expect(isRequester(dana, FINDING.actor)).toBe(true);
  });

  test('who acts as the principal that gains does not sign', () => {
    const signer = person('u-17', ['security'], ['arn:aws:iam::111122223333:user/ci']);
    const finding = findingWith({ principal: 'arn:aws:iam::111122223333:user/ci' });
    const request = requestWith({ case: caseOf([FACTS.raised(finding)]), signer, digest: finding.digest });
    expect(sign({ ...request, governance: knowing(signer) })).toEqual({
      ok: false,
      error: { code: 'GAINS_BY_IT', through: finding.principal },
    });
  });

  test('who has a session of the role that gains does not sign, nor count', () => {
    const session = (role: string) =>
      person('u-17', ['security'], [`arn:aws:sts::111122223333:assumed-role/${role}/*`]);
    const finding = findingWith({ principal: 'arn:aws:iam::111122223333:role/ops/Deployers' });
    const signed = (by: Person) => caseOf([FACTS.raised(finding), FACTS.signed(by, { digest: finding.digest })]);
    const request = requestWith({ case: caseOf([FACTS.raised(finding)]), digest: finding.digest });
    const signing = (by: Person) => sign({ ...request, signer: by, governance: knowing(by) });
    const counted = (by: Person) => quorum(signed(by), knowing(by), NOW + HOUR).counted.length;
    expect(signing(session('Deployers'))).toMatchObject({ ok: false, error: { code: 'GAINS_BY_IT' } });
    expect(counted(session('Deployers'))).toBe(0);
    expect(signing(session('Readers')).ok).toBe(true);
    expect(counted(session('Readers'))).toBe(1);
  });

  test('who only shares the role of the one who made the call may sign', () => {
    const colleague = person('u-18', ['security'], ['arn:aws:sts::111122223333:assumed-role/Engineers/erin']);
    expect(sign(requestWith({ signer: colleague, governance: knowing(colleague) })).ok).toBe(true);
  });

  test.each([
    'arn:aws:sts::1:assumed-role/kiro-x/session',
    'arn:aws:iam::1:role/kiro-x',
    'kiro-x',
    'arn:aws:iam::1:role/agents/any',
  ])('%s is an agent’s name', (name) => {
    const signer = person('u-17', ['security'], [name]);
    expect(sign(requestWith({ signer, governance: knowing(signer) }))).toEqual({
      ok: false,
      error: { code: 'IS_AGENT' },
    });
  });
});

describe('a rejection', () => {
  test('is one approver’s word, and also the requester’s own', () => {
    for (const signer of [SASHA, DANA]) {
      expect(reject({ case: caseOf(HELD), signer, reason: 'no', now: NOW, governance: GOVERNANCE })).toEqual({
        ok: true,
        value: { kind: 'rejected', findingId: FINDING.id, personId: signer.id, reason: 'no', at: NOW },
      });
    }
  });

  test.each([
    ['an agent', ROBOT, HELD, 'IS_AGENT'],
    ['a stranger', person('gina', ['security']), HELD, 'NOT_AN_APPROVER'],
    ['an approver, twice', SASHA, [...HELD, FACTS.rejected(PLATO)], 'REJECTED'],
  ] as const)('of %s is refused', (_, signer, facts, code) => {
    const refused = reject({ case: caseOf(facts), signer, reason: 'no', now: NOW, governance: GOVERNANCE });
    expect(refused).toMatchObject({ ok: false, error: { code } });
  });
});

describe('the digest that people sign', () => {
  const { response } = FINDING;
  const plan = 'plan' in response ? response.plan : undefined;
  if (plan === undefined) throw new Error('the finding is held');
  const waits = (restore: HoldPlan['restore']): Response => ({
    kind: 'hold-unless-approved',
    plan: { ...plan, restore },
    deadline: NOW + HOUR,
  });
  const others: readonly (readonly [string, Partial<Finding>])[] = [
    ['whose account it is', { account: '444455556666' }],
    ['who gains', { principal: `${ROLE}-2` }],
    ['the verdict', { verdict: 'undetermined' }],
    ['the excess', { excess: [] }],
    ['the resources', { resources: ['arn:aws:s3:::b'] }],
    ['the frozen slice', { frozen: {} }],
    ['the calls that give it back', { response: { kind: 'hold', plan: { ...plan, restore: [] } } }],
    ['the calls that give it back where it waits', { response: waits([]) }],
  ];
  test.each(others)('is another with %s', (_, parts) => {
    expect(findingWith(parts).digest).not.toBe(FINDING.digest);
  });

  test('is the same whatever is done until people have signed', () => {
    expect(findingWith({ response: waits(plan.restore), severity: 'low' }).digest).toBe(FINDING.digest);
  });

  test('of what is only told is that of nothing to give back', () => {
    const { digest } = findingWith({ response: { kind: 'alert', why: 'class "agent" only alerts' } });
    expect(digest).toBe(findingWith({ response: waits([]) }).digest);
  });
});
