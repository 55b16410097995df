import { describe, expect, test } from '@jest/globals';
import { DENY_ALL } from '../../../../lib/core/account/hold-policy.ts';
import type { AccountState, ManagedPolicy, Role } from '../../../../lib/core/account/state.ts';
import { sameAccessState } from '../../../../lib/core/governance/assess/same-access-state.ts';
import { DEPLOY, documentAllowing, SMALL_ACCOUNT, TEAM_POLICY } from '../../../contract/account-fixtures.ts';

function withRole(change: (role: Role) => Role): AccountState {
  const roles = [...SMALL_ACCOUNT.roles].map(([name, role]): [string, Role] => [name, change(role)]);
  return { ...SMALL_ACCOUNT, roles: new Map(roles) };
}

function withTeamPolicy(change: Partial<ManagedPolicy>): AccountState {
  const [team] = SMALL_ACCOUNT.policies.values();
  if (team === undefined) throw new Error('the fixture has no policy');
  return { ...SMALL_ACCOUNT, policies: new Map([[TEAM_POLICY, { ...team, ...change }]]) };
}

/** The role held by a reserved deny, with or without the tag that marks it as held. */
function held(tags: Role['tags']): AccountState {
  return withRole((role) => ({ ...role, inline: new Map([['AmbitHold-1', DENY_ALL]]), tags }));
}

const ONE = documentAllowing('ec2:DescribeInstances');
const TWO = documentAllowing('ec2:*');
const VERSIONS = new Map([
  ['v1', ONE],
  ['v2', TWO],
]);

describe('two states of a principal', () => {
  test.each<[string, AccountState]>([
    ['an id', withRole((role) => ({ ...role, id: 'AROAOTHER' }))],
    ['a description', withRole((role) => ({ ...role, description: 'deploys' }))],
    ['a session length', withRole((role) => ({ ...role, maxSessionDuration: 7200 }))],
    ['what a policy is said to be for', withTeamPolicy({ description: 'for the team' })],
    ['a version of a policy that is not in use', withTeamPolicy({ versions: VERSIONS })],
  ])('say the same of its access where they differ by %s', (_what, other) => {
    expect(sameAccessState(SMALL_ACCOUNT, other, DEPLOY)).toBe(true);
  });

  test.each<[string, AccountState]>([
    ['a tag', withRole((role) => ({ ...role, tags: new Map([['team', 'other']]) }))],
    ['an inline policy', withRole((role) => ({ ...role, inline: new Map() }))],
    ['the version of a policy that is in use', withTeamPolicy({ versions: VERSIONS, defaultVersion: 'v2' })],
    ['the text of the version in use', withTeamPolicy({ versions: new Map([['v1', TWO]]) })],
  ])('do not where they differ by %s', (_what, other) => {
    expect(sameAccessState(SMALL_ACCOUNT, other, DEPLOY)).toBe(false);
  });

  test('say the same where one has the tag of a hold and both have the hold', () => {
    const marked = held(new Map([['AmbitHold', 'held']]));
    expect(sameAccessState(marked, held(new Map()), DEPLOY)).toBe(true);
    const notHeld = withRole((role) => ({ ...role, tags: new Map([['AmbitHold', 'held']]) }));
    expect(
      sameAccessState(
        notHeld,
        withRole((role) => ({ ...role, tags: new Map() })),
        DEPLOY,
      ),
    ).toBe(false);
  });

  test('say nothing alike of a principal that neither has', () => {
    expect(sameAccessState(SMALL_ACCOUNT, SMALL_ACCOUNT, `${DEPLOY}-2`)).toBe(false);
  });
});
