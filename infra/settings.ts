import { PREFIX } from '../lib/core/governance/guardrail/guarded-names.ts';
import * as z from 'zod';
import { err, ok, type Result } from '../lib/core/result.ts';
import { didYouMean } from '../lib/core/suggest.ts';
import { identityOf, type IdentitySettings, identityShape } from './identity-settings.ts';
import { organizationOf, type OrganizationSettings, organizationShape } from './organization-settings.ts';
import { type Partition, partitionOfRegion } from './partitions.ts';
import { list } from './setting-forms.ts';
import type { WatchedSessions } from './session-rule.ts';

/** What a deployment is told: read from CDK's context, where each key is written `ambit:KEY`. */
export interface Settings {
  /** Start of the names of everything that is deployed; the roles in watched accounts are `PREFIXObserver` and so on. */
  readonly prefix: string;
  readonly layout: 'one-account' | 'organization';
  readonly partition: Partition;
  readonly hubRegion: string;
  /** Regions with rules that watch, the hub's first; each once. */
  readonly watchedRegions: readonly string[];
  /** Account ids that Ambit looks after; empty: all that it hears of. */
  readonly accounts: readonly string[];
  readonly mode: 'observe' | 'warn' | 'enforce';
  /** Path of the governance file, from the working directory; undefined: the one that ships with Ambit. */
  readonly standards: string | undefined;
  /** Folder of the functions' entries. */
  readonly entries: string;
  /** How long nobody can delete a piece of evidence. */
  readonly evidenceRetentionDays: number;
  readonly logRetentionDays: number;
  /** The home Region of Identity Center, if the hub's account may read it. */
  readonly identityCenterRegion: string | undefined;
  /** Bucket of a trail's log files, which the reconciler then reads instead of CloudTrail's API. */
  readonly trailBucket: string | undefined;
  /** Who gets findings and alarms by mail. */
  readonly alertEmails: readonly string[];
  /** Whether functions that must not be starved get concurrency of their own, which small account quotas do not allow. */
  readonly reserveConcurrency: boolean;
  /** Whether CloudFormation asks before it changes something where an environment is guarded. */
  readonly gate: 'on' | 'off';
  /** Whether every session that somebody begins is delivered (`AssumeRole`, sign-ins), or those that agents begin. */
  readonly sessions: WatchedSessions;
  /** Undefined: the layout is one account. */
  readonly organization: OrganizationSettings | undefined;
  /** Undefined: there is no console. */
  readonly identity: IdentitySettings | undefined;
}

/** One setting that cannot be used. */
export interface SettingsProblem {
  /** As it is written: `ambit:mode`. */
  readonly key: string;
  readonly got: string;
  readonly expected: string;
}

/** One problem as a line for people. */
export function describeSettingsProblem({ key, got, expected }: SettingsProblem): string {
  return `${key}: ${got}, expected ${expected}; set it in cdk.json under "context", or with -c ${key}=VALUE`;
}

const KEY = 'ambit:';

/** Days that CloudWatch Logs can keep a log group. Source: CloudWatch Logs API reference, PutRetentionPolicy. */
const LOG_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const days = (most: number) => {
  const expected = `a whole number of days from 1 to ${most}`;
  return z.coerce.number(expected).int(expected).min(1, expected).max(most, expected);
};

const REGION = /^[a-z]{2}(?:-[a-z]+)+-\d$/;
const REGION_FORM = 'a Region of AWS, such as eu-west-1';
const SWITCH = 'true or false';

const schema = z.strictObject({
  prefix: z
    .string('a name')
    .regex(PREFIX, 'a name of 2 to 16 letters and digits that begins with a capital letter')
    .default('Ambit'),
  layout: z.enum(['one-account', 'organization'], 'one-account or organization').default('one-account'),
  hubRegion: z.string(REGION_FORM).regex(REGION, REGION_FORM).optional(),
  regions: list(REGION, 'Regions of AWS, separated by commas').default([]),
  identityCenterRegion: z.string(REGION_FORM).regex(REGION, REGION_FORM).optional(),
  accounts: list(/^\d{12}$/, 'account ids of 12 digits, separated by commas').default([]),
  mode: z.enum(['observe', 'warn', 'enforce'], 'observe, warn or enforce').default('observe'),
  standards: z.string('the path of a governance file').min(1, 'the path of a governance file').optional(),
  entries: z.string('a folder').min(1, 'a folder').default('lambdas'),
  evidenceRetentionDays: days(36_500).default(365),
  logRetentionDays: days(3653)
    .refine((count) => LOG_DAYS.includes(count), `one of ${LOG_DAYS.join(', ')}`)
    .default(365),
  trailBucket: z
    .string('the name of a bucket')
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'the name of a bucket')
    .optional(),
  alertEmails: list(/^[^@\s]+@[^@\s]+$/, 'mail addresses, separated by commas').default([]),
  reserveConcurrency: z
    .union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')], SWITCH)
    .default(true),
  gate: z.enum(['on', 'off'], 'on or off').default('on'),
  sessions: z.enum(['all', 'agents'], 'all or agents').default('all'),
  ...organizationShape,
  ...identityShape,
});

const KEYS: readonly string[] = Object.keys(schema.shape);

/**
 * Reads the settings from CDK's context (`app.node.getAllContext()`), in which all other keys are left alone. Texts, as
 * `-c` gives them, stand for numbers, lists and truth values too. `callersRegion` is the Region of the caller's profile,
 * if there is one: it says which partition is meant where no setting does. Refused with every problem found.
 */
export function readSettings(
  context: Readonly<Record<string, unknown>>,
  callersRegion: string | undefined,
): Result<Settings, readonly SettingsProblem[]> {
  const given = Object.entries(context).filter(([key]) => key.startsWith(KEY));
  const source = Object.fromEntries(given.map(([key, value]) => [key.slice(KEY.length), value]));
  const parsed = schema.safeParse(source);
  if (!parsed.success) return err(parsed.error.issues.flatMap((issue) => problemsOf(issue, source)));
  const { hubRegion, regions, ...rest } = parsed.data;
  const { identityCenterRegion } = rest;
  // its calls are recorded there
  const home = identityCenterRegion === undefined ? [] : [identityCenterRegion];
  const place = placeOf(hubRegion, [...regions, ...home], callersRegion);
  if (!place.ok) return place;
  const { partition } = place.value;
  const organization = rest.layout === 'organization' ? organizationOf(rest, partition) : ok(undefined);
  const identity = identityOf(rest);
  if (!organization.ok) return err(organization.error.map(atKey));
  if (!identity.ok) return err(identity.error.map(atKey));
  const { standards, trailBucket } = rest;
  const parts = { organization: organization.value, identity: identity.value };
  return ok({ ...rest, ...place.value, ...parts, standards, trailBucket, identityCenterRegion });
}

function atKey(problem: SettingsProblem): SettingsProblem {
  return { ...problem, key: KEY + problem.key };
}

function problemsOf(issue: z.core.$ZodIssue, source: Readonly<Record<string, unknown>>): readonly SettingsProblem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      key: KEY + key,
      got: 'no such setting',
      expected: `one of ${KEYS.join(', ')}${didYouMean(key, KEYS)}`,
    }));
  }
  const key = String(issue.path[0]);
  return [{ key: KEY + key, got: `got ${JSON.stringify(source[key])}`, expected: issue.message }];
}

type Place = Pick<Settings, 'partition' | 'hubRegion' | 'watchedRegions'>;

/** Where the hub stands and which Regions have rules: global services have theirs, whichever Regions are asked for. */
function placeOf(
  hubRegion: string | undefined,
  regions: readonly string[],
  callersRegion: string | undefined,
): Result<Place, readonly SettingsProblem[]> {
  const named = hubRegion ?? regions[0] ?? callersRegion ?? 'us-east-1';
  const partition = partitionOfRegion(named);
  if (partition === undefined) {
    const expected = 'a Region of the partitions aws, aws-cn or aws-us-gov';
    return err([{ key: `${KEY}hubRegion`, got: `got ${JSON.stringify(named)}`, expected }]);
  }
  const strangers = regions.filter((region) => partitionOfRegion(region) !== partition);
  if (strangers.length > 0) {
    const expected = `Regions of the hub's partition, ${partition.name}: no event crosses to another`;
    return err([{ key: `${KEY}regions`, got: `got ${strangers.join(', ')}`, expected }]);
  }
  const hub = hubRegion ?? partition.iamRegion;
  const watchedRegions = [...new Set([hub, partition.iamRegion, partition.organizationsRegion, ...regions])];
  return ok({ partition, hubRegion: hub, watchedRegions });
}
