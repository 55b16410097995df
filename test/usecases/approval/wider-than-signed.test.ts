import { describe, expect, test } from '@jest/globals';
import type { AccountState } from '../../../lib/core/account/state.ts';
import { sliceOf } from '../../../lib/core/account/slice.ts';
import { stateToJson } from '../../../lib/core/account/state-json.ts';
import { type Case, foldCase } from '../../../lib/core/governance/cases/case.ts';
import type { Finding } from '../../../lib/core/governance/finding.ts';
import type { JsonValue } from '../../../lib/core/json.ts';
import { widerThanSigned } from '../../../lib/usecases/approval/wider-than-signed.ts';
import { account, ADMIN, allow, READ, role, SHARED, trustOf } from '../../core/governance/accounts.ts';
import { standardOf } from '../../core/governance/agents.ts';
import {
  DAY,
  entriesOf,
  FACTS,
  findingWith,
  GOVERNANCE,
  governanceWith,
  NOW,
  PLATO,
  SASHA,
} from '../../core/governance/approval-fixtures.ts';

const { arn } = role('kiro-deploy');

function sliceWith(change: Parameters<typeof role>[1]): AccountState {
  const slice = sliceOf(account(role('kiro-deploy', change)), arn);
  if (slice === undefined) throw new Error('the role is not there');
  return slice;
}

/** Signed for what the slice shows. */
function signedFor(slice: AccountState, parts: Partial<Finding> = {}): Finding {
  return findingWith({ principal: arn, frozen: stateToJson(slice), ...parts });
}

function restoring(finding: Finding): Case {
  const { digest } = finding;
  const signed = [SASHA, PLATO].map((by) => FACTS.signed(by, { digest }));
  const facts = [FACTS.raised(finding), FACTS.holdIntended(), FACTS.holdConfirmed(), ...signed];
  const found = foldCase(entriesOf([...facts, FACTS.restoreIntended({ digest })]));
  if (found?.waiver === undefined) throw new Error('nothing is given back');
  return found;
}

function wider(slice: AccountState, signed: Finding, { governance = GOVERNANCE, now = NOW + DAY } = {}) {
  return widerThanSigned(slice, signed, { governance, cases: [restoring(signed)], now });
}

const reads = sliceWith({ attached: [READ] });
const both = sliceWith({ attached: [READ, SHARED] });
const admin = sliceWith({ attached: [ADMIN] });
const opened = sliceWith({ attached: [READ], trust: trustOf({ AWS: '444455556666' }) });
const broken = sliceWith({ attached: [READ], inline: new Map<string, JsonValue>([['broken', 'no policy']]) });
const { frozen: _frozen, ...nothingFrozen } = signedFor(reads);
const WIDER = 'the access is wider than what was signed';

describe('what is given back is as wide as what was signed', () => {
  test.each<[string, AccountState, Finding]>([
    ['where it is the very same', both, signedFor(both)],
    ['where it is the very same, which nobody can read', broken, signedFor(broken)],
    ['where it is less', reads, signedFor(both)],
    ['where nothing was frozen: a deny is lifted, nothing granted', admin, nothingFrozen],
    ['where the trust is another, and access was signed', opened, signedFor(both)],
    ['where the access is another, and trust was signed', both, signedFor(reads, { kind: 'excess-trust' })],
  ])('%s', (_, slice, signed) => {
    expect(wider(slice, signed)).toBeUndefined();
  });

  test.each<[string, AccountState, Finding, string]>([
    ['an action more', both, signedFor(reads), `${WIDER} (exceeds: sqs:SendMessage)`],
    ['what nobody can read', broken, signedFor(reads), `${WIDER} (undetermined: `],
    ['trust in somebody more', opened, signedFor(reads, { kind: 'excess-trust' }), `${WIDER} (exceeds`],
  ])('and not %s', (_, slice, signed, why) => {
    expect(wider(slice, signed)).toContain(why);
  });

  test('and names at most three of the actions', () => {
    const inline = new Map([['more', allow(['sns:Publish', 'sqs:DeleteQueue', 'ec2:RunInstances', 'kms:Decrypt'])]]);
    expect(wider(sliceWith({ inline }), signedFor(reads))).toMatch(/\(exceeds: [^,]+, [^,]+, [^,]+\)$/);
  });

  test('once its waiver is over no more, but for the very same', () => {
    expect(wider(both, signedFor(both), { now: NOW + 8 * DAY })).toBeUndefined();
    expect(wider(reads, signedFor(both), { now: NOW + 8 * DAY })).toBe(`${WIDER} (exceeds: s3:GetObject)`);
  });
});

describe('what an agent is given back in a session is as wide as what was signed', () => {
  const agent = (slice: AccountState) => {
    const { actor } = findingWith();
    return signedFor(slice, { kind: 'agent-as-engineer', actor: { ...actor, principalArn: arn } });
  };

  test('where it is less', () => {
    expect(wider(reads, agent(both))).toBeUndefined();
  });

  test('and nothing that nobody can read', () => {
    expect(wider(broken, agent(reads))).toContain(`${WIDER} (undetermined: `);
  });

  test('and no action more', () => {
    expect(wider(both, agent(reads))).toBe(`${WIDER} (exceeds: sqs:SendMessage)`);
  });

  test('and not what the same words allow under another tag', () => {
    const own = new Map([['own', allow('s3:GetObject', 'arn:aws:s3:::${aws:PrincipalTag/team}/*')]]);
    const of = (team: string) => sliceWith({ attached: [], inline: own, tags: new Map([['team', team]]) });
    expect(wider(of('red'), agent(of('red')))).toBeUndefined();
    expect(wider(of('blue'), agent(of('red')))).toBe(`${WIDER} (exceeds: s3:GetObject)`);
  });

  test('where what is more is what agents may', () => {
    const classes = GOVERNANCE.classes.map((each) => ({ ...each, standard: standardOf(allow('sqs:SendMessage')) }));
    expect(wider(both, agent(reads), { governance: governanceWith({ classes }) })).toBeUndefined();
  });

  test('where no standard says what agents may', () => {
    expect(wider(both, agent(reads), { governance: governanceWith({ classes: [] }) })).toBeUndefined();
  });

  test('of a role that is gone there is nothing', () => {
    expect(wider({ ...both, roles: new Map() }, agent(reads))).toBeUndefined();
  });
});
