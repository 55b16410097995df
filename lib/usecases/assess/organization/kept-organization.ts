import type { Organization } from '../../../core/account/organization/organization.ts';
import { organizationFromJson, organizationToJson } from '../../../core/account/organization/organization-json.ts';
import { canonicalText } from '../../../core/digest.ts';
import type { Instant } from '../../../core/instant.ts';
import type { JsonValue } from '../../../core/json.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Keepsake, Keepsakes } from '../../../ports/keepsakes.ts';
import type { OrganizationReader } from '../../../ports/organization-reader.ts';
import { StoreFault } from '../../../ports/store-fault.ts';
import { keepAllPolicies } from './policies-seen.ts';

const NAME = 'organization';

/** Kept where the organization was read, and it is not sure that it is as it was read. */
const UNSURE: JsonValue = null;

/** An organization, and when it was read. */
export interface ReadOrganization {
  readonly organization: Organization;
  readonly readAt: Instant;
}

/** What was read so long ago says nothing any more, in milliseconds: sweeps read it several times as often. */
const LONGEST_KEPT = 24 * 3_600_000;

/** Where the organization was kept when it was last read. */
export interface KnownOrganizationDeps {
  readonly clock: Clock;
  /** Absent: nothing is known of the organization. */
  readonly keepsakes?: Pick<Keepsakes, 'last'>;
}

/** The organization as it was read last; undefined: never within a day, or it was about to change. */
export async function knownOrganization(deps: KnownOrganizationDeps): Promise<ReadOrganization | undefined> {
  const { clock, keepsakes } = deps;
  const kept = await keepsakes?.last(NAME);
  if (kept === undefined || kept.value === UNSURE || clock.now() - kept.seenAt > LONGEST_KEPT) return undefined;
  const read = organizationFromJson(kept.value);
  if (read.ok) return { organization: read.value, readAt: kept.seenAt };
  throw new StoreFault('CORRUPT', `the keepsake "${NAME}" is damaged: ${read.error.place}: ${read.error.detail}`);
}

/** Where the organization is read, and where it is kept. */
export interface KeepOrganizationDeps {
  readonly organization: OrganizationReader;
  readonly keepsakes: Keepsakes;
  readonly clock: Clock;
}

/** Reads the organization, and keeps it with what its policies say; undefined: there is none. */
export async function readAndKeepOrganization(deps: KeepOrganizationDeps): Promise<ReadOrganization | undefined> {
  const { organization: reader, keepsakes, clock } = deps;
  const readAt = clock.now();
  const organization = await reader.organization();
  if (organization === undefined) return undefined;
  const read = { organization, readAt };
  await keepOrganization(read, keepsakes);
  await keepAllPolicies(read, keepsakes);
  return read;
}

/** Keeps an organization as it was read, unless it was read again since. */
async function keepOrganization(
  { organization, readAt }: ReadOrganization,
  keepsakes: Keepsakes | undefined,
): Promise<void> {
  await keepUnlessLater({ value: organizationToJson(organization), seenAt: readAt }, keepsakes);
}

/**
 * Keeps an organization as it was read after a call, if it shows what the call made of it. Else the call is not shown yet, or
 * others came after it, and what limits accounts is not known until it is read again.
 */
export async function keepOrganizationAfter(
  made: Organization,
  { organization, readAt }: ReadOrganization,
  keepsakes: Keepsakes | undefined,
): Promise<void> {
  const isShown = limitsText(organization) === limitsText(made);
  const value = isShown ? organizationToJson(organization) : UNSURE;
  await keepUnlessLater({ value, seenAt: readAt }, keepsakes);
}

/** All by which an organization limits accounts: who left it, and policies that are attached to nothing, do not. */
function limitsText(organization: Organization): string {
  const attached = new Set([...organization.attached.values()].flatMap(({ policies }) => policies));
  const policies = new Map([...organization.policies].filter(([id]) => attached.has(id)));
  return canonicalText(organizationToJson({ ...organization, policies, left: new Set() }));
}

async function keepUnlessLater(keepsake: Keepsake, keepsakes: Keepsakes | undefined): Promise<void> {
  const kept = await keepsakes?.last(NAME);
  if (kept === undefined || kept.seenAt <= keepsake.seenAt) await keepsakes?.keep(NAME, keepsake);
}
