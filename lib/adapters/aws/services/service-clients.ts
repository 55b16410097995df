import { IdentitystoreClient } from '@aws-sdk/client-identitystore';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { SSOAdminClient } from '@aws-sdk/client-sso-admin';
import type { CallBudget } from '../call-budget.ts';
import { controlPlaneOf } from '../control-plane.ts';
import type { MemberClients, MemberRole } from '../member-clients.ts';
import { SsoAsking } from '../sso-asking.ts';
import type { ServiceClients } from './aws-service-enforcer.ts';
import { openPolicyStore } from './policy-stores.ts';

/** As which role, and where, calls of holds and restores are made. */
export interface ServiceReach {
  readonly role: Extract<MemberRole, 'Holder' | 'Restorer'>;
  readonly members: Pick<MemberClients, 'credentials'>;
  readonly partition: string;
  /** The home Region of Identity Center; undefined: it is not in use, as far as this deployment knows. */
  readonly identityCenterRegion: string | undefined;
  readonly budget: CallBudget;
}

/**
 * Clients that act as a role of the account that they are for, in sessions that name the finding; above the accounts as the
 * function itself, which stands in the account that AWS trusts with the organization and Identity Center.
 */
export function serviceClients(reach: ServiceReach): ServiceClients {
  const { role, members, partition, identityCenterRegion, budget } = reach;
  const planes = controlPlaneOf(partition);
  const retryMode = 'adaptive';
  const center = { region: identityCenterRegion ?? planes.iam, retryMode };
  const asking = new SsoAsking({
    sso: new SSOAdminClient(center),
    identityStore: new IdentitystoreClient(center),
    budget,
  });
  const organizations = new OrganizationsClient({ region: planes.organizations, retryMode });
  return {
    identityCenter: asking,
    organizations,
    policies({ account, service, region, findingId }) {
      const credentials = () => members.credentials(account, role, findingId);
      return openPolicyStore(service, { region, retryMode, credentials }, budget);
    },
    async statements({ account, region, findingId }) {
      const { functionStatements } = await import('./function-statements.ts');
      const credentials = () => members.credentials(account, role, findingId);
      return functionStatements({ region, retryMode, credentials }, budget);
    },
  };
}
