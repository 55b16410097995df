import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { JsonObject } from '../../lib/core/json.ts';
import { HUB } from './places.ts';
import type { Place } from './resolved-template.ts';

const FILE = join(import.meta.dirname, '../../infra/roles.standard.json');

const fileShape = z.strictObject({
  /** Statements of policies, by what they allow or deny in words. */
  statements: z.record(z.string(), z.record(z.string(), z.json())),
  roles: z.record(
    z.string(),
    z.strictObject({
      may: z.array(z.string()),
      /** Roles of the hub by name, or services. */
      assumedBy: z.array(z.string()),
    }),
  ),
});

/** What `infra/roles.standard.json` says of one role. */
export interface RoleStandard {
  /** The most that the role may hold. */
  readonly access: JsonObject;
  /** ARNs of roles of the hub, or names of services: nobody else may assume it. */
  readonly assumedBy: readonly string[];
}

/** What the tests deploy with; the file has these names in braces. */
export const FIXED = { prefix: 'Ambit', trailBucket: 'example-trail' } as const;

/**
 * The standards of Ambit's own roles as they are in an account, by name (`AmbitHolder`). `generated`: what is in braces
 * besides, the ARNs of resources whose names CloudFormation makes.
 */
export function standardsOfRoles(
  { partition, account, region }: Place,
  generated: Readonly<Record<string, string>> = {},
): ReadonlyMap<string, RoleStandard> {
  const text = Object.entries({ partition, account, region, hub: HUB, ...FIXED, ...generated }).reduce(
    (filled, [name, value]) => filled.replaceAll(`{${name}}`, value),
    readFileSync(FILE, 'utf8'),
  );
  const { statements, roles } = fileShape.parse(JSON.parse(text));
  const statementOf = (words: string): JsonObject => {
    const statement = statements[words];
    if (statement === undefined) throw new Error(`infra/roles.standard.json does not say what "${words}" is`);
    return statement;
  };
  const arnOf = (who: string): string =>
    who.includes('.') ? who : `arn:${partition}:iam::${HUB}:role/${FIXED.prefix}${who}`;
  return new Map(
    Object.entries(roles).map(([role, { may, assumedBy }]) => [
      `${FIXED.prefix}${role}`,
      { access: { Version: '2012-10-17', Statement: may.map(statementOf) }, assumedBy: assumedBy.map(arnOf) },
    ]),
  );
}

/** The standard of a role. Throws where the file has none. */
export function standardNamed(name: string, standards: ReadonlyMap<string, RoleStandard>): RoleStandard {
  const standard = standards.get(name);
  if (standard === undefined) throw new Error(`infra/roles.standard.json says nothing of ${name}`);
  return standard;
}
