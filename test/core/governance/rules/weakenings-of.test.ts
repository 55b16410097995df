import { describe, expect, test } from '@jest/globals';
import { describeWeakening } from '../../../../lib/core/governance/rules/weakening.ts';
import { weakeningsOf } from '../../../../lib/core/governance/rules/weakenings-of.ts';
import type { JsonObject } from '../../../../lib/core/json.ts';
import {
  allow,
  classFile,
  NOTHING,
  OPS_STANDARD,
  agent,
  ops,
  ADA,
  BO,
  CY,
  RULE,
  rules,
  classes,
  environments,
} from './rule-changes.ts';
import { WEAKENINGS } from './weakening-cases.ts';

function weaker(change: JsonObject, from: JsonObject = {}): readonly string[] {
  return weakeningsOf(rules(from), rules(change)).map(describeWeakening);
}

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
    [
      'the last of a group acts in sessions of one role',
      { people: [ADA, BO, { ...CY, actsAs: ['arn:aws:sts::111122223333:assumed-role/ops-cy/*', 'AROAEXAMPLE:*'] }] },
    ],
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
  test.each(WEAKENINGS)('%s', (_, change, expected) => {
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
      expect.stringMatching(/^classes.agent.standard: its standard allows more, such as ec2:/),
      'classes.agent.kind: its kind is engineer, not agent',
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
