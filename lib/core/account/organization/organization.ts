import type { JsonValue } from '../../json.ts';

/** What limits principals (SCP) or resources (RCP) of whole accounts, by the name that Organizations has for its type. */
export const GUARDRAIL_TYPES = ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'] as const;

/** A type of policy that limits accounts. */
export type GuardrailType = (typeof GUARDRAIL_TYPES)[number];

/** A policy of the organization, of any type. */
export interface OrganizationPolicy {
  /** `p-examplepolicyid`. */
  readonly id: string;
  /** Absent where nobody has told. */
  readonly name?: string;
  /** `SERVICE_CONTROL_POLICY`, `TAG_POLICY` …; absent where nobody has told: it may be one that limits access. */
  readonly type?: string;
  /** Parsed; `UNKNOWN_DOCUMENT` where nobody has seen it. */
  readonly document: JsonValue;
}

/** The policies that are attached to the root, a unit or an account itself. */
export interface Attachments {
  /** Their ids, sorted. */
  readonly policies: readonly string[];
  /** Known only from calls: there may be more. */
  readonly seenOnlyInCalls?: true;
}

/** What is known of an organization: its tree, and the policies that its accounts are under. Immutable. */
export interface Organization {
  /** `partial`: what is not listed here may still exist. */
  readonly coverage: 'whole' | 'partial';
  /** `o-exampleorgid`; absent: not known. */
  readonly id?: string;
  /** No policy limits it; absent: not known. */
  readonly managementAccount?: string;
  /** The id of the root or unit right above, by the id of each unit and account; the root has none. */
  readonly parents: ReadonlyMap<string, string>;
  /** By the id of the root, unit or account. */
  readonly attached: ReadonlyMap<string, Attachments>;
  /** By id. */
  readonly policies: ReadonlyMap<string, OrganizationPolicy>;
  /** Types of policies that are not enabled, so that none of them counts. */
  readonly disabled: ReadonlySet<string>;
  /** Accounts that were in it and are not any more: nothing of it limits them. */
  readonly left?: ReadonlySet<string>;
}

/** An organization of which nobody has told anything. */
export const UNKNOWN_ORGANIZATION: Organization = {
  coverage: 'partial',
  parents: new Map(),
  attached: new Map(),
  policies: new Map(),
  disabled: new Set(),
};

/** Whether an id is one of an account; roots are `r-…`, units `ou-…`. */
export function isAccountId(id: string): boolean {
  return /^[0-9]{12}$/.test(id);
}

/** Whether an id is one of the root of an organization, which has nothing above it. */
export function isRootId(id: string): boolean {
  return id.startsWith('r-');
}

/** Ids of the accounts that are known to be in an organization. */
export function membersOf({ managementAccount, parents }: Organization): readonly string[] {
  const known = [...parents.keys()].filter(isAccountId);
  return managementAccount === undefined ? known : [...new Set([managementAccount, ...known])];
}

/** The ids of all that policies can be attached to, as far as they are known: root, units, accounts. */
export function placesIn({ parents, attached }: Organization): readonly string[] {
  return [...new Set([...parents.keys(), ...parents.values(), ...attached.keys()])];
}
