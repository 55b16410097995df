import { type Organization, placesIn } from '../../core/account/organization/organization.ts';
import type { ServiceCall } from '../../core/account/plan-call.ts';
import { makeServiceCall } from '../../core/account/services/make-service-call.ts';
import type { Services } from '../../core/account/services/services.ts';
import type { Call } from '../../core/activity/call.ts';
import { canonicalText } from '../../core/digest.ts';
import { jsonForm } from '../../core/json.ts';
import type { EnforceOutcome, ServiceEnforcer } from '../../ports/enforcer.ts';
import type { OrganizationReader } from '../../ports/organization-reader.ts';
import { StoreFault } from '../../ports/store-fault.ts';
import type { LocalDatabase } from './local-database.ts';
import { playedIn } from './played-services.ts';
import { partsOf, type ServicePart, servicesOf } from './service-parts.ts';

/**
 * Identity Center, Organizations and the policies of resources, kept in the embedded database in the place of AWS: changed by the
 * calls that are played and by those that Ambit makes. Every change is stored before it is acknowledged.
 */
export class EmbeddedServices implements ServiceEnforcer, OrganizationReader {
  readonly #database: LocalDatabase;
  #services: Services | undefined;

  constructor(database: LocalDatabase) {
    this.#database = database;
  }

  /** What is kept now. */
  get services(): Services {
    this.#services ??= this.#read();
    return this.#services;
  }

  /** Makes what a call says happen, once for each call id. */
  async play(call: Call): Promise<void> {
    const before = this.services;
    const after = playedIn(before, call);
    if (after === before) return;
    const id = `services of ${call.id}`;
    if (this.#database.rows('SELECT 1 FROM played WHERE call = ?', id).length > 0) return;
    this.#keep(before, after, () => this.#database.run('INSERT INTO played VALUES (?, ?)', id, call.account));
  }

  /** Puts an organization in the place of what calls told of one. */
  load(organization: Organization): void {
    this.#keep(this.services, { ...this.services, organization }, () => undefined);
  }

  /** The organization as it was loaded, and as calls told of it; undefined: neither. */
  async organization(): Promise<Organization | undefined> {
    const { organization } = this.services;
    return placesIn(organization).length + organization.policies.size === 0 ? undefined : organization;
  }

  async enforce(_account: string, call: ServiceCall): Promise<EnforceOutcome> {
    const before = this.services;
    const made = makeServiceCall(before, call);
    if (made.kind !== 'done') return made;
    this.#keep(before, made.services, () => undefined);
    return { kind: 'done' };
  }

  async shows(_account: string, call: ServiceCall): Promise<boolean> {
    return makeServiceCall(this.services, call).kind === 'already';
  }

  #read(): Services {
    const rows = this.#database.rows('SELECT kind, name, part FROM service_part ORDER BY kind, name');
    try {
      return servicesOf(rows.map(({ kind, name, part }) => partOf(kind, name, part)));
    } catch (cause) {
      const detail = 'what is stored of services is damaged; restore the folder from a copy';
      throw new StoreFault('CORRUPT', detail, { cause });
    }
  }

  /** In memory only after it is on the disk. */
  #keep(before: Services, after: Services, note: () => void): void {
    const was = new Map(partsOf(before).map((part) => [keyOf(part), part]));
    const is = new Map(partsOf(after).map((part) => [keyOf(part), part]));
    this.#database.transaction(() => {
      note();
      for (const [key, { kind, name }] of was) {
        if (!is.has(key)) this.#database.run('DELETE FROM service_part WHERE kind = ? AND name = ?', kind, name);
      }
      for (const [key, { kind, name, part }] of is) {
        const text = canonicalText(part);
        const former = was.get(key);
        if (former !== undefined && canonicalText(former.part) === text) continue;
        this.#database.run('INSERT OR REPLACE INTO service_part VALUES (?, ?, ?)', kind, name, text);
      }
    });
    this.#services = after;
  }
}

function keyOf({ kind, name }: ServicePart): string {
  return `${kind} ${name}`;
}

function partOf(kind: unknown, name: unknown, part: unknown): ServicePart {
  return { kind: String(kind), name: String(name), part: jsonForm(JSON.parse(String(part))) };
}
