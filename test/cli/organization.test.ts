import { describe, expect, test } from '@jest/globals';
import { organizationToJson } from '../../lib/core/account/organization/organization-json.ts';
import type { JsonObject } from '../../lib/core/json.ts';
import { COMPANY } from '../core/governance/organizations.ts';
import { ACCOUNT, allow, record } from '../usecases/company.ts';
import { ambit, withFiles } from './cli.ts';

const leave = allow('organizations:LeaveOrganization');

function account(policies: readonly JsonObject[]): string {
  const role = {
    RoleName: 'kiro-deployer',
    RoleId: 'AROAKIRO',
    Arn: `arn:aws:iam::${ACCOUNT}:role/kiro-deployer`,
    Path: '/',
    AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] },
    RolePolicyList: policies.map((PolicyDocument, index) => ({ PolicyName: `p${index}`, PolicyDocument })),
  };
  return JSON.stringify({ RoleDetailList: [role], UserDetailList: [], GroupDetailList: [], Policies: [] });
}

const FILES = {
  'held.json': account([leave]),
  'empty.json': account([]),
  'organization.json': JSON.stringify(organizationToJson(COMPANY)),
  'broken.json': JSON.stringify({ coverage: 'whole', places: [{}], policies: [], disabled: [] }),
  'events.json': JSON.stringify(
    record('PutRolePolicy', {
      roleName: 'kiro-deployer',
      policyName: 'leave',
      policyDocument: JSON.stringify(leave),
    }),
  ),
};

describe('with the organization of a file', () => {
  test('a sweep says what an SCP alone keeps back', () =>
    withFiles(FILES, async (path) => {
      const sweep = ['sweep', '--account', path('held.json'), '--json'];
      const [alone] = (await ambit(sweep)).json();
      expect(alone).toMatchObject({ verdict: 'exceeds', severities: ['high'] });
      const [under] = (await ambit([...sweep, '--organization', path('organization.json')])).json();
      expect(under).toMatchObject({ verdict: 'exceeds', severities: ['low'], reasons: [{ rule: 'kept-back' }] });
    }));

  test('so does a replay', () =>
    withFiles(FILES, async (path) => {
      const replay = ['replay', '--account', path('empty.json'), '--events', path('events.json'), '--json'];
      const [under] = (await ambit([...replay, '--organization', path('organization.json')])).json();
      expect(under).toMatchObject({ severity: 'low', reasons: [{ rule: 'kept-back' }] });
    }));

  test('one that is not written as it should be is refused with its place', () =>
    withFiles(FILES, async (path) => {
      const ran = await ambit(['sweep', '--account', path('held.json'), '--organization', path('broken.json')]);
      expect(ran.code).toBe(65);
      expect(ran.stderr).toContain('broken.json: places[0].id: expected a string, got nothing');
    }));
});
