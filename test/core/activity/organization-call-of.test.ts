import { describe, expect, test } from '@jest/globals';
import { changesOf } from '../../../lib/core/activity/call.ts';
import { organizationCallOf } from '../../../lib/core/activity/organization-call-of.ts';
import { readCall } from '../../../lib/core/activity/read-call.ts';
import type { JsonObject, JsonValue } from '../../../lib/core/json.ts';
import { recordOf } from './records.ts';

const document = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'iam:*', Resource: '*' }] };
const content = JSON.stringify(document);

function organizationCall(eventName: string, members: JsonObject) {
  const reading = readCall(recordOf({ eventSource: 'organizations.amazonaws.com', eventName, ...members }));
  if (reading.kind !== 'call') throw new Error(`${eventName} is ${reading.kind}`);
  const [change] = changesOf(reading.call);
  if (change?.kind !== 'organization') throw new Error(`${eventName} changes ${change?.kind}`);
  return organizationCallOf(reading.call, change);
}

const asked = (requestParameters: JsonValue): JsonObject => ({ requestParameters });

/** Records as Organizations writes them, and what is read of them. Parameters: Organizations API reference. */
const RECORDS: readonly (readonly [string, JsonObject, JsonObject])[] = [
  ['AttachPolicy', asked({ policyId: 'p-1', targetId: 'r-1' }), { policyId: 'p-1', targetId: 'r-1' }],
  ['DetachPolicy', asked({ policyId: 'p-1', targetId: '111122223333' }), { policyId: 'p-1', targetId: '111122223333' }],
  ['DetachPolicy', asked({ PolicyId: 'p-1', TargetId: 'ou-1' }), { policyId: 'p-1', targetId: 'ou-1' }],
  [
    'CreatePolicy',
    {
      requestParameters: { content, description: 'd', name: 'n', type: 'SERVICE_CONTROL_POLICY' },
      responseElements: { policy: { policySummary: { id: 'p-2', name: 'n' } } },
    },
    { policy: { id: 'p-2', name: 'n', type: 'SERVICE_CONTROL_POLICY', document } },
  ],
  ['UpdatePolicy', asked({ policyId: 'p-1', content }), { policyId: 'p-1', change: { document } }],
  ['UpdatePolicy', asked({ policyId: 'p-1', name: 'm' }), { policyId: 'p-1', change: { name: 'm' } }],
  ['UpdatePolicy', asked({ policyId: 'p-1', content: '{' }), { policyId: 'p-1', change: { document: '{' } }],
  ['DeletePolicy', asked({ policyId: 'p-1' }), { policyId: 'p-1' }],
  [
    'DisablePolicyType',
    asked({ rootId: 'r-1', policyType: 'SERVICE_CONTROL_POLICY' }),
    { rootId: 'r-1', type: 'SERVICE_CONTROL_POLICY' },
  ],
  [
    'MoveAccount',
    asked({ accountId: '111122223333', sourceParentId: 'ou-1', destinationParentId: 'r-1' }),
    { account: '111122223333', from: 'ou-1', to: 'r-1' },
  ],
  ['RemoveAccountFromOrganization', asked({ accountId: '111122223333' }), { account: '111122223333' }],
  ['LeaveOrganization', asked(null), { name: 'RemoveAccountFromOrganization' }],
];

describe('a record of Organizations', () => {
  test.each(RECORDS)('%s %j is read', (name, members, wanted) => {
    expect(organizationCall(name, members)).toMatchObject({ name, ...wanted });
  });

  test.each([
    ['DetachPolicy', asked({ policyId: 'p-1' })],
    ['MoveAccount', asked({ accountId: '111122223333' })],
    ['CreatePolicy', asked({ content })],
    ['DisablePolicyType', asked(null)],
    ['EnableAllFeatures', asked({})],
    ['RegisterDelegatedAdministrator', asked({ accountId: '111122223333', servicePrincipal: 'sso.amazonaws.com' })],
  ])('%s %j is no call of the model', (name, members) => {
    expect(organizationCall(name, members)).toBeUndefined();
  });
});
