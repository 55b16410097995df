import { describe, expect, test } from '@jest/globals';
import { decide } from '../../../lib/core/access/decide.ts';
import type { IamCall } from '../../../lib/core/account/call.ts';
import { policySetOf } from '../../../lib/core/account/effective.ts';
import { parsedDocument } from '../../../lib/core/account/parsed-document.ts';
import { stateToJson } from '../../../lib/core/account/state-json.ts';
import type { AccountState } from '../../../lib/core/account/state.ts';
import type { Case } from '../../../lib/core/governance/cases/case.ts';
import type { Finding, HoldPlan } from '../../../lib/core/governance/finding.ts';
import { chooseStandIn } from '../../../lib/usecases/holds/choose-stand-in.ts';
import { after } from '../../core/account/after.ts';
import { account, ADMIN, allow, READ, role, roleArn, trustOf } from '../../core/governance/accounts.ts';
import { caseOf, FACTS, findingWith, governanceWith, NOW } from '../../core/governance/approval-fixtures.ts';

const ROLE = roleArn('deploy');
const ATTACH: IamCall = { name: 'AttachRolePolicy', roleName: 'deploy', policyArn: ADMIN };
const PLAN: HoldPlan = {
  kind: 'exact-inverse',
  account: '111122223333',
  calls: [{ ...ATTACH, name: 'DetachRolePolicy' }],
  restore: [ATTACH],
  summary: '',
};
const BEFORE = account(role('deploy'));
const GRANTED = after(BEFORE, ATTACH);
const FINDING = findingWith({ principal: ROLE, class: 'agent', frozen: stateToJson(GRANTED) });
const standard = { name: 'agent', policies: [parsedDocument('its own', allow('sqs:*'))] };
const rules = governanceWith();
const governance = { ...rules, classes: rules.classes.map((each) => ({ ...each, standard })) };

/** A finding of the same role whose waiver began then and covers what is frozen with it; it has no excess but that. */
function signed(id: string, inline: ReturnType<typeof allow>, about: Partial<Finding> = {}, from = NOW): Case {
  const put: IamCall = { name: 'PutRolePolicy', roleName: 'deploy', policyName: 'more', policyDocument: inline };
  const finding = findingWith({ id, principal: ROLE, frozen: stateToJson(after(BEFORE, put)), excess: [], ...about });
  const { account: of, principal, digest, frozen } = finding;
  const waiver = { findingId: id, account: of, principal, digest, frozen, from, until: NOW + 60_000 };
  return { ...caseOf([FACTS.raised()]), finding, status: 'restored', waiver };
}

function chosen(ofPrincipal: readonly Case[], live: AccountState | undefined = GRANTED) {
  return chooseStandIn({ finding: FINDING, plan: PLAN, read: live, live }, { ofPrincipal, governance, now: NOW });
}

/** What the role may do of this once a document denies what it denies. */
function left({ document }: ReturnType<typeof chosen>): readonly string[] {
  if (document === undefined) throw new Error('everything is denied');
  const put: IamCall = { name: 'PutRolePolicy', roleName: 'deploy', policyName: 'deny', policyDocument: document };
  const held = policySetOf(after(GRANTED, put), ROLE);
  return ['s3:GetObject', 'sqs:SendMessage', 's3:PutObject', 'sns:Publish', 'sts:AssumeRole', 'iam:CreateUser'].filter(
    (action) => held && decide(held, { principal: ROLE, action, resource: ROLE, context: {} }).decision === 'allow',
  );
}

const HAD = ['s3:GetObject', 'sqs:SendMessage'];
const objects = Array.from({ length: 150 }, (_, index) => `arn:aws:s3:::${'reports'.repeat(12)}-${index}/*`);
const [ONE, TWO] = ['F-000000000011', 'F-000000000022'] as const;
const ONCE = signed(ONE, allow('s3:PutObject'));
const TOO_MUCH = signed(ONE, allow('s3:PutObject', objects));
const beyond = (ids: string) => `denied exactly the excess beyond what is signed for in ${ids}`;

describe('a deny that stands in', () => {
  test.each<[string, readonly Case[], string, readonly string[]]>([
    ['is of exactly the excess', [], 'denied exactly the excess', HAD],
    ['leaves what is signed for under another finding', [ONCE], beyond(ONE), [...HAD, 's3:PutObject']],
    [
      'leaves what is signed for under several',
      [ONCE, signed(TWO, allow('sns:Publish'))],
      beyond(`${ONE}, ${TWO}`),
      [...HAD, 's3:PutObject', 'sns:Publish'],
    ],
    [
      'leaves also what another worker has begun to give back, whose clock is ahead',
      [caseOf([FACTS.raised()]), signed(ONE, allow('s3:PutObject'), {}, NOW + 1)],
      beyond(ONE),
      [...HAD, 's3:PutObject'],
    ],
    [
      'does not leave what is signed for under its own',
      [signed(FINDING.id, allow('s3:PutObject'))],
      'denied exactly the excess',
      HAD,
    ],
    [
      'leaves nothing for whom a role trusts',
      [signed(ONE, allow('s3:PutObject'), { kind: 'excess-trust', frozen: stateToJson(trusting()) })],
      beyond(ONE),
      HAD,
    ],
    [
      'denies what is signed for as well where no deny has room to leave that, and people are told',
      [TOO_MUCH],
      `denied exactly the excess (with what is signed for in ${ONE}, which could not be left out)`,
      HAD,
    ],
  ])('%s', (_, ofPrincipal, what, may) => {
    const deny = chosen(ofPrincipal);
    expect(deny.what).toBe(what);
    expect(left(deny)).toEqual(may);
  });

  const retagged = account(role('deploy', { attached: [READ, ADMIN], tags: new Map([['a', 'b']]) }));
  const why = 'for its tags have changed, which the deny may ask for';
  test.each<[string, readonly Case[], string]>([
    ['', [], `denied everything, ${why}`],
    [
      ', also what is signed for',
      [ONCE],
      `denied everything (with what is signed for in ${ONE}, which could not be left out), ${why}`,
    ],
  ])('is of everything where none is exact%s', (_, ofPrincipal, what) => {
    expect(chosen(ofPrincipal, retagged)).toEqual({ document: undefined, what });
  });
});

function trusting(): AccountState {
  return account(role('deploy', { trust: trustOf({ AWS: ROLE }) }));
}
