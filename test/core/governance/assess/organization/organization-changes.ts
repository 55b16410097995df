import { type Organization, UNKNOWN_ORGANIZATION } from '../../../../../lib/core/account/organization/organization.ts';
import type { OrganizationCall } from '../../../../../lib/core/account/organization/organization-call.ts';
import { UNKNOWN_DOCUMENT } from '../../../../../lib/core/account/stored-document.ts';
import type { Call } from '../../../../../lib/core/activity/call.ts';
import { allowing, attachedTo, COMPANY, denying, DEV, FULL, MANAGEMENT, PROD, PROD_TOO } from '../../organizations.ts';

/** A call of Organizations, and what is known of the organization. */
export interface Made {
  readonly call: OrganizationCall;
  /** What is known before; absent: the company. */
  readonly known?: Organization;
  readonly members?: Partial<Call>;
}

/** Calls that take a policy from a place, */
export const detach = (policyId: string, targetId: string): OrganizationCall => ({
  name: 'DetachPolicy',
  policyId,
  targetId,
});

/** give it one, */
const attach = (policyId: string, targetId: string): OrganizationCall => ({
  name: 'AttachPolicy',
  policyId,
  targetId,
});

/** or write it anew. */
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

/** The company with more policies attached. */
export const withMore = (more: Parameters<typeof attachedTo>[0]): Organization => ({
  ...COMPANY,
  attached: attachedTo(more),
});

/** What a call lets go: the accounts, and an action that is in excess in each. */
export const LOOSENING: readonly (readonly [string, Made, readonly string[], string])[] = [
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

/** Calls after which nobody may do more than before. */
export const HARMLESS: readonly (readonly [string, Made])[] = [
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

/** What nobody has told of before the call. */
export const UNKNOWN: readonly (readonly [string, Made, 'undetermined' | 'none'])[] = [
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
