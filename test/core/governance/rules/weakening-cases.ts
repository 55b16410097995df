import type { JsonObject } from '../../../../lib/core/json.ts';
import {
  document,
  allow,
  classFile,
  OPS_STANDARD,
  agent,
  ops,
  ADA,
  BO,
  CY,
  RULE,
  tokens,
  classes,
  environments,
} from './rule-changes.ts';

/** Changes that ask for less than the usual rules, and how each is told. */
export const WEAKENINGS: readonly (readonly [about: string, change: JsonObject, told: string])[] = [
  [
    'a standard is widened by a star',
    classes(agent({ standard: { policies: [allow('s3:*')] } }), ops()),
    'classes.agent.standard: its standard allows more, such as s3:',
  ],
  [
    'a standard is widened by NotAction',
    classes(agent({ standard: { policies: [document({ NotAction: 'iam:*' })] } }), ops()),
    'classes.agent.standard: its standard allows more',
  ],
  [
    'a standard allows another service',
    classes(agent(), ops({ standard: { policies: [allow('s3:*', 'ec2:*', 'iam:*')] } })),
    'classes.ops.standard: its standard allows more, such as iam:',
  ],
  [
    'a standard allows what AWS will add',
    classes(agent({ standard: { policies: [allow('s3:GetObject*')] } }), ops()),
    'classes.agent.standard: its standard',
  ],
  [
    'a ceiling of trust takes another account',
    classes(agent(), ops({ standard: { ...OPS_STANDARD, assumableBy: ['own-account', '444455556666'] } })),
    'classes.ops.assumableBy: its ceiling of trust allows more',
  ],
  [
    'a class is renamed and widened',
    classes(agent({ name: 'bot', standard: { policies: [allow('s3:*')] } }), ops()),
    'classes.bot.standard: whoever was in class "agent" may now be in "bot": its standard allows more',
  ],
  [
    'a class is renamed, and its name given to a laxer one that nobody is in',
    classes(
      agent(),
      ops({ name: 'operations', match: { names: ['ops-*'] } }),
      ops({ match: { names: ['ops-nobody'] }, mode: 'warn' }),
    ),
    'classes.ops.mode: its mode is warn, not enforce',
  ],
  [
    'a laxer class comes first',
    classes(ops(), agent()),
    'classes.ops.standard: whoever was in class "agent" may now be in "ops": its standard allows more',
  ],
  [
    'a laxer class takes names of others',
    classes(ops({ match: { names: ['*'] } })),
    'classes.agent.match: agents that it took may be told as agents no more',
  ],
  [
    'a strict class takes fewer',
    classes(agent({ match: { tags: [{ team: 'bots' }] } }), ops()),
    'classes.ops.standard: whoever was in class "agent" may now be in "ops": its standard allows more',
  ],
  [
    'a tag is asked for besides',
    classes(agent({ match: { names: ['agent-*'], tags: [{ team: 'bots', x: '1' }] } }), ops()),
    'classes.ops.standard: whoever was in class "agent"',
  ],
  [
    'a class is put in front',
    classes(classFile('mine', { standard: OPS_STANDARD }), agent(), ops()),
    'classes.mine.standard: whoever was in class "agent" may now be in "mine"',
  ],
  [
    'a class is taken out',
    classes(agent()),
    'classes.unclassified.mode: whoever was in class "ops" may now be in "unclassified": its mode is warn, not enforce',
  ],
  [
    'who was unclassified may hold more',
    classes(agent(), ops(), classFile('mine')),
    'classes.mine.standard: whoever was in class "unclassified" may now be in "mine"',
  ],
  [
    'a class only observes',
    classes(agent({ mode: 'observe' }), ops()),
    'classes.agent.mode: its mode is observe, not enforce',
  ],
  [
    'a class only alerts',
    classes(agent({ response: { kind: 'alert' } }), ops()),
    'classes.agent.response: its response is alert, not hold',
  ],
  [
    'agents are engineers',
    classes(agent({ kind: 'engineer' }), ops()),
    'classes.agent.kind: its kind is engineer, not agent',
  ],
  [
    'engineers pass the gate',
    classes(agent(), ops({ kind: 'break-glass' })),
    'classes.ops.kind: its kind is break-glass, not engineer',
  ],
  [
    'a person may sign',
    { people: [ADA, BO, CY, { id: 'eve', name: 'Eve', groups: ['owners'] }] },
    'people.eve: may sign for owners',
  ],
  [
    'an approver may sign for another group',
    { people: [ADA, { ...BO, groups: ['security', 'owners'] }, CY] },
    'people.bo: may sign for owners',
  ],
  [
    'a person is forgotten under a name',
    { people: [{ ...ADA, actsAs: [] }, BO, CY] },
    'people.ada: is not known to act as arn:aws:iam::111122223333:user/ada any more',
  ],
  ['an approver is under another id', { people: [{ ...ADA, id: 'eda' }, BO, CY] }, 'people.eda: may sign for security'],
  ['nobody can sign', { people: [] }, 'people: nobody is left in security'],
  [
    'the last of a group is made an agent',
    { people: [ADA, BO, { ...CY, actsAs: ['arn:aws:iam::111122223333:role/agent-cy'] }] },
    'people: nobody is left in owners',
  ],
  ...['*', 'arn:aws:iam::*:role/*', 'arn:aws:sts::111122223333:assumed-role/*/*', 'arn:aws:iam::*:user/?*'].map(
    (name): [string, JsonObject, string] => [
      `the last of a group acts as everybody: ${name}`,
      { people: [ADA, BO, { ...CY, actsAs: [name] }] },
      'people: nobody is left in owners',
    ],
  ),
  [
    'a group need not sign',
    { approval: { allOf: [{ group: 'security', count: 2 }] } },
    'approval.allOf: 0 of owners must sign, not 1',
  ],
  [
    'a request can be signed for longer',
    { approval: { allOf: RULE, expiresAfterHours: 100 } },
    'approval.expiresAfterHours: a request can be signed for 100 hours, not 72',
  ],
  [
    'a role is protected',
    { protectedPrincipals: ['arn:aws:iam::*:role/aws-service-role/*', 'arn:aws:iam::*:role/mine'] },
    'protectedPrincipals: arn:aws:iam::*:role/mine is never touched',
  ],
  [
    'a pattern of protection is wider',
    { protectedPrincipals: ['arn:aws:iam::*:role/aws-*'] },
    'protectedPrincipals: arn:aws:iam::*:role/aws-* is never touched',
  ],
  ['an environment is gone', { environments: [] }, 'environments.cost: it is not guarded any more'],
  [
    'an environment has fewer resources',
    { environments: environments({ resources: [] }) },
    'environments.cost: arn:aws:rds:*:*:db:cost-* is not guarded any more',
  ],
  [
    'an environment asks for more tags',
    { environments: environments({ tags: [{ env: 'prod', x: '1' }] }) },
    'environments.cost: what has the tags {"env":"prod"} is not guarded any more',
  ],
  [
    'an environment is in another account',
    { environments: environments({ accounts: ['444455556666'] }) },
    'environments.cost: it is not guarded in 111122223333 any more',
  ],
  [
    'an operation is none that destroys',
    { environments: environments({ destruction: { also: ['ecs:UpdateService'], except: ['rds:*'] } }) },
    'environments.cost: rds:* is no destruction any more',
  ],
  [
    'an operation does not destroy any more',
    { environments: environments({ destruction: {} }) },
    'environments.cost: ecs:UpdateService is no destruction any more',
  ],
  [
    'an account is let in',
    { sharing: { accounts: ['444455556666', '777788889999'] } },
    'sharing.accounts: account 777788889999 may be let in',
  ],
  [
    'an organization is let in',
    { sharing: { organizations: ['o-exampleorgid', 'o-otherother1'] } },
    'sharing.organizations: organization o-otherother1 may be let in',
  ],
  [
    'tokens of others are trusted',
    { trustedTokens: [tokens('repo:acme/*', 'repo:acme-labs/*')] },
    'trustedTokens: roles may trust token.actions.githubusercontent.com:sub repo:acme-labs/*',
  ],
  ['waivers are longer', { waiver: { maxDays: 60 } }, 'waiver.maxDays: it is 60, not 30'],
  ['permits are longer', { permit: { longestHours: 100 } }, 'permit.longestHours: it is 100, not 72'],
  ['calls are too old sooner', { staleAfterMinutes: 1 }, 'staleAfterMinutes: it is 1, not 60'],
  ['calls are held however old', { staleAfterMinutes: 10_000 }, 'staleAfterMinutes: it is 10000, not 60'],
  ['holds wait longer for stacks', { waitForStackMinutes: 60 }, 'waitForStackMinutes: it is 60, not 15'],
  ['the breaker opens at once', { breaker: { holds: 1 } }, 'breaker.holds: it is 1, not 30'],
  ['the breaker never opens', { breaker: { holds: 1000 } }, 'breaker.holds: it is 1000, not 30'],
  ['the breaker opens by a share', { breaker: { sharePercent: 1 } }, 'breaker.sharePercent: it is 1, not 100'],
  [
    'an account is only warned of',
    { accountModes: [{ accounts: ['1111*'], mode: 'warn' }] },
    'accountModes[0]: account 1111* is in mode warn at the most',
  ],
  ['what flaps goes on', { flapping: { holds: 100 } }, 'flapping.holds: it is 100, not 3'],
  ['a session may destroy more', { burst: { resources: 500 } }, 'burst.resources: it is 500, not 10'],
];
