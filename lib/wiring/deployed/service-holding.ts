import { AwsServiceEnforcer } from '../../adapters/aws/services/aws-service-enforcer.ts';
import { serviceClients } from '../../adapters/aws/services/service-clients.ts';
import type { ServiceEnforcer } from '../../ports/enforcer.ts';
import type { Base } from './base.ts';
import type { Reach } from './reach.ts';

/** Makes calls of other services than IAM: in the accounts in a role, and above them as the function itself. */
export function openServiceEnforcer(
  role: 'Holder' | 'Restorer',
  { environment, partition, pause }: Base,
  { clients: members, budget }: Reach,
): ServiceEnforcer {
  const { identityCenter: identityCenterRegion } = environment;
  const clients = serviceClients({ role, members, partition, identityCenterRegion, budget });
  return new AwsServiceEnforcer({ clients, budget, pause });
}
