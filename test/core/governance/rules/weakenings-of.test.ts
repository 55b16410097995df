import { describe, expect, test } from '@jest/globals';
import { describeWeakening } from '../../../../lib/core/governance/rules/weakening.ts';
import { weakeningsOf } from '../../../../lib/core/governance/rules/weakenings-of.ts';
import { parseGovernance } from '../../../../lib/core/governance/standards/parse-governance.ts';
import type { Governance } from '../../../../lib/core/governance/standards/standards.ts';
import type { JsonObject, JsonValue } from '../../../../lib/core/json.ts';

function document(statement: JsonObject): JsonObject {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Resource: '*', ...statement }] };
}

const allow = (...actions: readonly string[]): JsonObject => document({ Action: actions });

function classFile(name: string, change: JsonObject = {}): JsonObject {
  return {
    name,
    kind: 'engineer',
    match: { names: [`${name}-*`] },
    mode: 'enforce',
    response: { kind: 'hold' },
    standard: { policies: [allow('s3:GetObject')] },
    ...change,
  };
}

const AGENT = { kind: 'agent', match: { names: ['agent-*'], tags: [{ team: 'bots' }] } };
const NOTHING = { policies: [] };
const OPS_STANDARD = { policies: [allow('s3:*', 'ec2:*')] };

const agent = (change: JsonObject = {}) => classFile('agent', { ...AGENT, ...change });
const ops = (change: JsonObject = {}) => classFile('ops', { standard: OPS_STANDARD, ...change });

const ADA = { id: 'ada', name: 'Ada', groups: ['security'], actsAs: ['arn:aws:iam::111122223333:user/ada'] };
const BO = { id: 'bo', name: 'Bo', groups: ['security'], actsAs: [] };
const CY = { id: 'cy', name: 'Cy', groups: ['owners'], actsAs: [] };
const RULE = [{ group: 'security' }, { group: 'owners' }];
const COST = { name: 'cost', accounts: ['111122223333'], resources: ['arn:aws:rds:*:*:db:cost-*'], stacks: ['cost-*'] };

function rules(change: JsonObject = {}): Governance {
  const parsed = parseGovernance(
    {
      version: 1,
      classes: [agent(), ops()],
      unclassified: { standard: NOTHING, mode: 'warn', response: { kind: 'alert' } },
      people: [ADA, BO, CY],
      approval: { allOf: RULE },
      protectedPrincipals: ['arn:aws:iam::*:role/aws-service-role/*'],
      environments: [{ ...COST, tags: [{ env: 'prod' }], destruction: { also: ['ecs:UpdateService'] } }],
      sharing: { accounts: ['444455556666'], organizations: ['o-exampleorgid'] },
      trustedTokens: [tokens('repo:acme/*')],
      ...change,
    },
    new Map(),
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}

function tokens(...values: readonly string[]): JsonObject {
  return { issuer: 'token.actions.githubusercontent.com', claim: 'sub', values };
}

function weaker(change: JsonObject, from: JsonObject = {}): readonly string[] {
  return weakeningsOf(rules(from), rules(change)).map(describeWeakening);
}

const classes = (...list: readonly JsonValue[]): JsonObject => ({ classes: list });

describe('what asks for as much as before, or for more, is no weakening', () => {
  test.each<[string, JsonObject]>([
    ['nothing changes', {}],
    ['a standard allows less', classes(agent(), ops({ standard: { policies: [allow('s3:*')] } }))],
    ['a standard says the same otherwise', classes(agent(), ops({ standard: { policies: [allow('ec2:*', 's3:*')] } }))],
    ['a standard gets a name', classes(agent(), ops({ standard: { name: 'operations', ...OPS_STANDARD } }))],
    ['a class is renamed', classes(agent(), ops({ name: 'operations', match: { names: ['ops-*'] } }))],
    [
      'a ceiling of trust is set',
      classes(agent(), ops({ standard: { ...OPS_STANDARD, assumableBy: ['own-account'] } })),
    ],
    [
      'the strictest class takes more',
      classes(agent({ match: { names: ['*bot*', 'agent-*'], tags: [{ team: 'bots' }] }, standard: NOTHING }), ops()),
    ],
    [
      'the last class takes fewer, and what it leaves may hold nothing',
      {
        ...classes(agent(), ops({ match: { names: ['ops-x*'] } })),
        unclassified: { standard: NOTHING, mode: 'enforce', response: { kind: 'hold' } },
      },
    ],
    ['a person is renamed', { people: [{ ...ADA, name: 'Ada L.' }, BO, CY] }],
    ['a person acts under one more name', { people: [{ ...ADA, actsAs: [...ADA.actsAs, 'ada'] }, BO, CY] }],
    ['one of two approvers leaves', { people: [ADA, CY] }],
    ['more people must sign', { approval: { allOf: [{ group: 'security', count: 2 }, { group: 'owners' }] } }],
    ['a request lapses sooner', { approval: { allOf: RULE, expiresAfterHours: 24 } }],
    ['fewer principals are protected', { protectedPrincipals: ['arn:aws:iam::*:role/aws-service-role/x/*'] }],
    ['another environment is guarded', { environments: [...environments(), { name: 'mail', resources: ['mail-*'] }] }],
    ['an environment is guarded everywhere', { environments: environments({ accounts: [] }) }],
    ['nothing is shared', { sharing: {} }],
    ['no tokens are trusted any more', { trustedTokens: [] }],
    ['waivers are shorter', { waiver: { defaultDays: 1, maxDays: 2 } }],
    ['a permit is shorter', { permit: { longestHours: 1 } }],
    ['a burst is smaller', { burst: { resources: 5, withinMinutes: 60 } }],
    ['what flaps is denied sooner', { flapping: { holds: 2, withinMinutes: 120 } }],
  ])('%s', (_, change) => {
    expect(weaker(change)).toEqual([]);
  });
});

describe('what asks for less than before is a weakening, and is named', () => {
  test.each<[string, JsonObject, string]>([
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
    [
      'an approver is under another id',
      { people: [{ ...ADA, id: 'eda' }, BO, CY] },
      'people.eda: may sign for security',
    ],
    ['nobody can sign', { people: [] }, 'people: nobody is left in security'],
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
  ])('%s', (_, change, expected) => {
    expect(weaker(change)).toEqual(expect.arrayContaining([expect.stringContaining(expected)]));
  });
});

describe('the most that is done in accounts', () => {
  const from = {
    accountModes: [
      { accounts: ['111122223333'], mode: 'enforce' },
      { accounts: ['4444*'], mode: 'observe' },
      { accounts: ['*'], mode: 'warn' },
    ],
  };

  test.each<[string, JsonObject[]]>([
    ['nowhere less than before', []],
    ['one of those that were only observed is warned of', [{ accounts: ['444455556666'], mode: 'warn' }]],
    ['one of those that were only observed still is', [{ accounts: ['444455556666'], mode: 'observe' }]],
    ['one of all that were warned of still is', [{ accounts: ['777788889999'], mode: 'warn' }]],
    ['everything may be enforced', [{ accounts: ['*'], mode: 'enforce' }]],
  ])('%s', (_, accountModes) => {
    expect(weaker({ accountModes }, from)).toEqual([]);
  });

  test.each<[string, JsonObject[]]>([
    ['what was enforced is warned of', [{ accounts: ['111122223333'], mode: 'warn' }]],
    ['what was enforced is among all', [{ accounts: ['*'], mode: 'warn' }]],
    ['what was enforced may be among some', [{ accounts: ['1*'], mode: 'warn' }]],
    ['what was warned of is observed', [{ accounts: ['777788889999'], mode: 'observe' }]],
    ['more than was observed is', [{ accounts: ['444*'], mode: 'observe' }]],
  ])('less than before: %s', (_, accountModes) => {
    expect(weaker({ accountModes }, from)).toEqual([
      expect.stringMatching(/^accountModes\[0\]: account .* at the most$/),
    ]);
  });
});

describe('further rules of approval', () => {
  const rule = { name: 'iam', when: { services: ['iam'] }, allOf: [{ group: 'owners' }] };
  const owners = [{ accounts: ['*'], group: 'owners' }];
  const from = { approval: { allOf: RULE, rules: [rule], owners } };

  test.each<[string, JsonObject]>([
    ['one more asks for more', { rules: [rule, { ...rule, name: 'all', when: { accounts: ['*'] } }], owners }],
    ['one that has another name asks for the same', { rules: [{ ...rule, name: 'access' }], owners }],
    [
      'one that asks for more people',
      { rules: [{ ...rule, allOf: [{ group: 'owners' }, { group: 'security' }] }], owners },
    ],
  ])('%s', (_, approval) => {
    expect(weaker({ approval: { allOf: RULE, ...approval } }, from)).toEqual([]);
  });

  test.each<[string, JsonObject, string]>([
    ['one less', { owners }, 'approval.rules.iam: it does not count any more where it did'],
    [
      'one that counts elsewhere',
      { rules: [{ ...rule, when: { services: ['s3'] } }], owners },
      'approval.rules.iam: it does not count',
    ],
    [
      'one that asks for others',
      { rules: [{ ...rule, allOf: [{ group: 'security' }] }], owners },
      'approval.rules.iam: 0 of owners must sign, not 1',
    ],
    [
      'other owners of accounts',
      { rules: [rule], owners: [{ accounts: ['*'], group: 'security' }] },
      'approval.owners: others sign',
    ],
    [
      'older sessions that sign',
      { rules: [rule], owners, longestSessionMinutes: 120 },
      'who signed in 120 minutes ago',
    ],
    [
      'people who take access alone',
      { rules: [rule], owners, breakGlass: { groups: ['owners'] } },
      'approval.breakGlass: owners may take access alone',
    ],
  ])('%s is a weakening', (_, approval, expected) => {
    expect(weaker({ approval: { allOf: RULE, ...approval } }, from)).toEqual([expect.stringContaining(expected)]);
  });

  test('a class that changes its name may not come out of the rule that names it', () => {
    const named = { ...rule, when: { classes: ['agent'] } };
    const exchanged = classes(agent({ name: 'ops' }), ops({ name: 'agent', match: { names: ['ops-*'] } }));
    const approval = { allOf: RULE, rules: [named] };
    expect(weaker({ ...exchanged, approval }, { approval })).toEqual([
      'approval.rules.iam: it counts for class "agent" and not for "ops", where some of its principals may now be',
    ]);
  });
});

test('a former version that was weaker is a weakening as well: rules do not remember', () => {
  const tightened = { waiver: { maxDays: 10 } };
  expect(weaker(tightened)).toEqual([]);
  expect(weaker({}, tightened)).toEqual(['waiver.maxDays: it is 30, not 10']);
});

test('a name that agents of the directory have may not lead to a laxer class', () => {
  const second = classFile('second', { kind: 'agent', match: { names: ['other'] }, standard: OPS_STANDARD });
  const wider = classFile('second', { kind: 'agent', match: { names: ['*'] }, standard: OPS_STANDARD });
  expect(weaker(classes(agent(), ops(), wider), classes(agent(), ops(), second))).not.toEqual([]);
});

test('a request that shows a wider standard comes with it', () => {
  const wide = classes(agent({ standard: { policies: [allow('s3:GetObject', 'iam:PassRole')] } }), ops());
  expect(weakeningsOf(rules(), rules(wide))).toEqual([
    expect.objectContaining({ witness: expect.objectContaining({ action: 'iam:PassRole' }) }),
  ]);
});

function environments(change: JsonObject = {}): readonly JsonObject[] {
  return [{ ...COST, tags: [{ env: 'prod' }], destruction: { also: ['ecs:UpdateService'] }, ...change }];
}
