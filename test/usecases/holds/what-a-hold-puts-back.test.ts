import { describe, expect, test } from '@jest/globals';
import type { IamCall } from '../../../lib/core/account/call.ts';
import { parsedDocument } from '../../../lib/core/account/parsed-document.ts';
import { stateToJson } from '../../../lib/core/account/state-json.ts';
import type { Case } from '../../../lib/core/governance/cases/case.ts';
import type { Finding, HoldPlan } from '../../../lib/core/governance/finding.ts';
import { chooseHold } from '../../../lib/usecases/holds/choose-hold.ts';
import type { HoldCircumstances } from '../../../lib/usecases/holds/circumstances.ts';
import { after } from '../../core/account/after.ts';
import { account, allow, role, roleArn } from '../../core/governance/accounts.ts';
import { caseOf, FACTS, findingWith, governanceWith, NOW } from '../../core/governance/approval-fixtures.ts';
import { box } from '../../core/governance/cases.ts';

const standard = { name: 'agent', policies: [parsedDocument('its own', allow('sqs:*'))] };
const rules = governanceWith();
const governance = { ...rules, classes: rules.classes.map((each) => ({ ...each, standard })) };

const put = (action: string, policyName = 'more'): IamCall => ({
  name: 'PutRolePolicy',
  roleName: 'kiro-deploy',
  policyName,
  policyDocument: allow(action),
});
const DELETE: IamCall = { name: 'DeleteRolePolicy', roleName: 'kiro-deploy', policyName: 'more' };
const NEW = put('iam:*');
const WITHIN = put('sqs:SendMessage');
const BEYOND = put('s3:PutObject');

/** What is there now, with what the call of the finding has written. */
const LIVE = after(account(role('kiro-deploy')), NEW);

const planOf = (...[first, ...more]: readonly [IamCall, ...IamCall[]]): HoldPlan => ({
  kind: 'exact-inverse',
  account: '111122223333',
  calls: [first, ...more],
  restore: [NEW],
  summary: '',
});

/** A case of the role, of which this is said. */
function found(id: string, about: Partial<Finding>, now: Partial<Pick<Case, 'hold' | 'waiver' | 'status'>> = {}): Case {
  const finding = findingWith({ id, principal: roleArn('kiro-deploy'), class: 'agent', ...about });
  return { ...caseOf([FACTS.raised()]), finding, ...now };
}

const confirmed: Case['hold'] = { kind: 'confirmed', calls: [DELETE], standIns: [], at: NOW };
const response = (...restore: readonly IamCall[]): Finding['response'] => ({
  kind: 'hold',
  plan: { ...planOf(DELETE), restore },
});
const signedFor = (given: IamCall): Case['waiver'] => ({
  findingId: 'F-2',
  account: '111122223333',
  principal: roleArn('kiro-deploy'),
  digest: findingWith().digest,
  frozen: stateToJson(after(account(role('kiro-deploy')), given)),
  from: NOW,
  until: NOW + 60_000,
});

/** How a call of the role is held whose plan this is, beside other cases. */
function held(plan: HoldPlan, others: readonly Case[] = [], own: Partial<Case> = {}) {
  const it = { ...found('F-1', { frozen: stateToJson(LIVE), response: { kind: 'hold', plan } }), ...own };
  const ofPrincipal = [it, ...others];
  const state = async () => LIVE;
  const around: HoldCircumstances = { asRead: state, live: state, cases: [], ofPrincipal, governance, now: NOW };
  return chooseHold(it, plan, around);
}

const PUTS_BACK = planOf(WITHIN);
const EXCESS = [box(['sqs:SendMessage'], 'Write')];

describe('a hold puts back what was before a call', () => {
  const takes = { hold: confirmed };
  const other = (about: Partial<Finding>, now: Parameters<typeof found>[2] = takes) => found('F-2', about, now);
  const waiver = signedFor(BEYOND);

  test.each<[string, HoldPlan, readonly Case[]]>([
    ['that its standard allows', PUTS_BACK, []],
    [
      'that people have signed for',
      planOf(BEYOND),
      [other({ excess: [box(['s3:PutObject'], 'Write')] }, { status: 'restored', waiver })],
    ],
    [
      'that another hold took, and people have signed for',
      PUTS_BACK,
      [other({ response: response(WITHIN) }, { ...takes, waiver })],
    ],
    ['that another finding tells of, and people have signed for', PUTS_BACK, [other({ excess: EXCESS }, { waiver })]],
    ['that another finding says nothing of', PUTS_BACK, [other({ response: response(BEYOND), excess: [] })]],
    [
      'that another finding, which nobody held, would restore',
      PUTS_BACK,
      [other({ response: response(WITHIN), excess: [] }, {})],
    ],
    ['where another one is only told of', PUTS_BACK, [other({ response: { kind: 'alert', why: '' }, excess: [] })]],
    ['which is nothing where it only takes away', planOf(DELETE), []],
    ['which is nothing where it only takes away, beside another finding', planOf(DELETE), [other({ excess: EXCESS })]],
  ])('%s', async (_, plan, others) => {
    expect(await held(plan, others)).toEqual({ calls: plan.calls });
  });

  test('that it has taken itself before', async () => {
    const { finding } = found('F-1', { frozen: stateToJson(LIVE), response: response(WITHIN), excess: EXCESS });
    expect(await held(PUTS_BACK, [], { finding })).toEqual({ calls: PUTS_BACK.calls });
  });
});

describe('a hold denies the excess instead where it would put back', () => {
  const other = (about: Partial<Finding>, now: Parameters<typeof found>[2] = {}) => found('F-2', about, now);
  test.each<[string, HoldPlan, readonly Case[], string]>([
    [
      'what another hold takes away',
      PUTS_BACK,
      [other({ response: response(WITHIN), excess: [] }, { hold: confirmed })],
      'what another hold takes away',
    ],
    [
      'what another hold takes away, with more',
      PUTS_BACK,
      [other({ response: response(BEYOND, WITHIN), excess: [] }, { hold: confirmed })],
      'what another hold takes away',
    ],
    [
      'what a second hold takes away',
      PUTS_BACK,
      [
        other({ response: response(BEYOND), excess: [] }),
        found('F-3', { response: response(WITHIN) }, { hold: confirmed }),
      ],
      'what another hold takes away',
    ],
    [
      'what another finding tells of',
      PUTS_BACK,
      [other({ excess: EXCESS })],
      'what is in excess under another finding',
    ],
    ['what nobody signed', planOf(BEYOND), [], 'what is in excess, and nobody signed'],
    ['what nobody signed, after a call that takes', planOf(DELETE, BEYOND), [], 'what is in excess, and nobody signed'],
  ])('%s', async (_, plan, others, given) => {
    const { calls, why } = await held(plan, others);
    expect(calls).toEqual([expect.objectContaining({ policyName: expect.stringMatching(/^AmbitHold-/) })]);
    expect(why).toMatch(new RegExp(`^denied .*: to undo the call would give back ${given}$`));
  });
});
