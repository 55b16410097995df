import { beforeAll, describe, expect, test } from '@jest/globals';
import { readStandardsFile } from '../../../lib/adapters/local/standards-file.ts';
import type { Role } from '../../../lib/core/account/state.ts';
import type { Governance } from '../../../lib/core/governance/standards/standards.ts';
import type { JsonObject } from '../../../lib/core/json.ts';
import { ReplayedAccounts } from '../../../lib/usecases/replay/replayed-accounts.ts';
import { account, ADMIN, allow, role, trustOf } from '../../core/governance/accounts.ts';
import { ACCOUNT, call, engineerSession, NOW } from '../../core/governance/cases.ts';

let governance: Governance | undefined;

beforeAll(async () => {
  const read = await readStandardsFile(undefined);
  if (!read.ok) throw new Error('the default is out of form');
  governance = read.value.governance;
});

/** A role at a path, which is what the default tells classes by. */
function at(path: string, name: string, change: Partial<Role> = {}): Role {
  const arn = `arn:aws:iam::${ACCOUNT}:role${path}${name}`;
  return role(name, { path, arn, attached: [], trust: trustOf({ AWS: ACCOUNT }), ...change });
}

const inline = (...actions: readonly string[]): Partial<Role> => ({ inline: new Map([['p', allow([...actions])]]) });
const CALLERS = {
  agent: at('/agents/', 'helper'),
  engineer: at('/engineers/', 'rita'),
  pipeline: at('/pipelines/', 'deploy'),
  nobody: at('/', 'someone'),
} as const;
const admin = at('/', 'admin', { attached: [ADMIN] });
const service = at('/workloads/', 'shop', inline('s3:*', 'secretsmanager:GetSecretValue'));
const keeper = at('/', 'keeper', inline('iam:AttachRolePolicy'));
const logger = at('/', 'logger', inline('logs:PutLogEvents'));

function accounts(): ReplayedAccounts {
  if (governance === undefined) throw new Error('the default was not read');
  const state = account(admin, service, keeper, logger, ...Object.values(CALLERS));
  return new ReplayedAccounts({ accounts: [state], governance });
}

function by(who: keyof typeof CALLERS) {
  const principalArn = CALLERS[who].arn;
  return { ...engineerSession, id: `AROA${who}:s`, principalArn, agentMarkers: [] };
}

describe('under the default standards, a role that is handed to a function', () => {
  test.each<readonly [keyof typeof CALLERS, string, Role, readonly string[]]>([
    ['agent', 'of an administrator', admin, ['hold']],
    ['agent', 'of a workload', service, ['hold']],
    ['agent', 'that writes log lines', logger, []],
    ['engineer', 'of an administrator', admin, ['alert']],
    ['engineer', 'that changes who may do what', keeper, ['alert']],
    ['engineer', 'of a workload', service, []],
    ['pipeline', 'of a workload', service, []],
    ['pipeline', 'of an administrator', admin, ['alert']],
    ['nobody', 'of a workload', service, []],
    ['nobody', 'that changes who may do what', keeper, ['alert']],
  ])('by %s: one %s', (who, _, handed, responses) => {
    const roles = [handed.arn];
    const change = {
      kind: 'role-handed',
      resources: ['f'],
      roles,
      grantees: ['lambda.amazonaws.com'],
      asked: {},
    } as const;
    const made = call({ source: 'lambda.amazonaws.com', name: 'CreateFunction', actor: by(who), change, time: NOW });
    const found = accounts().assess(made);
    expect(found.map(({ response }) => response.kind)).toEqual(responses);
  });
});

describe('under the default standards, a role that trusts GitHub', () => {
  const GITHUB = 'token.actions.githubusercontent.com';
  const trusting = (subject: string): JsonObject => ({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/${GITHUB}` },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringLike: { [`${GITHUB}:sub`]: subject },
          StringEquals: { [`${GITHUB}:aud`]: 'sts.amazonaws.com' },
        },
      },
    ],
  });

  test.each<readonly [string, string, number]>([
    ['deploy', 'repo:acme/*', 0],
    ['deploy', 'repo:*', 1],
    ['rita', 'repo:acme/web:ref:refs/heads/main', 0],
    ['rita', 'repo:*/web:*', 1],
    ['someone', '*', 1],
  ])('%s by %s: %d', (roleName, subject, count) => {
    const iam = { name: 'UpdateAssumeRolePolicy', roleName, policyDocument: trusting(subject) } as const;
    const made = call({ name: iam.name, actor: by('engineer'), change: { kind: 'access', iam }, time: NOW });
    const trust = accounts()
      .assess(made)
      .filter(({ kind }) => kind === 'excess-trust');
    expect(trust.flatMap(({ reasons }) => reasons).filter(({ rule }) => rule === 'oidc-subject-open')).toHaveLength(
      count,
    );
  });
});
