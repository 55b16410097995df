import type { JsonObject } from '../../lib/core/json.ts';
import { ACCOUNT, allow } from '../usecases/company.ts';
import { denying } from '../core/governance/organizations.ts';

const scp = (id: string, action: string) => ({ id, type: 'SERVICE_CONTROL_POLICY', document: denying(action) });
const full = { id: 'p-FullAWSAccess', type: 'SERVICE_CONTROL_POLICY', document: allow('*') };

/** A policy that denies, and allows all the rest. */
const denyingBeside = (action: string) => ({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: '*', Resource: '*' },
    { Effect: 'Deny', Action: action, Resource: '*' },
  ],
});

/** Production is limited by a policy that denies and allows; there is another that allows little, and is attached nowhere yet. */
export const ALLOWING: JsonObject = {
  coverage: 'whole',
  id: 'o-exampleorgid',
  managementAccount: '999900001111',
  places: [
    { id: 'r-root', policies: [full.id] },
    { id: 'ou-prod', parent: 'r-root', policies: [full.id, 'p-1'] },
    { id: ACCOUNT, parent: 'ou-prod', policies: [full.id] },
  ],
  policies: [
    full,
    { id: 'p-1', type: 'SERVICE_CONTROL_POLICY', document: denyingBeside('cloudtrail:*') },
    { id: 'p-little', type: 'SERVICE_CONTROL_POLICY', document: allow('ec2:*') },
  ],
  disabled: ['RESOURCE_CONTROL_POLICY'],
};

/** Production is limited by two policies, development by one of them. */
export const TWO_UNITS: JsonObject = {
  coverage: 'whole',
  id: 'o-exampleorgid',
  managementAccount: '999900001111',
  places: [
    { id: 'r-root', policies: [full.id] },
    { id: 'ou-prod', parent: 'r-root', policies: [full.id, 'p-1', 'p-2'] },
    { id: 'ou-dev', parent: 'r-root', policies: [full.id, 'p-2'] },
    { id: ACCOUNT, parent: 'ou-prod', policies: [full.id] },
  ],
  policies: [full, scp('p-1', 'cloudtrail:*'), scp('p-2', 'config:*')],
  disabled: ['RESOURCE_CONTROL_POLICY'],
};
