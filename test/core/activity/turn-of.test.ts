import { expect, test } from '@jest/globals';
import { turnOf, turnOfPrincipal } from '../../../lib/core/activity/turn-of.ts';
import { agentRecord } from '../../usecases/agents.ts';
import { ACCOUNT, callOf, record } from '../../usecases/company.ts';

const calling = (kind: 'role' | 'user', name: string) =>
  callOf(
    kind === 'role'
      ? record('DetachRolePolicy', { roleName: name, policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' })
      : record('DetachUserPolicy', { userName: name, policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }),
  );

test.each([
  ['role', 'Deployer', `arn:aws:iam::${ACCOUNT}:role/Deployer`],
  ['role', 'Deployer', `arn:aws:iam::${ACCOUNT}:role/agents/nightly/deployer`],
  ['role', 'deployer', `arn:aws:iam::${ACCOUNT}:role/x:role/y:z/Deployer`],
  ['user', 'rita', `arn:aws:iam::${ACCOUNT}:user/people/Rita`],
] as const)('calls that name the %s %s take turns with what is done about %s', (kind, name, arn) => {
  expect(turnOfPrincipal(arn)).toBe(turnOf(calling(kind, name)));
});

test('a role and a user of one name do not wait for each other', () => {
  expect(turnOfPrincipal(`arn:aws:iam::${ACCOUNT}:role/rita`)).not.toBe(
    turnOfPrincipal(`arn:aws:iam::${ACCOUNT}:user/rita`),
  );
});

test('what an agent only uses waits for its own session alone', () => {
  const turnIn = (principalId: string) => turnOf(callOf(agentRecord('ListUsers', null, { identity: { principalId } })));
  expect(turnIn('AROAENGINEER:rita')).toBe(turnIn('AROAENGINEER:rita'));
  expect(turnIn('AROAENGINEER:rita')).not.toBe(turnIn('AROAENGINEER:sam'));
  expect(turnIn('AROAENGINEER:rita')).not.toBe(turnOf(calling('role', 'engineer')));
});

test('a session of anybody else waits for nothing', () => {
  const begun = callOf(
    record('AssumeRole', { roleArn: `arn:aws:iam::${ACCOUNT}:role/deployer` }, { source: 'sts.amazonaws.com' }),
  );
  expect(turnOf(begun)).toBeUndefined();
});
