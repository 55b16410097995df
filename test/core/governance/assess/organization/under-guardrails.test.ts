import { describe, expect, test } from '@jest/globals';
import { decide } from '../../../../../lib/core/access/decide.ts';
import type { IamCall } from '../../../../../lib/core/account/call.ts';
import { policySetOf } from '../../../../../lib/core/account/effective.ts';
import {
  accountGuardrailsOf,
  underAccountGuardrails,
} from '../../../../../lib/core/account/organization/account-guardrails.ts';
import { type Organization, UNKNOWN_ORGANIZATION } from '../../../../../lib/core/account/organization/organization.ts';
import { UNKNOWN_DOCUMENT } from '../../../../../lib/core/account/stored-document.ts';
import type { AccountState, Role } from '../../../../../lib/core/account/state.ts';
import type { JsonObject, JsonValue } from '../../../../../lib/core/json.ts';
import { assessAccess } from '../../../../../lib/core/governance/assess/assess.ts';
import { isKeptBack } from '../../../../../lib/core/governance/assess/organization/kept-back.ts';
import type { Finding } from '../../../../../lib/core/governance/finding.ts';
import { account, ADMIN, allow, role, trustOf, user } from '../../accounts.ts';
import { ACCOUNT, call, governance, NOW, principalClass } from '../../cases.ts';
import { attachedTo, COMPANY, denying, FULL, MANAGEMENT, POLICIES, RCP_FULL } from '../../organizations.ts';
import { after } from '../../../account/after.ts';

const DEPLOY = role('deploy', { attached: [] });
const STOPS = put(allow('cloudtrail:StopLogging'));

interface Grant {
  readonly iam: IamCall;
  readonly organization?: Organization;
  readonly to?: Role;
  /** In whose chain the account is; absent: its own. */
  readonly as?: string;
}

function put(policyDocument: JsonValue): IamCall {
  return { name: 'PutRolePolicy', roleName: 'deploy', policyName: 'p', policyDocument };
}

const afterGrant = ({ iam, to = DEPLOY }: Grant): AccountState => after(account(to), iam);

function question(grant: Grant) {
  const { iam, organization, to = DEPLOY, as = ACCOUNT } = grant;
  return {
    pair: { before: account(to), after: afterGrant(grant) },
    principalArn: to.arn,
    call: call({ name: iam.name, change: { kind: 'access', iam } }),
    governance: governance({ classes: [] }),
    waivers: [],
    now: NOW,
    actorClass: principalClass(),
    guardrails: organization === undefined ? undefined : accountGuardrailsOf(organization, as),
  };
}

const found = (grant: Grant): readonly Finding[] => assessAccess(question(grant));

/** The company where this SCP is attached to production, and no other. */
const withScp = (document: JsonValue): Organization => withPolicy('SERVICE_CONTROL_POLICY', document);
const withRcp = (document: JsonValue): Organization => withPolicy('RESOURCE_CONTROL_POLICY', document);

function withPolicy(type: string, document: JsonValue): Organization {
  const policy = { id: 'p-one', name: 'One', type, document };
  return {
    ...COMPANY,
    policies: new Map([...POLICIES, ['p-one', policy]]),
    attached: attachedTo({ 'ou-prod': ['p-one'] }),
  };
}

/** The company where production has these policies and no others. */
function withOnly(...policies: readonly string[]): Organization {
  return { ...COMPANY, attached: new Map([...COMPANY.attached, ['ou-prod', { policies }]]) };
}

const unless = (key: string, value: JsonValue): JsonObject => ({ Condition: { StringNotLike: { [key]: value } } });
const lettingIn = (stranger: string): IamCall => ({
  name: 'UpdateAssumeRolePolicy',
  roleName: 'deploy',
  policyDocument: trustOf({ AWS: stranger }),
});

const KEPT_BACK: readonly (readonly [string, Grant, string])[] = [
  ['an SCP above the account denies', { iam: STOPS, organization: COMPANY }, 'denied by DenyLeaving (p-leaving)#No'],
  [
    'no SCP of a level allows',
    { iam: put(allow('iam:CreateUser')), organization: withOnly('p-few', RCP_FULL) },
    'allowed by none',
  ],
  [
    'an SCP of an organization denies of which not all is known',
    {
      iam: STOPS,
      organization: {
        ...COMPANY,
        coverage: 'partial',
        managementAccount: MANAGEMENT,
        parents: new Map([[ACCOUNT, 'ou-prod']]),
      },
    },
    'denied by DenyLeaving',
  ],
  [
    'an SCP denies to all but a role that it is not',
    {
      iam: STOPS,
      organization: withScp(denying('cloudtrail:*', unless('aws:PrincipalArn', 'arn:aws:iam::*:role/audit'))),
    },
    'denied by One',
  ],
  [
    'an RCP denies what can be done to resources of the account itself',
    {
      iam: put(allow('secretsmanager:GetSecretValue', `arn:aws:secretsmanager:*:${ACCOUNT}:secret:*`)),
      organization: withRcp(denying('secretsmanager:*', { Principal: '*' })),
    },
    'denied by One',
  ],
];

const USABLE: readonly (readonly [string, Grant])[] = [
  ['nothing is known of the organization', { iam: STOPS, organization: UNKNOWN_ORGANIZATION }],
  ['the SCP is detached', { iam: STOPS, organization: withOnly(FULL, RCP_FULL) }],
  ['SCPs are not enabled', { iam: STOPS, organization: { ...COMPANY, disabled: new Set(['SERVICE_CONTROL_POLICY']) } }],
  ['the account left', { iam: STOPS, organization: { ...COMPANY, left: new Set([ACCOUNT]) } }],
  ['the account manages the organization', { iam: STOPS, organization: COMPANY, as: MANAGEMENT }],
  ['nobody knows what the SCP says', { iam: STOPS, organization: withScp(UNKNOWN_DOCUMENT) }],
  ['the SCP does not parse', { iam: STOPS, organization: withScp({ Statement: 'no' }) }],
  ['a place shows no policy at all, which cannot be', { iam: STOPS, organization: withOnly() }],
  [
    'the SCP spares the principal',
    { iam: STOPS, organization: withScp(denying('cloudtrail:*', unless('aws:PrincipalArn', DEPLOY.arn))) },
  ],
  [
    'the SCP spares a Region',
    { iam: STOPS, organization: withScp(denying('*', unless('aws:RequestedRegion', 'eu-*'))) },
  ],
  [
    'the principal is a service-linked role',
    {
      iam: { name: 'AttachRolePolicy', roleName: 'deploy', policyArn: ADMIN },
      to: role('deploy', {
        attached: [],
        path: '/aws-service-role/x/',
        arn: `arn:aws:iam::${ACCOUNT}:role/aws-service-role/x/deploy`,
      }),
      organization: COMPANY,
    },
  ],
  [
    'only an RCP denies what the policies of a principal give, which also reach resources of others',
    { iam: put(allow('s3:PutObject')), organization: withRcp(denying('s3:*', { Principal: '*' })) },
  ],
  [
    'strangers are let in, whose service-linked roles no RCP restricts',
    { iam: lettingIn('999988887777'), organization: withRcp(denying('sts:AssumeRole', { Principal: '*' })) },
  ],
];

describe('an excess that guardrails of the organization keep back', () => {
  test.each(KEPT_BACK)('is told, at low severity, and not held: %s', (_, grant, why) => {
    const [finding, ...others] = found(grant);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ severity: 'low', response: { kind: 'alert' } });
    expect(finding?.reasons[0]?.rule).toBe('kept-back');
    expect(finding?.reasons[0]?.detail).toContain(why);
  });

  test.each(USABLE)('is one like any other where %s', (_, grant) => {
    const as = ({ kind, severity, excess, response }: Finding) => ({ kind, severity, excess, response });
    const { organization: _organization, ...unlimited } = grant;
    expect(found(grant).map(as)).toEqual(found(unlimited).map(as));
    expect(found(grant).some(isKeptBack)).toBe(false);
  });

  test('is still what it was without guardrails: the same excess, of the same kind, never nothing', () => {
    for (const [, grant] of KEPT_BACK) {
      const { organization: _, ...unlimited } = grant;
      const what = ({ id, kind, excess, witness }: Finding) => ({ id, kind, excess, witness });
      expect(found(grant).map(what)).toEqual(found(unlimited).map(what));
      expect(found(unlimited)[0]).toMatchObject({ response: { kind: 'hold' } });
    }
  });

  test('is another one in a sweep once nothing keeps it back any more', () => {
    const standing = (organization: Organization) => {
      const grant = { iam: STOPS, organization };
      return assessAccess({
        ...question(grant),
        pair: { before: afterGrant(grant), after: afterGrant(grant) },
        call: undefined,
      });
    };
    const [back] = standing(COMPANY);
    const [loose] = standing(withOnly(FULL));
    expect(back).toMatchObject({ kind: 'standing-excess', severity: 'low' });
    expect(loose).toMatchObject({ kind: 'standing-excess', severity: 'high', excess: back?.excess });
    expect(loose?.id).not.toBe(back?.id);
  });
});

test('a key that somebody makes for another user is held, whatever keeps back what it opens', () => {
  const iam: IamCall = { name: 'CreateAccessKey', userName: 'ci', accessKeyId: 'AKIAEXAMPLE' };
  const ci = user('ci', { attached: [], inline: new Map([['stop', allow('cloudtrail:StopLogging')]]) });
  const [finding] = assessAccess({
    ...question({ iam: STOPS, organization: COMPANY }),
    pair: { before: account(ci), after: account(ci) },
    principalArn: ci.arn,
    call: call({ name: iam.name, change: { kind: 'access', iam } }),
  });
  expect(finding).toMatchObject({ kind: 'credential-created', severity: 'high', response: { kind: 'hold' } });
});

describe('an excess of which guardrails keep back a part', () => {
  const [finding] = found({
    iam: { name: 'AttachRolePolicy', roleName: 'deploy', policyArn: ADMIN },
    organization: COMPANY,
  });

  test('is held as a whole', () => {
    expect(finding).toMatchObject({
      severity: 'critical',
      response: { kind: 'hold', plan: { kind: 'exact-inverse', calls: [{ name: 'DetachRolePolicy' }] } },
    });
  });

  test('is shown by a request that the guardrails let through', () => {
    const held = policySetOf(
      afterGrant({ iam: { name: 'AttachRolePolicy', roleName: 'deploy', policyArn: ADMIN } }),
      DEPLOY.arn,
    );
    const witness = finding?.witness;
    if (held === undefined || witness === null || witness === undefined) throw new Error('nothing was found');
    const limited = underAccountGuardrails(held, accountGuardrailsOf(COMPANY, ACCOUNT));
    expect(decide(limited, witness).decision).toBe('allow');
  });

  test('says what a restore gives back besides', () => {
    const { detail } = finding?.reasons.find(({ rule }) => rule === 'partly-kept-back') ?? {};
    expect(detail).toContain('a restore gives back too');
  });
});

test('what only AWS allows everything by, and levels of which nothing is known, limit nobody', () => {
  expect(accountGuardrailsOf(withOnly(FULL, RCP_FULL), ACCOUNT)).toBeUndefined();
  expect(accountGuardrailsOf(UNKNOWN_ORGANIZATION, ACCOUNT)).toBeUndefined();
  expect(accountGuardrailsOf({ ...COMPANY, policies: new Map() }, ACCOUNT)).toBeUndefined();
});
