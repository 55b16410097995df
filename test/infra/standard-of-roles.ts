import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { JsonObject } from '../../lib/core/json.ts';
import { HUB } from './places.ts';
import type { Place } from './resolved-template.ts';

const FILE = join(import.meta.dirname, '../../infra/roles.standard.json');

const fileShape = z.record(
  z.string(),
  z.strictObject({
    access: z.record(z.string(), z.json()),
    /** Roles of the hub by name, or services. */
    assumedBy: z.array(z.string()),
  }),
);

/** What `infra/roles.standard.json` says of one role. */
export interface RoleStandard {
  /** The most that the role may hold. */
  readonly access: JsonObject;
  /** ARNs of roles of the hub, or names of services: nobody else may assume it. */
  readonly assumedBy: readonly string[];
}

/** What the tests deploy with; the file has the names in braces. */
export const FIXED = { prefix: 'Ambit', trailBucket: 'example-trail' } as const;

/** The standards of Ambit's own roles as they are in an account, by name (`AmbitHolder`). */
export function standardsOfRoles({ partition, account }: Place): ReadonlyMap<string, RoleStandard> {
  const text = Object.entries({ partition, account, hub: HUB, ...FIXED }).reduce(
    (filled, [name, value]) => filled.replaceAll(`{${name}}`, value),
    readFileSync(FILE, 'utf8'),
  );
  const arnOf = (who: string): string =>
    who.includes('.') ? who : `arn:${partition}:iam::${HUB}:role/${FIXED.prefix}${who}`;
  return new Map(
    Object.entries(fileShape.parse(JSON.parse(text))).map(([role, { access, assumedBy }]) => [
      `${FIXED.prefix}${role}`,
      { access, assumedBy: assumedBy.map(arnOf) },
    ]),
  );
}
