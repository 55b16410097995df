import { describe, expect, test } from '@jest/globals';
import { decide } from '../../../../lib/core/access/decide.ts';
import { applyOrganizationCall } from '../../../../lib/core/account/organization/apply-organization-call.ts';
import { withWhatCallTells } from '../../../../lib/core/account/organization/before-organization-call.ts';
import { guardrailsOf } from '../../../../lib/core/account/organization/guardrails.ts';
import { type Organization, UNKNOWN_ORGANIZATION } from '../../../../lib/core/account/organization/organization.ts';
import type { OrganizationCall } from '../../../../lib/core/account/organization/organization-call.ts';
import { UNKNOWN_DOCUMENT } from '../../../../lib/core/account/stored-document.ts';
import type { Call } from '../../../../lib/core/activity/call.ts';
import { assessOrganization } from '../../../../lib/core/governance/assess/assess-organization.ts';
import type { Finding } from '../../../../lib/core/governance/finding.ts';
import { underGuardrails } from '../../../../lib/core/governance/assess/guardrail-loss.ts';
import { call, engineerSession, governance, NOW, principalClass } from '../cases.ts';
import { allowing, attachedTo, COMPANY, denying, DEV, FULL, MANAGEMENT, PROD, PROD_TOO } from '../organizations.ts';

interface Made {
  readonly call: OrganizationCall;
  /** What is known before; absent: the company. */
  readonly known?: Organization;
  readonly members?: Partial<Call>;
}

function findings({ call: organizationCall, known = COMPANY, members = {} }: Made): readonly Finding[] {
  const before = withWhatCallTells(known, organizationCall);
  const pair = { before, after: applyOrganizationCall(before, organizationCall) };
  const change = { kind: 'organization', resources: [], asked: {} } as const;
  const made = call({
    source: 'organizations.amazonaws.com',
    name: organizationCall.name,
    account: MANAGEMENT,
    change,
    ...members,
  });
  const classes = [principalClass()];
  return assessOrganization({
    call: made,
    organizationCall,
    pair,
    governance: governance({ classes }),
    state: undefined,
    now: NOW,
  });
}

const detach = (policyId: string, targetId: string): OrganizationCall => ({ name: 'DetachPolicy', policyId, targetId });
const attach = (policyId: string, targetId: string): OrganizationCall => ({ name: 'AttachPolicy', policyId, targetId });
const update = (policyId: string, document: ReturnType<typeof denying>): OrganizationCall => ({
  name: 'UpdatePolicy',
  policyId,
  change: { document },
});
const move = (account: string, from: string, to: string): OrganizationCall => ({
  name: 'MoveAccount',
  account,
  from,
  to,
});
const disable = (type: string): OrganizationCall => ({ name: 'DisablePolicyType', rootId: 'r-root', type });
const withMore = (more: Parameters<typeof attachedTo>[0]): Organization => ({ ...COMPANY, attached: attachedTo(more) });

/** What a call lets go: the accounts, and an action that is in excess in each. */
const LOOSENING: readonly (readonly [string, Made, readonly string[], string])[] = [
  ['detaching an SCP', { call: detach('p-leaving', 'ou-prod') }, [PROD, PROD_TOO], 'cloudtrail:StopLogging'],
  ['detaching an RCP', { call: detach('p-strangers', 'ou-prod') }, [PROD, PROD_TOO], 's3:*'],
  [
    'an SCP that denies less than it did',
    { call: update('p-leaving', denying('organizations:LeaveOrganization')) },
    [PROD, PROD_TOO],
    'cloudtrail:StopLogging',
  ],
  [
    'an SCP that allows more than it did',
    {
      call: update('p-few', allowing(['s3:*', 'ec2:*', 'iam:PassRole'])),
      known: {
        ...COMPANY,
        attached: new Map([...COMPANY.attached, ['ou-dev', { policies: ['p-RCPFullAWSAccess', 'p-few'] }]]),
      },
    },
    [DEV],
    'iam:PassRole',
  ],
  [
    'attaching an SCP that allows what no other there does',
    {
      call: attach(FULL, 'ou-dev'),
      known: { ...COMPANY, attached: new Map([...COMPANY.attached, ['ou-dev', { policies: ['p-few'] }]]) },
    },
    [DEV],
    'iam:*',
  ],
  [
    'an account that is moved from under an SCP',
    { call: move(PROD, 'ou-prod', 'ou-dev') },
    [PROD],
    'cloudtrail:StopLogging',
  ],
  ['all SCPs at once', { call: disable('SERVICE_CONTROL_POLICY') }, [PROD, PROD_TOO], 'cloudtrail:StopLogging'],
  ['all RCPs at once', { call: disable('RESOURCE_CONTROL_POLICY') }, [PROD, PROD_TOO], 's3:*'],
  [
    'an account that leaves the organization',
    { call: { name: 'RemoveAccountFromOrganization', account: PROD_TOO } },
    [PROD_TOO],
    'cloudtrail:StopLogging',
  ],
];

/** What a hold puts back; the others only people can undo. */
const PUT_BACK: readonly OrganizationCall['name'][] = ['DetachPolicy', 'UpdatePolicy', 'MoveAccount'];

/** Calls after which nobody may do more than before. */
const HARMLESS: readonly (readonly [string, Made])[] = [
  ['attaching an SCP that denies', { call: attach('p-regions', 'r-root') }],
  [
    'detaching an SCP that another, higher up, repeats',
    { call: detach('p-leaving', PROD), known: withMore({ 'ou-prod': ['p-leaving'], [PROD]: ['p-leaving'] }) },
  ],
  ['detaching a policy of another type', { call: detach('p-tags', 'ou-prod') }],
  ['detaching an SCP from the management account', { call: detach('p-leaving', MANAGEMENT) }],
  [
    'detaching an SCP from a unit without accounts',
    {
      call: detach('p-leaving', 'ou-empty'),
      known: { ...COMPANY, parents: new Map([...COMPANY.parents, ['ou-empty', 'r-root']]) },
    },
  ],
  [
    'an SCP that denies more than it did',
    { call: update('p-leaving', denying(['cloudtrail:StopLogging', 'organizations:*'])) },
  ],
  [
    'an SCP that says the same in other words',
    { call: update('p-leaving', denying(['cloudtrail:StopLogging', 'organizations:leaveorganization'])) },
  ],
  ['a new name of an SCP', { call: { name: 'UpdatePolicy', policyId: 'p-leaving', change: { name: 'x' } } }],
  ['an SCP that is attached nowhere and says less', { call: update('p-regions', allowing('*')) }],
  [
    'a new SCP',
    {
      call: { name: 'CreatePolicy', policy: { id: 'p-new', type: 'SERVICE_CONTROL_POLICY', document: allowing('*') } },
    },
  ],
  ['deleting an SCP, which is attached nowhere then', { call: { name: 'DeletePolicy', policyId: 'p-regions' } }],
  ['an account that is moved under more SCPs', { call: move(DEV, 'ou-dev', 'ou-prod') }],
  ['detaching what allows everything', { call: detach(FULL, 'ou-dev') }],
];

describe('a call of Organizations', () => {
  test.each(LOOSENING)(
    '%s is a finding with what it lets go, where, and a request that shows it',
    (_, made, places, action) => {
      const [finding, ...others] = findings(made);
      expect(others).toEqual([]);
      expect(finding).toMatchObject({
        kind: 'guardrail-removed',
        verdict: 'exceeds',
        principal: engineerSession.principalArn,
        resources: places,
        response: { kind: PUT_BACK.includes(made.call.name) ? 'hold' : 'alert' },
      });
      expect(['high', 'critical']).toContain(finding?.severity);
      expect(finding?.excess.flatMap(({ actions }) => actions)).toContain(action);
    },
  );

  test.each(HARMLESS)('%s is none', (_, made) => {
    expect(findings(made)).toEqual([]);
  });

  test('that AWS refused is none', () => {
    expect(
      findings({ call: detach('p-leaving', 'ou-prod'), members: { error: { code: 'AccessDenied', message: '' } } }),
    ).toEqual([]);
  });

  test('is the same finding however often it is told of', () => {
    const [once, again] = [
      findings({ call: detach('p-leaving', 'ou-prod') }),
      findings({ call: detach('p-leaving', 'ou-prod') }),
    ];
    expect(again).toEqual(once);
  });

  test('says which statement denied the witness, and the command that undoes the call', () => {
    const [finding] = findings({ call: detach('p-leaving', 'ou-prod') });
    expect(finding?.reasons).toEqual(
      expect.arrayContaining([
        {
          rule: 'guardrail',
          detail: `DetachPolicy loosened what SCPs limit ${PROD}, ${PROD_TOO} to: cloudtrail:StopLogging was denied by DenyLeaving (p-leaving)#No`,
        },
        {
          rule: 'undo',
          detail: 'AttachPolicy undoes it: aws organizations attach-policy --policy-id p-leaving --target-id ou-prod',
        },
      ]),
    );
  });

  test("a guardrail of Ambit's own that is taken away leaves it unwatched", () => {
    const own = denying('iam:DeleteRolePolicy', { Condition: { Null: { 'aws:ResourceTag/AmbitHold': 'false' } } });
    const policies = new Map([
      ...COMPANY.policies,
      ['p-own', { id: 'p-own', type: 'SERVICE_CONTROL_POLICY', document: own }] as const,
    ]);
    const known = { ...withMore({ 'ou-dev': ['p-own'] }), policies };
    expect(findings({ call: detach('p-own', 'ou-dev'), known })).toMatchObject([
      { kind: 'watch-tampered', severity: 'critical', resources: [DEV] },
    ]);
  });
});

/** What nobody has told of before the call. */
const UNKNOWN: readonly (readonly [string, Made, 'undetermined' | 'none'])[] = [
  [
    'an SCP of which only the id is known',
    { call: detach('p-x', 'ou-x'), known: UNKNOWN_ORGANIZATION },
    'undetermined',
  ],
  [
    'an SCP that is known, where others may deny the same',
    { call: detach('p-leaving', 'ou-x'), known: { ...UNKNOWN_ORGANIZATION, policies: COMPANY.policies } },
    'undetermined',
  ],
  [
    'what an SCP said before',
    {
      call: update('p-leaving', denying('s3:*')),
      known: {
        ...COMPANY,
        policies: new Map([
          ...COMPANY.policies,
          ['p-leaving', { id: 'p-leaving', type: 'SERVICE_CONTROL_POLICY', document: UNKNOWN_DOCUMENT }],
        ]),
      },
    },
    'undetermined',
  ],
  ['where an account came from', { call: move(PROD, 'ou-x', 'ou-y'), known: UNKNOWN_ORGANIZATION }, 'undetermined'],
  [
    'what was attached when a type is disabled',
    {
      call: disable('SERVICE_CONTROL_POLICY'),
      known: { ...UNKNOWN_ORGANIZATION, parents: new Map([[PROD, 'r-root']]) },
    },
    'undetermined',
  ],
  [
    'what an account leaves behind',
    {
      call: { name: 'RemoveAccountFromOrganization', account: PROD },
      known: { ...UNKNOWN_ORGANIZATION, parents: new Map([[PROD, 'r-root']]) },
    },
    'undetermined',
  ],
  [
    'that an account was there at all, before it is removed',
    { call: { name: 'RemoveAccountFromOrganization', account: PROD }, known: UNKNOWN_ORGANIZATION },
    'undetermined',
  ],
  [
    'whether there was something that allows, where something is added that does',
    { call: attach('p-few', 'ou-x'), known: { ...UNKNOWN_ORGANIZATION, policies: COMPANY.policies } },
    'undetermined',
  ],
  [
    'what else there is, where something is added that denies',
    { call: attach('p-leaving', 'ou-x'), known: { ...UNKNOWN_ORGANIZATION, policies: COMPANY.policies } },
    'none',
  ],
];

describe('where it is not known', () => {
  test.each(UNKNOWN)('%s: %#', (_, made, verdict) => {
    expect(findings(made).map((finding) => finding.verdict)).toEqual(verdict === 'none' ? [] : [verdict]);
  });
});

describe('what is found', () => {
  test.each(LOOSENING)(
    '%s: the witness is denied before and allowed after',
    (_, { call: made, known = COMPANY }, places) => {
      const [finding] = findings({ call: made, known });
      const before = withWhatCallTells(known, made);
      const after = applyOrganizationCall(before, made);
      const witness = finding?.witness ?? { action: '', resource: '', context: {} };
      const [place = ''] = places;
      const decisions = (organization: Organization) =>
        (['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'] as const).map((type) => {
          const levels = guardrailsOf(organization, place, type)?.map(({ policies }) => policies);
          return decide(underGuardrails(levels, type), witness).decision;
        });
      expect(decisions(before)).toContain(expectedDenial(made));
      expect(decisions(after)).not.toContain('explicit-deny');
    },
  );
});

/** What no policy allows is denied implicitly. */
function expectedDenial(made: OrganizationCall): string {
  const allows = made.name === 'AttachPolicy' || (made.name === 'UpdatePolicy' && made.policyId === 'p-few');
  return allows ? 'implicit-deny' : 'explicit-deny';
}
