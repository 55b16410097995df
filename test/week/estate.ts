import { isJsonObject, type JsonObject, type JsonValue } from '../../lib/core/json.ts';
import {
  ADMIN,
  allow,
  FENCE,
  type Kind,
  KINDS,
  policyArn,
  principal,
  type Principal,
  SHARE,
  trustIn,
  WITHIN,
} from './company.ts';
import type { Chance } from './chance.ts';

/** How a bad grant came about. */
export type Way = 'attached' | 'inline' | 'overwritten' | 'trust' | 'group' | 'boundary' | 'version';

/** A grant that is bad by construction: one to a principal in a run at most. */
export interface Bad {
  readonly callId: string;
  readonly way: Way;
  /** When it was given. */
  readonly at: number;
  /** Who has it: of a policy everybody who holds it. */
  readonly holders: readonly Principal[];
  /** Where it is, and what is there. */
  readonly place: Place;
  readonly value: string;
  /** An action that nobody may use, and that it allows; of a trust that it is open. */
  readonly action: string;
  /** When somebody gave something good in its place; undefined: nobody did. */
  goneAt?: number;
}

/** Where a grant is: whose (an ARN of a principal or policy), and which of it: `inline:NAME`, `attached:ARN`, `in:GROUP`, `boundary`, `trust`, `document`. */
export interface Place {
  readonly owner: string;
  readonly part: string;
}

/** What only a boundary keeps an agent from. */
export const BEHIND_FENCE = 'ec2:*';

/** The groups that engineers join and leave. */
export const GROUPS: readonly (readonly [string, JsonObject])[] = [
  ['developers', allow(['s3:GetObject', 's3:ListBucket'])],
  ['on-call', allow(['logs:StartQuery', 'logs:GetLogEvents'])],
];

/** Whom a role trusts to begin with. */
export const FIRST_TRUST = trustIn({ Service: 'lambda.amazonaws.com' });

const READERS = 4;
const HOLDERS = 3;
/** IAM keeps so many versions of a policy at once. */
const MOST_VERSIONS = 5;

/** What everybody was given, as those know it who gave it: nothing of it is taken from Ambit. */
export class Estate {
  readonly principals: Principal[] = [];
  readonly bads: Bad[] = [];
  readonly #good = new Map<string, Map<string, string>>();
  readonly #bad = new Map<string, Bad>();
  readonly #versions = new Map<string, number>();
  /** Policies that a few hold from the start, and nobody after. */
  readonly #shared = new Map<string, readonly Principal[]>();

  /** The principals of each kind, with what they begin with. */
  constructor(count: number, chance: Chance) {
    for (const kind of KINDS) this.#found(kind, Math.round(count * SHARE[kind]), chance);
  }

  #found(kind: Kind, count: number, chance: Chance): void {
    for (let index = 0; index < READERS; index += 1) {
      this.give({ owner: policyArn(`${kind}-read-${index}`), part: 'document' }, allow(WITHIN[kind][0] ?? []));
    }
    for (let index = 0; index < count; index += 1) {
      const each = this.admit(principal(kind, `${kind}-${index}`));
      this.give({ owner: each.arn, part: 'inline:base' }, allow(chance.oneOf(WITHIN[kind]) ?? []));
      if (kind !== 'engineer') this.give({ owner: each.arn, part: 'trust' }, FIRST_TRUST);
      // what is behind the boundary nobody can use
      if (isFenced(each)) this.#fence(each);
      else this.#share(each, policyArn(`${kind}-shared-${Math.floor(index / HOLDERS)}`));
    }
  }

  #fence({ arn }: Principal): void {
    this.give({ owner: arn, part: 'inline:machines' }, allow([BEHIND_FENCE]));
    this.give({ owner: arn, part: 'boundary' }, FENCE);
  }

  #share(holder: Principal, policy: string): void {
    this.give({ owner: policy, part: 'document' }, allow(WITHIN[holder.kind][0] ?? []));
    this.give({ owner: holder.arn, part: `attached:${policy}` }, '');
    this.#shared.set(policy, [...(this.#shared.get(policy) ?? []), holder]);
  }

  admit(newcomer: Principal): Principal {
    this.principals.push(newcomer);
    return newcomer;
  }

  /** Something good is given; in the place of something bad, that is gone. */
  give(place: Place, value: JsonObject | string, at = 0): void {
    const parts = this.#good.get(place.owner) ?? new Map<string, string>();
    parts.set(place.part, textOf(value));
    this.#good.set(place.owner, parts);
    this.#replace(place, at);
  }

  take(place: Place, at: number): void {
    this.#good.get(place.owner)?.delete(place.part);
    this.#replace(place, at);
  }

  #replace({ owner, part }: Place, at: number): void {
    const bad = this.#bad.get(owner);
    if (bad !== undefined && bad.place.part === part) bad.goneAt ??= at;
  }

  /** Something bad is given. */
  giveBad(bad: Bad): void {
    this.bads.push(bad);
    for (const { arn } of bad.holders) this.#bad.set(arn, bad);
    this.#bad.set(bad.place.owner, bad);
  }

  /** The bad grant of a principal, or in a policy; undefined: none. */
  badOf(arn: string): Bad | undefined {
    return this.#bad.get(arn);
  }

  /** What is good of a principal or policy, by part. */
  goodOf(arn: string): ReadonlyMap<string, string> {
    return this.#good.get(arn) ?? new Map();
  }

  /** A policy that a few hold, none of whom has anything bad. */
  sharedBy(kind: Kind, chance: Chance): readonly [string, readonly Principal[]] | undefined {
    const clean = [...this.#shared].filter(
      ([, holders]) => holders[0]?.kind === kind && holders.every(({ arn }) => this.badOf(arn) === undefined),
    );
    return chance.oneOf(clean);
  }

  /** The next version of a policy; undefined: there are as many as IAM keeps. */
  nextVersion(policy: string): string | undefined {
    const next = (this.#versions.get(policy) ?? 1) + 1;
    if (next > MOST_VERSIONS) return undefined;
    this.#versions.set(policy, next);
    return `v${next}`;
  }

  /** ARNs of policies that anybody of a kind may be given. */
  readers(kind: Kind): readonly string[] {
    return Array.from({ length: READERS }, (_, index) => policyArn(`${kind}-read-${index}`));
  }

  /** ARNs of the customer managed policies. */
  get policies(): readonly string[] {
    return [...this.#good.keys()].filter((owner) => owner.includes(':policy/') && owner !== ADMIN);
  }
}

/** Every second agent is kept in by a boundary. */
export function isFenced({ kind, name }: Principal): boolean {
  return kind === 'agent' && /[02468]$/.test(name);
}

/** What is at a place as a text, the same for the same document however its members are ordered. */
export function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(ordered(value));
}

function ordered(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(ordered);
  if (!isJsonObject(value)) return value;
  const members = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, ordered(member)]));
}
