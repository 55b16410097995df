import { IdentitystoreClient } from '@aws-sdk/client-identitystore';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { SSOAdminClient } from '@aws-sdk/client-sso-admin';
import type { CallBudget } from '../../adapters/aws/call-budget.ts';
import { controlPlaneOf } from '../../adapters/aws/control-plane.ts';
import { IdentityCenterReader } from '../../adapters/aws/identity-center-reader.ts';
import { WholeOrganization } from '../../adapters/aws/whole-organization.ts';
import type { IdentityCenter } from '../../ports/identity-center.ts';
import type { OrganizationReader } from '../../ports/organization-reader.ts';

/** Where, and within what, the organization and Identity Center are read: by the function's own role. */
export interface Observing {
  readonly partition: string;
  readonly budget: CallBudget;
}

/** The organization that the hub's account may describe. */
export function openWholeOrganization({ partition, budget }: Observing): OrganizationReader {
  const region = controlPlaneOf(partition).organizations;
  return new WholeOrganization(new OrganizationsClient({ region, retryMode: 'adaptive' }), budget);
}

/** Identity Center of the organization, in its home Region. */
export function openIdentityCenter({ region, budget }: Observing & { readonly region: string }): IdentityCenter {
  const config = { region, retryMode: 'adaptive' };
  return new IdentityCenterReader({
    sso: new SSOAdminClient(config),
    identityStore: new IdentitystoreClient(config),
    budget,
  });
}
