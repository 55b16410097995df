import type { JsonObject } from '../../json.ts';
import type { PolicyReference } from '../permission-set.ts';
import type { KnownPermissionSet } from './identity-center-state.ts';

/** What a permission set gives, with all that it refers to, at one moment: what people sign of a restore, as plain JSON. */
export interface GivenSet {
  /** In an account, references are the ARNs of that account's own policies. */
  readonly set: KnownPermissionSet;
  /** Where; absent: wherever it is provisioned. */
  readonly accounts?: readonly string[];
  /** What it refers to, by ARN; null: not known. */
  readonly documents: JsonObject;
  /** The class whose standard counts besides; absent: none. */
  readonly class?: string;
}

/** Whether a set refers to policies of which each account has its own. */
export function isOfEachAccount({ customerManaged, boundary }: KnownPermissionSet): boolean {
  return customerManaged.length > 0 || (boundary !== undefined && 'customerManaged' in boundary);
}

/** A set with an account's own policies in the place of the references to them. */
export function setInAccount(
  { customerManaged, boundary, ...set }: KnownPermissionSet,
  account: string,
): KnownPermissionSet {
  const arnOf = ({ path, name }: PolicyReference): string =>
    `arn:${set.arn.split(':')[1] ?? 'aws'}:iam::${account}:policy${path}${name}`;
  const managed = [...set.managed, ...customerManaged.map(arnOf)];
  const own =
    boundary !== undefined && 'customerManaged' in boundary ? { managed: arnOf(boundary.customerManaged) } : boundary;
  return { ...set, managed, customerManaged: [], ...(own === undefined ? {} : { boundary: own }) };
}
