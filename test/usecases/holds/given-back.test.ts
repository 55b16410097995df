import { describe, expect, test } from '@jest/globals';
import type { IamCall } from '../../../lib/core/account/call.ts';
import { stateToJson } from '../../../lib/core/account/state-json.ts';
import type { AccountState } from '../../../lib/core/account/state.ts';
import { type Case, foldCase } from '../../../lib/core/governance/cases/case.ts';
import { digestOfFinding } from '../../../lib/core/governance/cases/digest-of-finding.ts';
import type { Finding } from '../../../lib/core/governance/finding.ts';
import type { Fact } from '../../../lib/core/governance/ledger/fact.ts';
import { holdsBegunBefore } from '../../../lib/usecases/holds/begun-before.ts';
import { hasGivenWay } from '../../../lib/usecases/holds/gave-way.ts';
import { givenBackIn, onceGiven, onceGivenBack } from '../../../lib/usecases/holds/given-back.ts';
import { account, ADMIN, group, policy, role, SHARED, user } from '../../core/governance/accounts.ts';
import { entriesOf, FACTS, FINDING, HOUR, NOW, PLATO, SASHA } from '../../core/governance/approval-fixtures.ts';

const CLAIM = 60_000;

/** A finding like the one of the fixtures, by another id. */
function finding(id: string, parts: Partial<Finding> = {}): Finding {
  const { frozen: _frozen, ...unfrozen } = FINDING;
  const told = { ...unfrozen, id, ...parts };
  return { ...told, digest: digestOfFinding(told) };
}

/** A fact of the fixtures about another finding; a signature is of its digest. */
function about({ id, digest }: Finding, fact: Fact): Fact {
  if (!('findingId' in fact)) throw new Error(`${fact.kind} is about no finding`);
  return 'digest' in fact ? { ...fact, findingId: id, digest } : { ...fact, findingId: id };
}

const raised = (told: Finding): Fact => ({ kind: 'finding-raised', finding: told, at: NOW });
const signed = (told: Finding) => [FACTS.signed(SASHA), FACTS.signed(PLATO)].map((fact) => about(told, fact));
const begunAt = (told: Finding, at: number) => about(told, FACTS.holdIntended(at));
const restoring = (told: Finding) => about(told, FACTS.restoreIntended());

/** A ledger with these facts, and the cases that it tells. */
function told(...facts: readonly Fact[]) {
  const entries = entriesOf(facts);
  const asked: string[] = [];
  const ledger = {
    about: async (subject: string) => {
      asked.push(subject);
      return entries.filter((each) => each.subject === subject);
    },
  };
  const caseOf = (id: string): Case => {
    const found = foldCase(entries.filter(({ subject }) => subject === id));
    if (found === undefined) throw new Error('no such case');
    expect(found.irregularities).toEqual([]);
    return found;
  };
  return { ledger, asked, caseOf };
}

const OWN = finding('F-000000000001');
const ONE = finding('F-000000000002');
const TWO = finding('F-000000000003');
const HELD = [raised(OWN), begunAt(OWN, NOW), about(OWN, FACTS.holdConfirmed()), ...signed(OWN)];
const BEGUN = NOW + 2 * HOUR;

describe('holds that were begun before a restore', () => {
  test.each<[string, readonly Fact[], number, number | undefined]>([
    ['are waited for as long as they have', [begunAt(ONE, BEGUN - 5), restoring(OWN)], BEGUN, BEGUN - 5 + CLAIM],
    ['are over when their time is', [begunAt(ONE, BEGUN - 5), restoring(OWN)], BEGUN + CLAIM, undefined],
    ['have seen it where they came later, whatever a clock says', [restoring(OWN), begunAt(ONE, NOW)], NOW, undefined],
    [
      'are counted by their last attempt',
      [begunAt(ONE, BEGUN - 5), restoring(OWN), begunAt(ONE, BEGUN + 1)],
      BEGUN,
      undefined,
    ],
    [
      'are waited for until the last one is over',
      [begunAt(ONE, BEGUN - 5), begunAt(TWO, BEGUN - 9), restoring(OWN)],
      BEGUN,
      BEGUN - 5 + CLAIM,
    ],
    [
      'are those alone, whatever came later',
      [begunAt(ONE, BEGUN - 5), restoring(OWN), begunAt(TWO, BEGUN - 1)],
      BEGUN,
      BEGUN - 5 + CLAIM,
    ],
    [
      'are told by the last restore, where one has failed before',
      [
        restoring(OWN),
        about(OWN, FACTS.restoreFailed()),
        begunAt(OWN, BEGUN),
        about(OWN, FACTS.holdConfirmed()),
        begunAt(ONE, BEGUN - 5),
        ...signed(OWN),
        restoring(OWN),
      ],
      BEGUN,
      BEGUN - 5 + CLAIM,
    ],
    ['are all that are under way where none was begun', [begunAt(ONE, BEGUN - 5)], BEGUN, BEGUN - 5 + CLAIM],
  ])('%s', async (_, facts, now, until) => {
    const { ledger, caseOf } = told(...HELD, raised(ONE), raised(TWO), ...facts);
    const others = [caseOf(ONE.id), caseOf(TWO.id)];
    const deps = { ledger, clock: { now: () => now }, claimLasts: CLAIM };
    expect(await holdsBegunBefore(OWN.id, others, deps)).toBe(until);
  });

  test('are not looked for in the ledger where none is under way', async () => {
    const { ledger, asked, caseOf } = told(...HELD, raised(ONE), restoring(OWN));
    const deps = { ledger, clock: { now: () => BEGUN }, claimLasts: CLAIM };
    expect(await holdsBegunBefore(OWN.id, [caseOf(ONE.id)], deps)).toBeUndefined();
    expect(asked).toEqual([]);
  });
});

test('what was given back has a text for each restore, and none once that is over', () => {
  const given = told(...HELD, restoring(OWN), raised(ONE)).caseOf(OWN.id);
  const open = told(raised(ONE)).caseOf(ONE.id);
  expect(givenBackIn([given, open])).toEqual([`${OWN.id} ${BEGUN}`]);
  const ended = told(...HELD, restoring(OWN), about(OWN, FACTS.restoreConfirmed()), about(OWN, FACTS.waiverEnded()));
  expect(givenBackIn([ended.caseOf(OWN.id)])).toEqual([]);
});

describe('a principal as it is once what was begun is given back', () => {
  const live = account(role('kiro-deploy', { attached: [] }));
  const attached = (state: AccountState | undefined) => state?.roles.get('kiro-deploy')?.attached;

  test.each<[string, readonly Fact[], readonly string[]]>([
    ['has what is being given back', [restoring(OWN)], [ADMIN]],
    ['has nothing of what is held', [], []],
    ['has what the account shows of what was given back', [restoring(OWN), about(OWN, FACTS.restoreConfirmed())], []],
  ])('%s', (_, facts, expected) => {
    expect(attached(onceGivenBack(live, [told(...HELD, ...facts).caseOf(OWN.id)]))).toEqual(expected);
  });

  test('is gone where it is gone', () => {
    expect(onceGivenBack(undefined, [told(...HELD, restoring(OWN)).caseOf(OWN.id)])).toBeUndefined();
  });

  const OTHER = policy(SHARED, 'another text');
  const mine: IamCall = { name: 'AttachRolePolicy', roleName: 'kiro-deploy', policyArn: SHARED };
  const joins: IamCall = { name: 'AddUserToGroup', groupName: 'team', userName: 'rita' };

  test('holds the policy as people signed it, where the account does not list it now', () => {
    const frozen = stateToJson({ ...live, policies: new Map([[SHARED, OTHER]]) });
    const unlisted = { ...live, policies: new Map() };
    const given = onceGiven(unlisted, frozen, [mine]);
    expect([attached(given), given.policies.get(SHARED)]).toEqual([[SHARED], OTHER]);
    // what is there now counts
    expect(onceGiven(live, frozen, [mine]).policies.get(SHARED)).toEqual(live.policies.get(SHARED));
    for (const unread of [undefined, { account: 'x' }]) {
      expect(attached(onceGiven(unlisted, unread, [mine]))).toEqual([]);
    }
  });

  test('is in the group as people signed it, where the account does not list it now', () => {
    const signed = account(user('rita'), group('team', { attached: [ADMIN] }));
    const given = onceGiven(account(user('rita')), stateToJson(signed), [joins]);
    expect([given.users.get('rita')?.groups, given.groups.get('team')?.attached]).toEqual([['team'], [ADMIN]]);
    const now = account(user('rita'), group('team'));
    expect(onceGiven(now, stateToJson(signed), [joins]).groups.get('team')?.attached).toEqual([]);
  });
});

test('a hold gave way only where it failed for that', () => {
  const failed = { kind: 'failed', calls: [], at: NOW } as const;
  // ledgers have it in these words
  const detail = 'it would take what was given back under another finding meanwhile, and waits for that waiver to end';
  expect(hasGivenWay({ ...failed, detail })).toBe(true);
  expect(hasGivenWay({ ...failed, detail: 'AccessDenied' })).toBe(false);
  expect(hasGivenWay({ kind: 'pending', calls: [], at: NOW })).toBe(false);
});
