import { describe, expect, test } from '@jest/globals';
import { decide } from '../../../lib/core/access/decide.ts';
import { applyAll } from '../../../lib/core/account/apply-all.ts';
import type { AccountState } from '../../../lib/core/account/state.ts';
import { sliceOf } from '../../../lib/core/account/slice.ts';
import { stateToJson } from '../../../lib/core/account/state-json.ts';
import { type Case, foldCase } from '../../../lib/core/governance/cases/case.ts';
import type { FindingKind } from '../../../lib/core/governance/finding.ts';
import type { FindingDraft } from '../../../lib/core/governance/holds/respond.ts';
import { raise } from '../../../lib/core/governance/raise.ts';
import { agentWaiversOf, waiversOf } from '../../../lib/usecases/assess/waivers-of.ts';
import { box, draft } from '../../core/governance/cases.ts';
import { withAdministrators } from '../agents.ts';
import { allow, ENGINEER, MINUTE, NOW } from '../company.ts';

const RITA = 'AROAENGINEER:rita';
const state = withAdministrators();

/** A case of the engineers' role in which Rita acted, with a waiver that runs. */
function waived(kind: FindingKind, about: Partial<FindingDraft> = {}, whole: AccountState = state): Case {
  const frozen = stateToJson(sliceOf(whole, ENGINEER) ?? whole);
  const actor = { ...draft().actor, id: RITA };
  const finding = raise(draft({ kind, principal: ENGINEER, actor, frozen, ...about }), { kind: 'alert', why: '' });
  const raised = { kind: 'finding-raised', finding, at: NOW } as const;
  const { digest, id: findingId, account, principal } = finding;
  const opened = foldCase([{ sequence: 1, subject: findingId, fact: raised, previous: digest, hash: digest }]);
  if (opened === undefined) throw new Error('no case');
  const waiver = { findingId, account, principal, digest, frozen, from: NOW, until: NOW + MINUTE };
  return { ...opened, waiver };
}

const ofRole = (kind: FindingKind) => waiversOf({ principal: ENGINEER, current: state }, [waived(kind)], NOW).length;
const ofAgent = (kind: FindingKind, id: string) =>
  agentWaiversOf({ actor: { id, principalArn: ENGINEER }, current: state }, [waived(kind)], NOW).length;

describe('what was signed', () => {
  test.each<[string, number, number]>([
    ['for a role counts for the role', ofRole('excess-access'), 1],
    ['for a role does not count for an agent that uses it', ofAgent('excess-access', RITA), 0],
    ['for an agent counts for agents in sessions of that name', ofAgent('agent-as-engineer', RITA), 1],
    ['for an agent does not count in sessions of another name', ofAgent('agent-as-engineer', 'AROAENGINEER:sam'), 0],
    ['for an agent does not count for the role that it uses', ofRole('agent-as-engineer'), 0],
  ])('%s', (_, found, expected) => {
    expect(found).toBe(expected);
  });
});

describe('what people were not shown', () => {
  const policyDocument = {
    Version: '2012-10-17',
    Statement: [
      { Sid: 'Own', Effect: 'Allow', Action: 's3:*', Resource: '*' },
      { Sid: 'Told', Effect: 'Allow', Action: 'iam:*', Resource: '*' },
      { Sid: 'Told', Effect: 'Deny', Action: 'iam:CreateUser', Resource: '*' },
    ],
  };
  const role = { name: 'PutRolePolicy', roleName: 'engineer' } as const;
  const frozen = applyAll(state, [
    { ...role, policyName: 'more', policyDocument },
    { ...role, policyName: 'broken', policyDocument: 'no policy' },
  ]);
  const place = (statement: string) => [
    { policy: 'inline:more', statement, actions: ['*'], resources: ['*'], accessLevels: [] },
  ];
  const all = ['Own Allow', 'Told Allow', 'Told Deny'];
  const left = ['Own Allow', 'Told Deny'];

  /** The statements of that policy that a waiver covers, where another finding told of one of them. */
  function covered(other: Partial<Case>, about: Partial<FindingDraft> = {}, own = 'Own'): readonly string[] {
    const signed = waived('excess-access', { excess: place(own) }, frozen);
    const beside = waived('standing-excess', { id: 'F-000000000001', excess: place('Told'), ...about }, frozen);
    const cases = [signed, { ...beside, waiver: undefined, ...other }];
    const { identity } = waiversOf({ principal: ENGINEER, current: frozen }, cases, NOW)[0] ?? { identity: [] };
    expect(identity.map(({ name }) => name)).toContain('inline:broken');
    const { document } = identity.find(({ name }) => name === 'inline:more') ?? {};
    if (document === undefined || 'unreadable' in document) return [];
    return document.statements.map(({ sid, effect }) => `${sid ?? ''} ${effect}`);
  }

  test.each<[string, readonly string[], ...Parameters<typeof covered>]>([
    ['is not waived while it is alerted', left, { status: 'alerted' }],
    ['nor while it is observed', left, { status: 'observed' }],
    ['nor while it waits for people', left, { status: 'open' }],
    ['nor while it is about to be held', left, { status: 'hold-pending' }],
    ['nor while it is held', left, { status: 'held' }],
    ['nor where that failed', left, { status: 'hold-failed' }],
    ['nor after somebody rejected it', left, { status: 'rejected' }],
    ['is waived where it was signed for itself', all, { status: 'restored' }],
    ['is waived where it is told of since', all, { status: 'alerted' }, { raisedAt: NOW + 1 }],
    ['is waived where it is the very thing that was signed', all, { status: 'alerted' }, {}, 'Told'],
  ])('%s', (_, expected, ...other) => {
    expect(covered(...other)).toEqual(expected);
  });
});

describe('what people were not shown, and stands in another place since', () => {
  const ACTIONS = ['s3:PutObject', 'iam:CreateUser', 'iam:DeleteUser'];
  const policyDocument = allow(ACTIONS);
  const frozen = applyAll(state, [{ name: 'PutRolePolicy', roleName: 'engineer', policyName: 'new', policyDocument }]);
  const excess = (actions: readonly string[]) => [{ ...box(actions), policy: 'inline:old', statement: 'Statement[0]' }];

  /** Which actions of that policy a waiver of some covers, where another finding told of some in a policy that is gone. */
  function covered(own: readonly string[], told: readonly string[], kind: FindingKind = 'standing-excess') {
    const signed = waived('excess-access', { excess: own.length === 0 ? [] : excess(own) }, frozen);
    const beside = waived(kind, { id: 'F-000000000001', excess: excess(told) }, frozen);
    const cases: readonly Case[] = [signed, { ...beside, waiver: undefined, status: 'alerted' }];
    const parts = waiversOf({ principal: ENGINEER, current: frozen }, cases, NOW);
    const isCovered = (action: string) =>
      parts.some((part) => decide(part, { action, resource: '*', context: {} }).decision === 'allow');
    return ACTIONS.filter(isCovered);
  }

  test.each<[string, readonly string[], ...Parameters<typeof covered>]>([
    ['is not waived', ['s3:PutObject', 'iam:DeleteUser'], ['s3:PutObject'], ['iam:CreateUser']],
    ['is not waived by the pattern that it was told by', ['s3:PutObject'], ['s3:PutObject'], ['iam:*']],
    ['is waived as far as it was signed', ['s3:PutObject', 'iam:CreateUser'], ['iam:CreateUser'], ['iam:*']],
    ['is waived where just that was signed', ACTIONS, ['iam:*'], ['iam:*']],
    ['is not waived by who signed for no action', ['s3:PutObject'], [], ['iam:*']],
    ['is waived where all that was told is whom a role trusts', ACTIONS, ['s3:PutObject'], ['iam:*'], 'excess-trust'],
  ])('%s', (_, expected, ...asked) => {
    expect(covered(...asked)).toEqual(expected);
  });
});
