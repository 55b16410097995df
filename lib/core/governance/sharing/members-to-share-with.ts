import { membersOf, type Organization } from '../../account/organization/organization.ts';
import type { Governance } from '../standards/standards.ts';

/** Ids of the accounts of an organization, where it is one with which resources may be shared; else none. */
export function membersToShareWith(
  { sharing }: Pick<Governance, 'sharing'>,
  organization: Organization | undefined,
): readonly string[] {
  const isNamed = organization?.id !== undefined && sharing.organizations.includes(organization.id);
  return isNamed ? membersOf(organization) : [];
}
