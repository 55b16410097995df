import type * as z from 'zod';
import { err, ok, type Result } from '../lib/core/result.ts';
import { list, text } from './setting-forms.ts';

/** The identity provider at which people sign in to the console. */
export interface IdentitySettings {
  /** As its tokens say it: `https://id.example.com/tenant`. */
  readonly issuer: string;
  /** What the console is called there: the audience of its tokens. */
  readonly clientId: string;
  /** Origins of the provider's endpoints, which the page may ask. */
  readonly origins: readonly string[];
}

const ORIGIN = /^https:\/\/[a-z0-9.-]+(:\d+)?$/;

/** Keys of the settings for signing in to the console. */
export const identityShape = {
  identityIssuer: text(
    /^https:\/\/[a-z0-9.-]+(:\d+)?(\/[\w./~-]*)?$/,
    'the issuer of an OpenID Connect provider, https://…',
  ).optional(),
  identityClient: text(/^[\w.~:/-]{1,128}$/, 'the id of the console as a client of the provider').optional(),
  identityOrigins: list(ORIGIN, 'origins of endpoints of the provider, https://…, separated by commas').default([]),
};

/** The context keys of an identity provider as they are written: all optional. */
export type IdentityFields = z.infer<z.ZodObject<typeof identityShape>>;

/** A key that lacks the other one. */
export interface IdentityProblem {
  readonly key: keyof IdentityFields;
  readonly got: string;
  readonly expected: string;
}

/** The provider from its fields, each of which is well formed; undefined: there is no console. */
export function identityOf(fields: IdentityFields): Result<IdentitySettings | undefined, readonly IdentityProblem[]> {
  const { identityIssuer: issuer, identityClient: clientId, identityOrigins } = fields;
  if (issuer === undefined && clientId === undefined && identityOrigins.length === 0) return ok(undefined);
  if (issuer === undefined || clientId === undefined) {
    const key = issuer === undefined ? 'identityIssuer' : 'identityClient';
    const expected = 'a value, as the console needs both ambit:identityIssuer and ambit:identityClient';
    return err([{ key, got: 'got nothing', expected }]);
  }
  return ok({ issuer, clientId, origins: [...new Set([new URL(issuer).origin, ...identityOrigins])] });
}
