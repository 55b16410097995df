import type { JsonValue } from '../../json.ts';
import { type IdentityCenterState, UNKNOWN_IDENTITY_CENTER } from '../identity-center/identity-center-state.ts';
import { type Organization, UNKNOWN_ORGANIZATION } from '../organization/organization.ts';

/** What other services than IAM keep of who may do what. Immutable. */
export interface Services {
  readonly identityCenter: IdentityCenterState;
  /** ARNs of permission sets whose roles in the accounts do not hold yet what the sets hold. */
  readonly unprovisioned: ReadonlySet<string>;
  readonly organization: Organization;
  /** The policies of resources, by ARN; what is not here has none. */
  readonly policies: ReadonlyMap<string, JsonValue>;
}

/** Services in which nothing was made yet. */
export const NO_SERVICES: Services = {
  identityCenter: UNKNOWN_IDENTITY_CENTER,
  unprovisioned: new Set(),
  organization: UNKNOWN_ORGANIZATION,
  policies: new Map(),
};
