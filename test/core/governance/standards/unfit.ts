import type { JsonObject } from '../../../../lib/core/json.ts';
import { classFile, PEOPLE, standardsFile, withClass, withRules } from '../governance-files.ts';

/** Files in form that do not fit together, or would disarm the guard, and what is said of each. */
export const UNFIT: readonly (readonly [about: string, file: JsonObject, problems: readonly string[]])[] = [
  [
    'an approval that one person can give',
    standardsFile({ approval: { allOf: [{ group: 'security', count: 1 }] } }),
    ['approval.allOf: one signature, expected at least 2 different people'],
  ],
  [
    'an approval that nobody must give',
    standardsFile({ approval: { allOf: [] } }),
    ['approval.allOf: no signatures, expected at least 2 different people'],
  ],
  [
    'a group named twice',
    standardsFile({ approval: { allOf: [{ group: 'security' }, { group: 'security' }] } }),
    ['approval.allOf[1].group: "security" a second time, expected a name other than approval.allOf[0].group'],
  ],
  [
    'a group that nobody is in',
    standardsFile({ approval: { allOf: [{ group: 'securty' }, { group: 'owners' }] } }),
    [
      'approval.allOf[0].group: "securty", expected a group of one of the people: owners, security; did you mean "security"?',
    ],
  ],
  [
    'one person who would have to sign twice',
    standardsFile({ people: [{ id: 'bo', name: 'Bo', groups: ['owners', 'security'] }] }),
    [
      'approval.allOf: 2 signatures, 1 of which nobody is left to give, expected enough different people in the groups: one person counts once in all',
    ],
  ],
  [
    'a further rule that has no condition, asks for nobody, and has the name of another',
    withRules(
      { name: 'r', when: { classes: ['agent'] }, allOf: [{ group: 'owners' }] },
      { name: 'r', when: {}, allOf: [] },
    ),
    [
      'approval.rules[1].name: "r" a second time, expected a name other than approval.rules[0].name',
      'approval.rules[1].when: no condition, expected at least one condition: what every approval takes is approval.allOf',
      'approval.rules[1].allOf: no group, expected at least one group that must sign',
    ],
  ],
  [
    'a further rule for a class that is not there',
    withRules({ name: 'r', when: { classes: ['agnet'] }, allOf: [{ group: 'owners' }] }),
    [
      'approval.rules[0].when.classes[0]: "agnet", expected the name of a class: agent, unclassified; did you mean "agent"?',
    ],
  ],
  [
    'a further rule that no people can meet',
    withRules({ name: 'r', when: { classes: ['agent'] }, allOf: [{ group: 'security', count: 3 }] }),
    [
      'approval.rules[0].allOf: 3 signatures, 1 of which nobody is left to give, expected enough different people in the groups: one person counts once in all',
    ],
  ],
  [
    'a further rule of a group that nobody is in',
    withRules({ name: 'r', when: { accounts: ['1*'] }, allOf: [{ group: 'lawyers' }] }),
    ['approval.rules[0].allOf[0].group: "lawyers", expected a group of one of the people: owners, security'],
  ],
  [
    'owners of accounts that are a group of nobody, or of no account, or not told of all',
    standardsFile({
      approval: {
        allOf: [{ group: 'account-owners' }, { group: 'security' }],
        owners: [
          { accounts: [], group: 'owners' },
          { accounts: ['1*'], group: 'lawyers' },
        ],
      },
    }),
    [
      'approval.allOf: 2 signatures, 1 of which nobody is left to give, expected enough different people in the groups: one person counts once in all',
      "approval.owners[0].accounts: no account, expected at least one account, or '*'",
      'approval.owners[1].group: "lawyers", expected a group of one of the people: owners, security',
      "approval.owners: no owners for some accounts, expected a last entry for accounts ['*']: a rule asks for account-owners, whatever the account",
    ],
  ],
  [
    'a person listed twice',
    standardsFile({ people: [...PEOPLE, { id: 'ada', name: 'Ada', groups: [] }] }),
    ['people[2].id: "ada" a second time, expected a name other than people[0].id'],
  ],
  [
    'an identity that two people share',
    standardsFile({
      people: [...PEOPLE, { id: 'cy', name: 'Cy', groups: [], actsAs: ['arn:aws:iam::111122223333:user/ada'] }],
    }),
    [
      'people[2].actsAs[0]: "arn:aws:iam::111122223333:user/ada", which "ada" has as well, expected an identity of one person only',
    ],
  ],
  [
    'one human under two ids',
    standardsFile({ people: [...PEOPLE, { id: 'cy', name: 'Cy', groups: [], actsAs: ['AROAEXAMPLE:Ada'] }] }),
    ['people[2].actsAs[0]: "AROAEXAMPLE:Ada", which "ada" has as well, expected an identity of one person only'],
  ],
  [
    'one human under two ids, by the second of them',
    standardsFile({
      people: [
        { id: 'cy', name: 'Cy', groups: [], actsAs: ['*:dee'] },
        { id: 'dee', name: 'Dee', groups: [] },
        ...PEOPLE,
      ],
    }),
    ['people[1].id: "dee", which "cy" has as well, expected an identity of one person only'],
  ],
  [
    'two classes of one name',
    standardsFile({ classes: [classFile(), classFile()] }),
    ['classes[1].name: "agent" a second time, expected a name other than classes[0].name'],
  ],
  [
    'a class called unclassified',
    withClass({ name: 'unclassified' }),
    ['classes[0].name: "unclassified", expected another name: unclassified is the class of what no other matches'],
  ],
  [
    'a class that can match nothing',
    withClass({ match: {} }),
    ['classes[0].match: nothing that could match, expected at least one of names, paths, tags, trust, permissionSets'],
  ],
  [
    'tags that every principal has',
    withClass({ match: { tags: [{}] } }),
    [
      'classes[0].match.tags[0]: an empty object, expected at least one tag: an entry without tags would match every principal',
    ],
  ],
  ...['*', 'arn:*', 'arn:aws:iam::*:*', 'arn:aws-us-gov:iam::*:*', '?rn:*'].map(
    (pattern): [string, JsonObject, readonly string[]] => [
      `protecting everybody with ${pattern}`,
      standardsFile({ protectedPrincipals: [pattern] }),
      [
        `protectedPrincipals[0]: "${pattern}", expected some principals: a pattern for all of them means that nothing is ever held (use mode warn)`,
      ],
    ],
  ),
  [
    'a protected principal by name',
    standardsFile({ protectedPrincipals: ['admin'] }),
    ['protectedPrincipals[0]: "admin", expected a pattern over ARNs: arn:aws:iam::…'],
  ],
  [
    'half an ARN as an environment',
    standardsFile({ environments: [{ name: 'p', resources: ['ok', 'arn:aws:s3:x'] }] }),
    [
      'environments[0].resources[1]: "arn:aws:s3:x", expected an ARN of six parts: arn:partition:service:region:account:resource',
    ],
  ],
  [
    'a usual waiver longer than the longest',
    standardsFile({ waiver: { defaultDays: 60, maxDays: 30 } }),
    ['waiver.defaultDays: number 60, expected at most maxDays, 30'],
  ],
];
