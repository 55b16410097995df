import { describe, expect, test } from '@jest/globals';
import { decide } from '../../../../../lib/core/access/decide.ts';
import { applyOrganizationCall } from '../../../../../lib/core/account/organization/apply-organization-call.ts';
import { withWhatCallTells } from '../../../../../lib/core/account/organization/before-organization-call.ts';
import { guardrailsOf } from '../../../../../lib/core/account/organization/guardrails.ts';
import type { Organization } from '../../../../../lib/core/account/organization/organization.ts';
import type { OrganizationCall } from '../../../../../lib/core/account/organization/organization-call.ts';
import { assessOrganization } from '../../../../../lib/core/governance/assess/organization/assess-organization.ts';
import type { Finding } from '../../../../../lib/core/governance/finding.ts';
import { underGuardrails } from '../../../../../lib/core/governance/assess/organization/guardrail-loss.ts';
import { call, engineerSession, governance, NOW, principalClass } from '../../cases.ts';
import { COMPANY, denying, DEV, MANAGEMENT, PROD, PROD_TOO } from '../../organizations.ts';
import { detach, HARMLESS, LOOSENING, type Made, UNKNOWN, withMore } from './organization-changes.ts';

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

/** What a hold puts back; the others only people can undo. */
const PUT_BACK: readonly OrganizationCall['name'][] = ['DetachPolicy', 'UpdatePolicy', 'MoveAccount'];

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
