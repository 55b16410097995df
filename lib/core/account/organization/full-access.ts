import type { JsonObject } from '../../json.ts';
import type { OrganizationPolicy } from './organization.ts';

const allowAll = (principal: JsonObject): JsonObject => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', ...principal, Action: '*', Resource: '*' }],
});

/**
 * The policies of AWS's own that allow everything, and that are attached everywhere when their type is enabled.
 * Source: AWS Organizations user guide, "SCP evaluation", "RCP evaluation".
 */
export const FULL_ACCESS: readonly (OrganizationPolicy & { readonly type: string })[] = [
  {
    id: 'p-FullAWSAccess',
    name: 'FullAWSAccess',
    type: 'SERVICE_CONTROL_POLICY',
    document: allowAll({}),
  },
  {
    id: 'p-RCPFullAWSAccess',
    name: 'RCPFullAWSAccess',
    type: 'RESOURCE_CONTROL_POLICY',
    document: allowAll({ Principal: '*' }),
  },
];
