import { OPERATOR_ARN, TRAIL_ARN } from '../lib/core/governance/guardrail/guarded-names.ts';
import type * as z from 'zod';
import { err, ok, type Result } from '../lib/core/result.ts';
import type { Partition } from './partitions.ts';
import { list, text } from './setting-forms.ts';

/** What a deployment to an organization is told besides. */
export interface OrganizationSettings {
  /** `o-…` */
  readonly id: string;
  /** Where the hub stands: a member account that is the delegated administrator of StackSets. */
  readonly hubAccount: string;
  readonly managementAccount: string;
  /** Ids of the root (`r-…`) or of units (`ou-…`) whose accounts are watched, those to come as well. */
  readonly units: readonly string[];
  /** Ids of the root, of units or of accounts that the guardrail is attached to; empty: it is not deployed. */
  readonly guardrailTargets: readonly string[];
  /** ARN patterns of roles that may bring dead letters back under the guardrail. */
  readonly operators: readonly string[];
  /** ARNs of trails that the guardrail protects. */
  readonly trails: readonly string[];
}

const ACCOUNT = 'an account id of 12 digits';

/** Keys of the settings file that only an organization has. */
export const organizationShape = {
  organization: text(/^o-[a-z0-9]{10,32}$/, 'the id of an organization, o-…').optional(),
  hubAccount: text(/^\d{12}$/, ACCOUNT).optional(),
  managementAccount: text(/^\d{12}$/, ACCOUNT).optional(),
  units: list(
    /^(r-[a-z0-9]{4,32}|ou-[a-z0-9]{4,32}-[a-z0-9]{8,32})$/,
    'ids of the root or of organizational units, separated by commas',
  ).default([]),
  guardrailTargets: list(
    /^(r-[a-z0-9]{4,32}|ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}|\d{12})$/,
    'ids of the root, of organizational units or of accounts, separated by commas',
  ).default([]),
  operators: list(
    OPERATOR_ARN,
    'ARNs of roles with their account, in which * stands for any text, separated by commas',
  ).default([]),
  trails: list(TRAIL_ARN, 'ARNs of trails, separated by commas').default([]),
};

/** The context keys of an organization as they are written: all optional. */
export type OrganizationFields = z.infer<z.ZodObject<typeof organizationShape>>;

/** A key that an organization needs and that has no value, or one that does not go with another. */
export interface OrganizationProblem {
  readonly key: keyof OrganizationFields | 'accounts';
  readonly got: string;
  readonly expected: string;
}

/** The settings of an organization from its fields, each of which is well formed. Refused with every problem found. */
export function organizationOf(
  fields: OrganizationFields & { readonly accounts: readonly string[] },
  { name, stackSets }: Partition,
): Result<OrganizationSettings, readonly OrganizationProblem[]> {
  const { organization: id, hubAccount, managementAccount, units, guardrailTargets, operators, trails } = fields;
  const needed: readonly (keyof OrganizationFields)[] = ['organization', 'hubAccount', 'managementAccount', 'units'];
  const missing = needed
    .filter((key) => fields[key] === undefined || fields[key].length === 0)
    .map((key) => ({ key, got: 'got nothing', expected: 'a value, as ambit:layout is organization' }));
  if (id === undefined || hubAccount === undefined || managementAccount === undefined || missing.length > 0)
    return err(missing);
  if (hubAccount === managementAccount) {
    // nothing limits the management account, so whoever could do anything there could undo all that Ambit does
    const expected = 'an account that service control policies bind, so not the management account';
    return err([{ key: 'hubAccount', got: `got ${hubAccount}`, expected }]);
  }
  if (stackSets === 'self-managed' && fields.accounts.length === 0) {
    const expected = `the ids of the members: CloudFormation does not know them by itself in ${name}`;
    return err([{ key: 'accounts', got: 'got nothing', expected }]);
  }
  return ok({ id, hubAccount, managementAccount, units, guardrailTargets, operators, trails });
}

/** The name of the stack set of the members: their stacks are called `StackSet-NAME-ID`. */
export function membersName(prefix: string): string {
  return `${prefix}Members`;
}
