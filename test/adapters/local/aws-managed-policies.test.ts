import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { AWS_MANAGED_POLICIES_DATE, awsManagedPolicy } from '../../../lib/adapters/local/aws-managed-policies.ts';
import { isJsonObject, type JsonValue } from '../../../lib/core/json.ts';
import { parsePolicy } from '../../../lib/core/policy/parse.ts';
import { describeProblem } from '../../../lib/core/policy/problem.ts';

const readJson: (text: string) => JsonValue = JSON.parse;
const compiled = readJson(
  brotliDecompressSync(
    readFileSync(join(import.meta.dirname, '../../../lib/adapters/local/aws-managed-policies.json.br')),
  ).toString('utf8'),
);
const policies = isJsonObject(compiled) && isJsonObject(compiled['policies']) ? compiled['policies'] : {};

describe('an AWS managed policy', () => {
  test('is found by its ARN', () => {
    expect(awsManagedPolicy('arn:aws:iam::aws:policy/AdministratorAccess')).toEqual({
      arn: 'arn:aws:iam::aws:policy/AdministratorAccess',
      name: 'AdministratorAccess',
      path: '/',
      id: '',
      defaultVersion: 'v1',
      versions: new Map([
        ['v1', { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }],
      ]),
      tags: new Map(),
    });
  });

  test('is found below a path', () => {
    const policy = awsManagedPolicy('arn:aws:iam::aws:policy/job-function/ViewOnlyAccess');
    expect(policy).toMatchObject({ name: 'ViewOnlyAccess', path: '/job-function/' });
  });

  test('names the ARNs of the partition that it is asked for in', () => {
    const documents = (arn: string): string => JSON.stringify([...(awsManagedPolicy(arn)?.versions.values() ?? [])]);
    expect(documents('arn:aws:iam::aws:policy/IAMUserChangePassword')).toContain('arn:aws:iam::*:user/');
    expect(documents('arn:aws-cn:iam::aws:policy/IAMUserChangePassword')).toContain('arn:aws-cn:iam::*:user/');
    expect(documents('arn:aws-cn:iam::aws:policy/IAMUserChangePassword')).not.toContain('arn:aws:');
  });

  test.each([
    'arn:aws:iam::aws:policy/NoSuchPolicy',
    'arn:aws:iam::111122223333:policy/AdministratorAccess',
    'arn:aws:iam::aws:policy/toString',
    'AdministratorAccess',
    '',
  ])('is not "%s"', (arn) => {
    expect(awsManagedPolicy(arn)).toBeUndefined();
  });
});

describe('the compiled policies', () => {
  test('are as old as they say', () => {
    expect(isJsonObject(compiled) && compiled['date']).toBe(AWS_MANAGED_POLICIES_DATE);
  });

  test('can all be read', () => {
    const refused = Object.keys(policies).flatMap((place) => {
      const [document] = awsManagedPolicy(`arn:aws:iam::aws:policy/${place}`)?.versions.values() ?? [];
      const parsed = parsePolicy(document ?? null);
      return parsed.ok ? [] : [`${place}: ${parsed.error.map(describeProblem).join(' | ')}`];
    });
    expect(Object.keys(policies).length).toBeGreaterThan(1500);
    expect(refused).toEqual([]);
  });
});
