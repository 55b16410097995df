import type { Organization } from '../core/account/organization/organization.ts';

/** Reads the organization as it is now. */
export interface OrganizationReader {
  /**
   * Its tree, its service and resource control policies and what they are attached to, as a whole; undefined: there is no
   * organization.
   */
  organization(): Promise<Organization | undefined>;
}
