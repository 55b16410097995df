import { describe, expect, test } from '@jest/globals';
import { ESCALATION_PATHS } from '../../../../lib/core/governance/escalation/table.ts';
import { allow, type Holding, openedBy, passedTo, reasonsFor } from './openings.ts';

const deny = (actions: string, condition: Record<string, Record<string, string>>) => ({
  ...allow(actions, '*', condition),
  Effect: 'Deny',
});

const NEW_FUNCTION = ['iam:PassRole', 'lambda:CreateFunction', 'lambda:InvokeFunction'];
const ON_CALL = { StringEquals: { 'aws:PrincipalTag/on': 'call' } };
const ONE_ROLE = 'arn:aws:iam::111122223333:role/worker';

describe('the escalation paths that an excess opens', () => {
  test.each<[string, Holding, readonly string[]]>([
    ['one action that is enough', { holds: [allow('iam:CreatePolicyVersion')] }, ['iam-001']],
    ['in any case of its letters', { holds: [allow('IAM:createpolicyversion')] }, ['iam-001']],
    ['by a pattern', { holds: [allow('ssm:Send*')] }, ['ssm-002']],
    ['all that a path needs together', { holds: [allow(NEW_FUNCTION)] }, ['lambda-001']],
    [
      'from several statements',
      { holds: [allow('iam:PassRole'), allow(['lambda:Create*', 'lambda:InvokeFunction'])] },
      ['lambda-001', 'lambda-002'],
    ],
    [
      'what lacked one action',
      { holds: [allow(NEW_FUNCTION)], known: [allow(['iam:PassRole', 'lambda:InvokeFunction'])] },
      ['lambda-001'],
    ],
    [
      'nothing that was open before',
      { holds: [allow([...NEW_FUNCTION, 's3:PutObject'])], known: [allow(NEW_FUNCTION)] },
      [],
    ],
    ['nothing where a part is missing', { holds: [allow(['iam:PassRole', 'lambda:InvokeFunction'])] }, []],
    ['nothing where only records are read', { holds: [allow(['s3:Get*', 'dynamodb:Query'])] }, []],
    [
      'perhaps, where one role can be passed',
      { holds: [allow('iam:PassRole', ONE_ROLE), allow(NEW_FUNCTION.slice(1))] },
      ['lambda-001?'],
    ],
    ['perhaps, under a condition', { holds: [allow('iam:PutRolePolicy', '*', ON_CALL)] }, ['iam-005?']],
    [
      'for the service that roles can be passed to',
      {
        holds: [
          allow('iam:PassRole', '*', passedTo('lambda')),
          allow([...NEW_FUNCTION.slice(1), 'glue:CreateDevEndpoint']),
        ],
      },
      ['lambda-001?'],
    ],
    [
      'not for a service that a deny keeps roles from',
      {
        holds: [
          allow([...NEW_FUNCTION, 'ec2:RunInstances']),
          deny('iam:PassRole', { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } }),
        ],
      },
      ['ec2-001?'],
    ],
    [
      'not for the service for which it was open before',
      {
        holds: [allow([...NEW_FUNCTION, 'ec2:RunInstances'])],
        known: [allow('iam:PassRole', '*', passedTo('lambda')), allow([...NEW_FUNCTION.slice(1), 'ec2:RunInstances'])],
      },
      ['ec2-001'],
    ],
    [
      'not by actions on two different roles',
      {
        holds: [
          allow('iam:PutRolePolicy', ONE_ROLE),
          allow('sts:AssumeRole', 'arn:aws:iam::111122223333:role/agents/*'),
        ],
      },
      ['iam-005?', 'sts-001?'],
    ],
    [
      'perhaps, where two patterns may name one role',
      {
        holds: [
          allow('iam:PutRolePolicy', 'arn:aws:iam::*:role/*worker'),
          allow('sts:AssumeRole', ['arn:aws:iam::111122223333:role/agents/*', 'arn:aws:iam::111122223333:role/x']),
        ],
      },
      ['iam-005?', 'iam-017?', 'sts-001?'],
    ],
    [
      'perhaps, on all resources but some',
      {
        holds: [
          allow('lambda:UpdateFunctionCode', 'arn:aws:lambda:us-east-1:111122223333:function:a'),
          { Effect: 'Allow', Action: 'lambda:InvokeFunction', NotResource: 'arn:aws:lambda:*:*:function:b' },
        ],
      },
      ['lambda-003?', 'lambda-004?'],
    ],
    [
      'not by what its session is not let do',
      { holds: [allow([...NEW_FUNCTION, 'ssm:SendCommand'])], session: [allow(['iam:PassRole', 'ssm:*'])] },
      ['ssm-002?'],
    ],
    [
      'not by an action on what it cannot act on',
      { holds: [allow('iam:PutRolePolicy', 'arn:aws:s3:::bucket/*'), allow('s3:PutObject')] },
      [],
    ],
    [
      'not by what something denies',
      {
        holds: [
          allow(['iam:*User*', 'iam:CreateAccessKey']),
          { ...allow('iam:*'), Effect: 'Deny' },
          allow('s3:PutObject'),
        ],
      },
      [],
    ],
  ])('are %s', (_, holding, opened) => {
    expect(openedBy(holding)).toEqual(opened);
  });
});

describe('the reasons', () => {
  test('name the path, what it needs, how it is done, and who describes it', () => {
    expect(reasonsFor({ holds: [allow(NEW_FUNCTION)] })).toEqual([
      'opens lambda-001 (iam:PassRole + lambda:CreateFunction + lambda:InvokeFunction): runs code in a new function with a role of its choice [pathfinding.cloud; iam-vulnerable: privesc15-PassExistingRoleToNewLambdaThenInvoke]',
    ]);
  });
  test('say what may be', () => {
    expect(reasonsFor({ holds: [allow('iam:PutRolePolicy', ONE_ROLE)] })).toEqual([
      expect.stringMatching(/^may open iam-005 /),
    ]);
  });
  test('name no path that lacks something, but what it turns on', () => {
    expect(reasonsFor({ holds: [allow('iam:PassRole')] })).toEqual([
      'iam:PassRole is what known escalation paths turn on; alone it opens none of them',
    ]);
  });
  test('explain the first few, and name all', () => {
    const reasons = reasonsFor({ holds: [allow('iam:*')] });
    expect(reasons).toHaveLength(10);
    expect(reasons[8]).toMatch(/^also opens .*iam-013.*role-deny-detached/);
    expect(reasons[9]).toMatch(/^iam:PassRole is what/);
  });
  test('list apart what surely is open and what may be', () => {
    const some = ['iam:Create*', 'iam:Put*', 'iam:Attach*', 'iam:Update*'];
    const reasons = reasonsFor({ holds: [allow(some), allow(['ssm:StartSession', 'ssm:SendCommand'], '*', ON_CALL)] });
    expect(reasons.filter((reason) => / also open/.test(` ${reason}`))).toEqual([
      expect.stringMatching(/^also opens .*iam-021/),
      'may also open ssm-001, ssm-002',
    ]);
  });
  test('are one where every action is in excess, with every path', () => {
    const reasons = reasonsFor({ holds: [allow('*')] });
    expect(reasons).toHaveLength(1);
    for (const { id } of ESCALATION_PATHS) expect(reasons[0]).toContain(id);
  });
});

describe('the table of paths', () => {
  test('has each id once', () => {
    const ids = ESCALATION_PATHS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
  test.each(ESCALATION_PATHS.map((path) => [path.id, path] as const))(
    '%s is open to whoever holds its needs',
    (id, path) => {
      expect(openedBy({ holds: [allow(path.needs)] })).toContain(id);
      expect(path.needs).toContain(path.decides ?? path.needs[0]);
      expect(path.needs).toEqual(expect.arrayContaining([...(path.onOne ?? [])]));
      expect(path.passedTo !== undefined).toBe(path.needs.includes('iam:PassRole'));
    },
  );
  test.each(ESCALATION_PATHS.flatMap((path) => path.needs.map((need) => [path.id, need, path] as const)))(
    '%s is not open to whoever lacks %s',
    (id, lacking, { needs }) => {
      const rest = needs.filter((need) => need !== lacking);
      expect(openedBy({ holds: [allow([...rest, 's3:PutObject'])] })).not.toContain(id);
    },
  );
});
