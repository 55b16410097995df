import type { Attachments, Organization } from '../../../lib/core/account/organization/organization.ts';
import type { JsonObject, JsonValue } from '../../../lib/core/json.ts';

/** The management account, */
export const MANAGEMENT = '999900001111';
/** an account of production, */
export const PROD = '111122223333';
/** another one, */
export const PROD_TOO = '444455556666';
/** and one of development. */
export const DEV = '777788889999';

/** The SCP of AWS that allows everything, */
export const FULL = 'p-FullAWSAccess';
/** and the RCP that does. */
export const RCP_FULL = 'p-RCPFullAWSAccess';

/** A policy of the organization that denies an action. */
export function denying(action: JsonValue, more: JsonObject = {}): JsonObject {
  return { Version: '2012-10-17', Statement: [{ Sid: 'No', Effect: 'Deny', Action: action, Resource: '*', ...more }] };
}

/** A policy of the organization that allows an action. */
export function allowing(action: JsonValue): JsonObject {
  return { Version: '2012-10-17', Statement: [{ Sid: 'Only', Effect: 'Allow', Action: action, Resource: '*' }] };
}

const NO_LEAVING = denying(['organizations:LeaveOrganization', 'cloudtrail:StopLogging']);
const NO_REGIONS = denying('*', { Condition: { StringNotEquals: { 'aws:RequestedRegion': 'eu-central-1' } } });
const NO_STRANGERS = denying('s3:*', {
  Principal: '*',
  Condition: { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-example' } },
});

const SCP = 'SERVICE_CONTROL_POLICY';
const RCP = 'RESOURCE_CONTROL_POLICY';

/** Policies of these ids, types and documents. */
export const POLICIES: Organization['policies'] = new Map(
  [
    { id: 'p-leaving', name: 'DenyLeaving', type: SCP, document: NO_LEAVING },
    { id: 'p-regions', name: 'DenyRegions', type: SCP, document: NO_REGIONS },
    { id: 'p-few', name: 'AllowFew', type: SCP, document: allowing(['s3:*', 'ec2:*']) },
    { id: 'p-strangers', name: 'DenyStrangers', type: RCP, document: NO_STRANGERS },
    { id: 'p-tags', name: 'Tags', type: 'TAG_POLICY', document: { tags: {} } },
  ].map((policy) => [policy.id, policy]),
);

/** A root with the management account and two units: production (two accounts, no leaving, no strangers) and development. */
export const COMPANY: Organization = {
  coverage: 'whole',
  managementAccount: MANAGEMENT,
  parents: new Map([
    ['ou-prod', 'r-root'],
    ['ou-dev', 'r-root'],
    [MANAGEMENT, 'r-root'],
    [PROD, 'ou-prod'],
    [PROD_TOO, 'ou-prod'],
    [DEV, 'ou-dev'],
  ]),
  attached: attachedTo({ 'ou-prod': ['p-leaving', 'p-strangers', 'p-tags'] }),
  policies: POLICIES,
  disabled: new Set(),
};

/** What is attached besides the policies that allow everything. */
export function attachedTo(more: Readonly<Record<string, readonly string[]>>): ReadonlyMap<string, Attachments> {
  const places = ['r-root', 'ou-prod', 'ou-dev', MANAGEMENT, PROD, PROD_TOO, DEV];
  return new Map(places.map((place) => [place, { policies: [FULL, RCP_FULL, ...(more[place] ?? [])].sort() }]));
}
