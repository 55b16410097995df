import * as z from 'zod';
import { isJsonObject, jsonForm, type JsonObject } from '../json.ts';

const text = z.string().min(1);
const patterns = (about: string) => z.array(text).default([]).describe(about);

const policyEntry = z
  .looseObject({
    file: text.optional().describe('Path of a policy document, relative to this file and below its folder.'),
    Version: z.unknown().optional(),
    Id: z.string().optional().describe('Name of the policy in findings.'),
    Statement: z.unknown().optional(),
  })
  .describe('An IAM policy document, or `file:` with the path of one.');

const standard = z
  .strictObject({
    name: text.optional().describe('Name of the standard in findings; the name of its class if it is left out.'),
    policies: z
      .array(policyEntry)
      .describe(
        'The most that the class may hold, as identity policies: what they allow together minus what they deny.',
      ),
    assumableBy: z
      .union([z.array(text), policyEntry], { error: 'a list of principals, or a trust policy document' })
      .optional()
      .describe(
        'The most that trust policies may allow: a trust policy, or a list of account ids, ARNs, service names, `own-account`, `any-service`, `any-provider`. Left out: these three.',
      ),
  })
  .describe('The most that the class may hold.');

const mode = z
  .enum(['observe', 'warn', 'enforce'])
  .describe('observe: findings only; warn: findings and announcements; enforce: holds as well.');

const response = z
  .discriminatedUnion(
    'kind',
    [
      z.strictObject({ kind: z.literal('alert') }),
      z.strictObject({ kind: z.literal('hold') }),
      z.strictObject({
        kind: z.literal('hold-unless-approved'),
        withinMinutes: z
          .int()
          .min(1)
          .max(10_080)
          .describe('Minutes that people have to approve before the excess is held.'),
      }),
    ],
    { error: 'one of alert, hold, hold-unless-approved' },
  )
  .describe('What is done about an excess in mode enforce.');

const match = z
  .strictObject({
    names: patterns('Names of roles and users; case does not matter.'),
    paths: patterns('IAM paths, such as `/agents/*`; case does not matter.'),
    tags: z
      .array(z.record(text, z.string()))
      .default([])
      .describe('Tags to patterns for their values; an entry matches if all of its tags do.'),
    trust: patterns('Principals that the trust policy names: a service, an account id, an ARN.'),
    permissionSets: patterns('Names of Identity Center permission sets.'),
  })
  .describe('A principal belongs to the class if one entry of one list matches it. Patterns know `*` and `?`.');

const className = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/, { error: 'a name of lower case letters, digits and hyphens' })
  .describe('Unique name of the class.');

const principalClass = z.strictObject({
  name: className,
  kind: z
    .enum(['agent', 'engineer', 'pipeline', 'workload', 'break-glass'])
    .describe('What these principals are. The first class of kind agent also holds whoever AWS marks as an agent.'),
  match,
  standard,
  mode,
  response,
});

const person = z.strictObject({
  id: text.describe('Immutable id at the identity provider.'),
  name: text.describe('For people to read.'),
  groups: z.array(text).describe('Approver groups that the person belongs to.'),
  actsAs: patterns('ARNs or ids under which the person acts in AWS: nobody countersigns their own change.'),
});

const days = (about: string) => z.int().min(1).max(365).describe(about);

const holdLimit = (fallback: { readonly holds: number; readonly withinMinutes: number }) =>
  z
    .strictObject({
      holds: z.int().min(1).max(1000).default(fallback.holds).describe('How many holds.'),
      withinMinutes: z.int().min(1).max(1440).default(fallback.withinMinutes).describe('Length of the window.'),
    })
    .default(fallback);

const account = z.string().regex(/^[0-9]{12}$/, { error: 'an account id of 12 digits, in quotes' });

/** The one description of `ambit.yaml`: what it may hold, its limits and its defaults. */
export const governanceSchema = z
  .strictObject({
    version: z.literal(1).describe('Version of this format.'),
    classes: z.array(principalClass).describe('Tried in order: the first class that matches a principal is its class.'),
    unclassified: z
      .strictObject({ standard, mode, response })
      .describe('The class of every principal that no other matches.'),
    people: z.array(person).default([]).describe('Who can countersign. Empty: nobody can, and holds stay.'),
    approval: z
      .strictObject({
        allOf: z
          .array(
            z.strictObject({
              group: text.describe('Name of an approver group.'),
              count: z.int().min(1).max(20).default(1).describe('How many different people of it must sign.'),
            }),
          )
          .describe('All of these groups must sign; one person counts once in all, and at least two must sign.'),
        expiresAfterHours: z.int().min(1).max(720).default(72).describe('A request for approval lapses after so long.'),
      })
      .describe('Who must sign before held access is given back.'),
    protectedPrincipals: patterns('ARNs of principals that are never touched: their findings only alert.'),
    environments: z
      .array(
        z.strictObject({
          name: text.describe('Unique name of the environment.'),
          accounts: z.array(account).default([]).describe('Accounts it lives in; empty: every account.'),
          resources: z.array(text).min(1).describe('ARNs or names of what must not be destroyed.'),
        }),
      )
      .default([])
      .describe('What must not be destroyed without a permit.'),
    waiver: z
      .strictObject({
        defaultDays: days('Length of a waiver if nobody says otherwise.').default(7),
        maxDays: days('Longest waiver that can be signed.').default(30),
      })
      .default({ defaultDays: 7, maxDays: 30 })
      .describe('How long access that was countersigned may stay.'),
    permit: z
      .strictObject({
        longestHours: z.int().min(1).max(720).default(72).describe('Longest window that a permit can have, in hours.'),
      })
      .default({ longestHours: 72 })
      .describe('How long a change of a guarded environment can be permitted in advance.'),
    staleAfterMinutes: z
      .int()
      .min(1)
      .max(10_080)
      .default(60)
      .describe('Calls that are older when they arrive alert, they never hold.'),
    breaker: holdLimit({ holds: 30, withinMinutes: 10 }).describe(
      'After so many holds in one account within the window the next ones only page, until it has passed.',
    ),
    flapping: holdLimit({ holds: 3, withinMinutes: 60 }).describe(
      'When the same excess of one principal comes back after so many holds within the window, the principal is denied everything.',
    ),
  })
  .describe('What an organisation lets its principals hold in AWS, and what happens when one holds more.');

/** What `governanceSchema` accepts, with its defaults filled in. */
export type GovernanceFile = z.output<typeof governanceSchema>;

/** One entry of `policies`: a document, or the file that holds it. */
export type PolicyEntry = z.output<typeof policyEntry>;

/** The JSON Schema (draft 2020-12) of `ambit.yaml`, for editors. */
export function governanceJsonSchema(): JsonObject {
  const schema = jsonForm(z.toJSONSchema(governanceSchema, { io: 'input' }));
  if (!isJsonObject(schema)) throw new TypeError('a JSON Schema is an object');
  return { title: 'ambit.yaml', ...schema };
}
