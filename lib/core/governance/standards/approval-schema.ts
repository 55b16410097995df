import * as z from 'zod/mini';
import { about, accountPatterns, list, text, whole } from './schema-terms.ts';

const seats = z.array(
  z.strictObject({
    group: text.check(
      about('Name of an approver group; `account-owners`: the one that `owners` names for the account in question.'),
    ),
    count: z._default(whole(1, 20), 1).check(about('How many different people of it must sign.')),
  }),
);

const when = z
  .strictObject({
    classes: list(text).check(about('Names of classes of this file, or `unclassified`.')),
    accounts: accountPatterns('Account ids; `*` and `?` are patterns.'),
    severityAtLeast: z
      .optional(z.enum(['low', 'medium', 'high', 'critical']))
      .check(about('Findings that are as grave as this, or graver.')),
    services: list(
      z.string().check(z.regex(/^[a-z0-9-]+$/, { error: 'the prefix of a service in actions, such as iam' })),
    ).check(about('Services of which something is in excess.')),
    accessLevels: list(z.enum(['List', 'Read', 'Tagging', 'Write', 'Permissions management'])).check(
      about('Access levels of which something is in excess.'),
    ),
  })
  .check(about('The rule counts where all of these hold. What is not known to the end holds.'));

/** `approval`: who must sign, for what, and who may take access alone. */
export const approval = z
  .strictObject({
    allOf: seats.check(
      about('What every approval takes: all of these groups; one person counts once, and at least two must sign.'),
    ),
    rules: list(
      z.strictObject({
        name: text.check(about('Unique name of the rule.')),
        when,
        allOf: seats.check(about('The groups that must sign there.')),
      }),
    ).check(about('What some approvals take besides. Every rule that matches must be met, whatever their order.')),
    owners: list(
      z.strictObject({
        accounts: accountPatterns('Account ids; `*` and `?` are patterns.'),
        group: text.check(about('Name of the approver group that owns them.')),
      }),
    ).check(about('Who `account-owners` are: the first entry that matches the account.')),
    expiresAfterHours: z._default(whole(1, 720), 72).check(about('A request for approval lapses after so long.')),
    longestSessionMinutes: z
      ._default(whole(1, 1440), 60)
      .check(about('Who signed in longer ago must sign in again before signing.')),
    breakGlass: z
      .optional(
        z.strictObject({
          groups: z.array(text).check(z.minLength(1), about('Groups whose members may take access alone.')),
          longestMinutes: z
            ._default(whole(1, 1440), 60)
            .check(about('It is held again after so long, unless those who must sign have countersigned.')),
        }),
      )
      .check(about('Who may take back what is held alone, for a short time. Left out: nobody.')),
  })
  .check(about('Who must sign before held access is given back.'));
