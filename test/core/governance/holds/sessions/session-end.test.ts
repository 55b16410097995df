import { describe, expect, test } from '@jest/globals';
import type { IamCall } from '../../../../../lib/core/account/call.ts';
import {
  endSessions,
  isMadeOf,
  isSessionEnd,
  madeAt,
} from '../../../../../lib/core/governance/holds/sessions/session-end.ts';
import { containSession } from '../../../../../lib/core/governance/holds/sessions/contain-session.ts';
import { denyIn, isToldBySession, scopeOf } from '../../../../../lib/core/governance/holds/sessions/session-scope.ts';
import { reservedDeny } from '../../../../../lib/core/governance/holds/denies/reserved-deny.ts';
import type { JsonObject, JsonValue } from '../../../../../lib/core/json.ts';
import type { Actor } from '../../../../../lib/core/activity/actor.ts';
import { account, allow, role, trustOf } from '../../accounts.ts';
import { ACCOUNT, call, engineerSession, governance, NOW } from '../../cases.ts';

const MINUTE = 60_000;
const deploy = { kind: 'role', name: 'deploy' } as const;
const { put } = endSessions(deploy, 'call-1', { since: NOW - MINUTE, until: NOW });
const back: IamCall = { name: 'UpdateAssumeRolePolicy', roleName: 'deploy', policyDocument: trustOf({ Service: 'x' }) };
const plan = [back, put];
const wide: IamCall = { name: 'PutRolePolicy', roleName: 'deploy', policyName: 'more', policyDocument: allow('*') };

describe('a hold that ends sessions', () => {
  const denying = (when: JsonObject, action = '*'): JsonObject => ({
    Version: '2012-10-17',
    Statement: [{ Sid: 'AmbitHoldSessions', Effect: 'Deny', Action: action, Resource: '*', Condition: when }],
  });
  const from = { DateGreaterThanEquals: { 'aws:TokenIssueTime': '2026-01-05T11:58:30.000Z' } };
  const upTo = (until: string) => ({ ...from, DateLessThan: { 'aws:TokenIssueTime': until } });
  const window = denying(upTo('2026-01-05T12:00:30.000Z'));

  test('denies everything to those that began within a time, half a minute wider at both ends', () => {
    expect(put).toMatchObject({ name: 'PutRolePolicy', roleName: 'deploy', policyDocument: window });
    const open = endSessions(deploy, 'call-1', { since: NOW - MINUTE }).put;
    expect(open).toEqual({ ...put, policyDocument: denying(from) });
  });

  test('of another cause has another name', () => {
    const names = ['call-1', 'call-2'].map((cause) => endSessions(deploy, cause, { since: NOW }).remove);
    expect(names[0]).not.toEqual(names[1]);
    expect(names[0]).not.toEqual(reservedDeny(deploy, 'call-1').remove);
  });

  test('of a user is made when it is made, too', () => {
    const ofUser = endSessions({ kind: 'user', name: 'rita' }, 'call-1', { since: NOW - MINUTE, until: NOW }).put;
    expect(ofUser).toMatchObject({ name: 'PutUserPolicy', policyDocument: window });
    const policyDocument = denying(upTo('2026-01-05T13:00:30.000Z'));
    expect(madeAt([ofUser], NOW + 60 * MINUTE)).toEqual([{ ...ofUser, policyDocument }]);
  });

  test.each<[string, JsonValue]>([
    ['that denies less', denying(upTo('2026-01-05T12:00:30.000Z'), 's3:*')],
    ['that begins at no time', denying({ DateLessThan: { 'aws:TokenIssueTime': '2026-01-05T12:00:30.000Z' } })],
    ['that ends at no moment', denying(upTo('soon'))],
    ['that has no list of statements', { Version: '2012-10-17', Statement: { Effect: 'Deny' } }],
    ['that has no statement', { Version: '2012-10-17', Statement: [] }],
    ['that is none', 'no policy'],
  ])('is no policy %s', (_, policyDocument) => {
    expect(isSessionEnd({ name: 'PutRolePolicy', roleName: 'deploy', policyName: 'x', policyDocument })).toBe(false);
  });

  test('is no version of a managed policy, whatever that says', () => {
    const policyArn = 'arn:aws:iam::111122223333:policy/shared';
    const version = { name: 'CreatePolicyVersion', policyArn, policyDocument: window, setAsDefault: true } as const;
    expect([version, { name: 'DeleteRole', roleName: 'deploy' } as const].map(isSessionEnd)).toEqual([false, false]);
  });

  test('ends those that begin until it is made, half a minute for the clocks, by a policy of the same name', () => {
    const [first, made] = madeAt(plan, NOW + 60 * MINUTE);
    expect(first).toEqual(back);
    expect(made).toMatchObject({
      policyName: 'policyName' in put ? put.policyName : '',
      policyDocument: {
        Statement: [
          {
            Effect: 'Deny',
            Condition: {
              DateGreaterThanEquals: { 'aws:TokenIssueTime': '2026-01-05T11:58:30.000Z' },
              DateLessThan: { 'aws:TokenIssueTime': '2026-01-05T13:00:30.000Z' },
            },
          },
        ],
      },
    });
  });

  test('is told from other denies, also from one of all sessions that are to come', () => {
    const open = endSessions(deploy, 'call-1', { since: NOW }).put;
    expect([put, open, wide, back].map(isSessionEnd)).toEqual([true, false, false, false]);
    expect(madeAt([open, wide], NOW + MINUTE)).toEqual([open, wide]);
  });

  test.each<[string, readonly IamCall[], number, boolean]>([
    ['the plan itself', plan, NOW, true],
    ['the plan as it is made later', [back, later(30 * MINUTE)], NOW + 30 * MINUTE, true],
    ['one that ends fewer sessions than planned', [back, later(-30 * MINUTE)], NOW, false],
    ['one that ends sessions which are still to come', [back, later(30 * MINUTE)], NOW, false],
    ['one with another call', [wide, put], NOW, false],
    ['one with a call more', [...plan, wide], NOW, false],
    ['one with a call less', [put], NOW, false],
    ['one without its last call', [back], NOW, false],
    ['an end of sessions in place of another call', [put, put], NOW, false],
    ['another policy in its place', [back, wide], NOW, false],
  ])('is of a plan, or not: %s', (_, calls, at, expected) => {
    expect(isMadeOf(calls, plan, at)).toBe(expected);
  });
});

function later(by: number): IamCall {
  return endSessions(deploy, 'call-1', { since: NOW - MINUTE, until: NOW + by }).put;
}

describe('a policy names who made a call', () => {
  const engineer = { kind: 'role', name: 'engineer' } as const;
  const strong = (field: string) => ({ agent: 'AWS MCP Server', strength: 'strong', field }) as const;
  const mcp = { agentMarkers: [strong('userIdentity.invokedBy')] };
  const through = { Bool: { 'aws:ViaAWSMCPService': 'true' } };
  const own = { StringEquals: { 'aws:userid': 'AROAENGINEER:rita' } };
  const session = { name: 'rita', userId: 'AROAENGINEER:rita', startedAt: NOW };
  const signed = { ...session, sourceIdentity: 'rita@example.com' };
  const { principalArn: arn, session: _session, ...nobody } = engineerSession;
  const openedBy = { id: engineerSession.id, name: 'rita', principalArn: arn ?? '' };
  const bot = `arn:aws:iam::${ACCOUNT}:user/bots/bot`;
  const about = {
    ...own,
    DateGreaterThanEquals: { 'aws:TokenIssueTime': '2026-01-05T11:59:58.000Z' },
    DateLessThanEquals: { 'aws:TokenIssueTime': '2026-01-05T12:00:02.000Z' },
  };

  test.each<[string, Partial<Actor>, object]>([
    [
      'a session by its id',
      { session },
      { account: ACCOUNT, principal: engineer, condition: own, name: 'session rita of role engineer' },
    ],
    ['a role without its path', { principalArn: `arn:aws:iam::${ACCOUNT}:role/a/b/engineer` }, { principal: engineer }],
    [
      'what an agent does through a server of AWS, and not what the person does',
      { ...mcp, session },
      {
        condition: { ...own, ...through },
        name: 'agents that use MCP servers of AWS in session rita of role engineer',
      },
    ],
    [
      'that under the source identity, which no session further on can shed',
      { ...mcp, session: signed },
      { condition: { StringEquals: { 'aws:SourceIdentity': 'rita@example.com' }, ...through } },
    ],
    ['a session of which it is not told by the id all the same', { session: signed }, { condition: own }],
    [
      'a session whose name is that of who opened it by when it began as well',
      { session, openedBy },
      { condition: about, name: 'session rita of role engineer that began at 2026-01-05T12:00:00.000Z' },
    ],
    [
      'what an agent does as a user',
      { ...mcp, kind: 'user', principalArn: bot },
      {
        account: ACCOUNT,
        principal: { kind: 'user', name: 'bot' },
        condition: through,
        name: 'agents that use MCP servers of AWS as user bot',
      },
    ],
  ])('as %s', (_, change, scope) => {
    expect(scopeOf({ ...engineerSession, ...change })).toMatchObject(scope);
  });

  const NO_SESSION = { none: 'rita did not act in a role session' };
  const NO_ID = { none: 'the session has no id that a policy can name' };
  const identified = (userId: string) => ({ ...engineerSession, session: { name: 'rita', userId } });
  test.each<[string, Actor, { readonly none: string }]>([
    ['has no principal', nobody, NO_SESSION],
    ['is in no session', { ...nobody, principalArn: arn ?? '' }, NO_SESSION],
    ['is a user by hand', { ...engineerSession, kind: 'user', principalArn: bot }, NO_SESSION],
    ['is a user’s session', { ...engineerSession, ...mcp, principalArn: bot }, NO_SESSION],
    ['is the account itself', { ...engineerSession, principalArn: `arn:aws:iam::${ACCOUNT}:root` }, NO_SESSION],
    ['is of no account', { ...engineerSession, principalArn: 'arn:aws:iam::1:role/engineer' }, NO_SESSION],
    ['is named within another text', { ...engineerSession, principalArn: `x ${arn}` }, NO_SESSION],
    ['has a session without an id', identified(''), NO_ID],
    ['has an id in which a variable would begin', identified('AROAENGINEER:${aws:username}'), NO_ID],
  ])('or nobody, who %s', (_, actor, none) => {
    expect(scopeOf(actor)).toEqual(none);
  });

  test.each<[string, Partial<Actor>, boolean]>([
    ['who opened it has the same name', { session, openedBy }, true],
    ['nobody knows when it began', { openedBy }, false],
    ['nobody is known to have opened it', { session }, false],
    ['an agent opened it, and nobody knows as whom', { session, openedBy: 'an agent' }, false],
    ['who opened it has another name', { session, openedBy: { ...openedBy, id: 'AROAENGINEER:lee' } }, false],
    ['who opened it is of another role', { session, openedBy: { ...openedBy, principalArn: bot } }, false],
  ])('with the beginning of the session, or not, where %s', (_, change, expected) => {
    expect(isToldBySession({ ...engineerSession, ...change })).toBe(expected);
  });

  test('and denies everything to that alone', () => {
    const state = account(role('engineer'));
    const plan = containSession(call(), state, governance());
    const { put, remove } = reservedDeny(engineer, 'call-1 session', denyIn(own));
    const summary = 'denies session rita of role engineer everything until it is released';
    expect(plan).toEqual({ kind: 'contain', account: ACCOUNT, calls: [put], restore: [remove], summary });
    const statement = { Sid: 'AmbitHold', Effect: 'Deny', Action: '*', Resource: '*', Condition: own };
    expect(put).toMatchObject({ policyDocument: { Version: '2012-10-17', Statement: [statement] } });
  });

  const linked = `arn:aws:iam::${ACCOUNT}:role/aws-service-role/x/y`;
  test.each<[string, ReturnType<typeof containSession>, string]>([
    [
      'acts in another account',
      containSession(call({ account: '4' }), undefined, governance()),
      `account ${ACCOUNT}, not in 4`,
    ],
    [
      'is protected',
      containSession(call(), undefined, governance({ protectedPrincipals: [arn ?? ''] })),
      `${arn} is protected`,
    ],
    ['is gone', containSession(call(), account(), governance()), `${arn} is gone`],
    [
      'nobody can change',
      containSession(call({ actor: { ...engineerSession, principalArn: linked } }), undefined, governance()),
      'is a service-linked role',
    ],
    ['no policy can name', containSession(call({ actor: nobody }), undefined, governance()), NO_SESSION.none],
  ])('and denies nothing to who %s', (_, plan, why) => {
    expect(plan).toEqual({ none: expect.stringContaining(why) });
  });

  test('and denies it to who may be there, as far as is known', () => {
    const partial = { ...account(), coverage: 'partial' } as const;
    for (const state of [undefined, partial]) {
      expect(containSession(call(), state, governance())).toMatchObject({ kind: 'contain' });
    }
  });
});
