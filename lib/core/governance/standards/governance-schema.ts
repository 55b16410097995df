import * as z from 'zod/mini';
import { approval } from './approval-schema.ts';
import { about, accountPatterns, list, patterns, text, whole } from './schema-terms.ts';

const policyEntry = z
  .looseObject({
    file: z.optional(text).check(about('Path of a policy document, relative to this file and below its folder.')),
    Version: z.optional(z.unknown()),
    Id: z.optional(z.string()).check(about('Name of the policy in findings.')),
    Statement: z.optional(z.unknown()),
  })
  .check(about('An IAM policy document, or `file:` with the path of one.'));

const standard = z
  .strictObject({
    name: z.optional(text).check(about('Name of the standard in findings; the name of its class if it is left out.')),
    policies: z
      .array(policyEntry)
      .check(
        about('The most that the class may hold, as identity policies: what they allow together minus what they deny.'),
      ),
    assumableBy: z
      .optional(z.union([z.array(text), policyEntry], { error: 'a list of principals, or a trust policy document' }))
      .check(
        about(
          'The most that trust policies may allow: a trust policy, or a list of account ids, ARNs, service names, `own-account`, `any-service`, `any-provider`. Left out: these three.',
        ),
      ),
  })
  .check(about('The most that the class may hold.'));

const mode = z
  .enum(['observe', 'warn', 'enforce'])
  .check(about('observe: findings only; warn: findings and announcements; enforce: holds as well.'));

const response = z
  .discriminatedUnion(
    'kind',
    [
      z.strictObject({ kind: z.literal('alert') }),
      z.strictObject({ kind: z.literal('hold') }),
      z.strictObject({
        kind: z.literal('hold-unless-approved'),
        withinMinutes: whole(1, 10_080).check(about('Minutes that people have to approve before the excess is held.')),
      }),
    ],
    { error: 'one of alert, hold, hold-unless-approved' },
  )
  .check(about('What is done about an excess in mode enforce.'));

const match = z
  .strictObject({
    names: patterns('Names of roles and users; case does not matter.'),
    paths: patterns('IAM paths, such as `/agents/*`; case matters only in `/aws-service-role/` and `/aws-reserved/`.'),
    tags: list(z.record(text, z.string())).check(
      about('Tags to patterns for their values; an entry matches if all of its tags do.'),
    ),
    trust: patterns('Principals that the trust policy names: a service, an account id, an ARN.'),
    permissionSets: patterns('Names of Identity Center permission sets.'),
  })
  .check(about('A principal belongs to the class if one entry of one list matches it. Patterns know `*` and `?`.'));

const className = z
  .string()
  .check(
    z.regex(/^[a-z][a-z0-9-]{0,63}$/, { error: 'a name of lower case letters, digits and hyphens' }),
    about('Unique name of the class.'),
  );

const principalClass = z.strictObject({
  name: className,
  kind: z
    .enum(['agent', 'engineer', 'pipeline', 'workload', 'break-glass'])
    .check(about('What these principals are. The first class of kind agent also holds whoever AWS marks as an agent.')),
  match,
  standard,
  mode,
  response,
});

const person = z.strictObject({
  id: text.check(about('Immutable id at the identity provider.')),
  name: text.check(about('For people to read.')),
  groups: z.array(text).check(about('Approver groups that the person belongs to.')),
  actsAs: patterns('ARNs or ids under which the person acts in AWS: nobody countersigns their own change.'),
});

const holdLimit = (fallback: { readonly holds: number; readonly withinMinutes: number }) =>
  z._default(
    z.strictObject({
      holds: z._default(whole(1, 1000), fallback.holds).check(about('How many holds.')),
      withinMinutes: z._default(whole(1, 1440), fallback.withinMinutes).check(about('Length of the window.')),
    }),
    fallback,
  );

const breaker = z
  ._default(
    z.strictObject({
      holds: z._default(whole(1, 1000), 30).check(about('How many holds.')),
      withinMinutes: z._default(whole(1, 1440), 10).check(about('Length of the window.')),
      sharePercent: z
        .optional(whole(1, 99))
        .check(
          about('It also opens where more of the principals of the account, in percent, were held, from three on.'),
        ),
    }),
    { holds: 30, withinMinutes: 10 },
  )
  .check(about('After so many holds in one account within the window the next ones only page, until it has passed.'));

const account = z.string().check(z.regex(/^[0-9]{12}$/, { error: 'an account id of 12 digits, in quotes' }));

const accountModes = list(
  z.strictObject({ accounts: accountPatterns('Account ids; `*` and `?` are patterns.'), mode }),
).check(
  about('The most that is done in some accounts, whatever the mode of a class: the first entry that matches counts.'),
);

const operations = (meaning: string) =>
  list(
    z.string().check(
      z.regex(/^[a-z0-9.*?-]+:[A-Za-z0-9*?]+$/, {
        error: 'an operation such as rds:StopDBInstance; `*` and `?` are patterns',
      }),
    ),
  ).check(about(meaning));

const destruction = z
  ._default(
    z.strictObject({
      also: operations('Operations that Ambit sees and does not count by itself.'),
      except: operations('Operations that are none there.'),
    }),
    { also: [], except: [] },
  )
  .check(about('What counts as destruction there, besides what Ambit counts by itself.'));

const environments = list(
  z.strictObject({
    name: text.check(about('Unique name of the environment.')),
    accounts: list(account).check(about('Accounts it lives in; empty: every account.')),
    resources: patterns('ARNs or names of what must not be destroyed.'),
    stacks: list(
      z.string().check(z.regex(/^[A-Za-z0-9*?-]+$/, { error: 'the name of a stack; `*` and `?` are patterns' })),
    ).check(about('Names of stacks that must not be destroyed, with what CloudFormation made for them.')),
    tags: list(z.record(text, z.string())).check(
      about('Tags to patterns for their values; what has all tags of an entry must not be destroyed.'),
    ),
    destruction,
  }),
).check(about('What must not be destroyed without a permit.'));

const sharing = z
  ._default(
    z.strictObject({
      accounts: list(account).check(about('Accounts that resources may be shared with, besides their own.')),
      organizations: list(
        z
          .string()
          .check(z.regex(/^o-[a-z0-9]{10,32}$/, { error: 'the id of an organization, such as o-exampleorgid' })),
      ).check(about('Organizations whose accounts resources may be shared with: your own, usually.')),
    }),
    { accounts: [], organizations: [] },
  )
  .check(about('With whom the policies of resources (buckets, keys, queues …) may share them.'));

const trustedTokens = list(
  z.strictObject({
    issuer: text.check(about('As condition keys name it, such as `token.actions.githubusercontent.com`.')),
    claim: text.check(about('A claim that names somebody, such as `sub`.')),
    values: z
      .array(text)
      .check(z.minLength(1))
      .check(about('Patterns for its values, with whole names: `repo:acme/*`.')),
  }),
).check(about('Which tokens of issuers that serve everybody (GitHub, GitLab …) are your own.'));

const waiver = z
  ._default(
    z.strictObject({
      defaultDays: z._default(whole(1, 365), 7).check(about('Length of a waiver if nobody says otherwise.')),
      maxDays: z._default(whole(1, 365), 30).check(about('Longest waiver that can be signed.')),
      noticeDays: z
        ._default(whole(1, 60), 3)
        .check(about('So many days before it ends people are asked whether it is kept.')),
    }),
    { defaultDays: 7, maxDays: 30, noticeDays: 3 },
  )
  .check(about('How long access that was countersigned may stay.'));

const permit = z
  ._default(
    z.strictObject({
      longestHours: z._default(whole(1, 720), 72).check(about('Longest window that a permit can have, in hours.')),
    }),
    { longestHours: 72 },
  )
  .check(about('How long a change of a guarded environment can be permitted in advance.'));

const burst = z
  ._default(
    z.strictObject({
      resources: z._default(whole(1, 1000), 10).check(about('How many resources.')),
      withinMinutes: z._default(whole(1, 1440), 10).check(about('Length of the window.')),
    }),
    { resources: 10, withinMinutes: 10 },
  )
  .check(about('A session that destroys more than so many resources within the window is a finding.'));

/** The one description of `ambit.yaml`: what it may hold, its limits and its defaults. */
export const governanceSchema = z
  .strictObject({
    version: z.literal(1).check(about('Version of this format.')),
    classes: z
      .array(principalClass)
      .check(about('Tried in order: the first class that matches a principal is its class.')),
    unclassified: z
      .strictObject({ standard, mode, response })
      .check(about('The class of every principal that no other matches.')),
    people: list(person).check(about('Who can countersign. Empty: nobody can, and holds stay.')),
    approval,
    protectedPrincipals: patterns('ARNs of principals that are never touched: their findings only alert.'),
    environments,
    sharing,
    trustedTokens,
    waiver,
    permit,
    staleAfterMinutes: z
      ._default(whole(1, 10_080), 60)
      .check(about('Calls that are older when they arrive alert, they never hold.')),
    accountModes,
    breaker,
    flapping: holdLimit({ holds: 3, withinMinutes: 60 }).check(
      about(
        'When the same excess of one principal comes back after so many holds within the window, the principal is denied everything.',
      ),
    ),
    burst,
    waitForStackMinutes: z
      ._default(whole(0, 120), 15)
      .check(
        about(
          'So long a hold that would write over what a stack of CloudFormation keeps waits at the most while that stack is at work, in minutes; 0: no hold waits.',
        ),
      ),
  })
  .check(about('What an organisation lets its principals hold in AWS, and what happens when one holds more.'));

/** What `governanceSchema` accepts, with its defaults filled in. */
export type GovernanceFile = z.output<typeof governanceSchema>;

/** One entry of `policies`: a document, or the file that holds it. */
export type PolicyEntry = z.output<typeof policyEntry>;
