import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ACCOUNT_FILE, ADMIN, AGENT, allow, record, STANDARDS } from '../usecases/company.ts';
import { ambit, type Ran, withFiles } from './cli.ts';

const INCIDENT = join(import.meta.dirname, '../../examples/incident');
/** AdministratorAccess for the agent, in the demo. */
const GRANT = '713066e3-72a5-42c1-8113-22e0cf87f99b';
/** A policy that the pipeline took from a workload, in the demo. */
const DETACHED = '949c3fdf-1ee8-4aec-8656-a0b79f721b06';

const grant = record('AttachRolePolicy', { roleName: 'deployer', policyArn: ADMIN }, { id: 'grant' });
const records = [
  grant,
  grant,
  record(
    'PutRolePolicy',
    { roleName: 'deployer', policyName: 'more', policyDocument: JSON.stringify(allow('s3:GetObject')) },
    { id: 'same' },
  ),
  record('AttachRolePolicy', { roleName: 'engineer', policyArn: ADMIN }, { id: 'engineer' }),
  record('AttachRolePolicy', null, { id: 'refused', errorCode: 'AccessDenied' }),
  record('GetRole', { roleName: 'deployer' }, { id: 'read' }),
  record('AttachRolePolicy', { policyArn: ADMIN }, { id: 'broken' }),
  record('DetachRolePolicy', { roleName: 'nobody', policyArn: ADMIN }, { id: 'nobody' }),
];

function explain(id: string, ...more: readonly string[]): Promise<Ran> {
  const files = { 'events.json': { Records: records }, 'account.json': ACCOUNT_FILE, 'ambit.yaml': STANDARDS };
  return withFiles(files, (path) => {
    const world = ['--events', path('events.json'), '--account', path('account.json')];
    return ambit(['explain', id, ...world, '--standards', path('ambit.yaml'), ...more]);
  });
}

describe('ambit explain, from records', () => {
  test.each([
    ['grant', ['2 records', 'access, by AttachRolePolicy', 'outcome:    finding F-', 'beyond the standard', AGENT]],
    ['same', ['class:    "agent"', 'there before', 'gave no more of it']],
    ['engineer', ['"engineer"', 'before:   what it may do is within', 'after:    what it may do is beyond']],
    ['refused', ['no finding: AWS refused it (AccessDenied)']],
    ['read', ['GetRole of iam.amazonaws.com', 'no finding: no row of the table of calls names it']],
    ['broken', ['read:     not from one record', 'roleName', 'unreadable-call']],
  ])('says of the call "%s" how it was read and what came of it', async (id, said) => {
    const { code, stdout, stderr } = await explain(id);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const text of said) expect(stdout).toContain(text);
  });

  test('says in JSON what was before and after', async () => {
    const { json } = await explain('engineer', '--json');
    expect(json()).toMatchObject([
      {
        call: 'engineer',
        readings: [{ read: 'call', name: 'AttachRolePolicy', error: null }],
        assessed: [
          {
            principals: [
              {
                class: 'engineer',
                standard: 'engineer',
                access: { before: { verdict: 'within' }, after: { verdict: 'exceeds' } },
              },
            ],
            findings: [{ kind: 'excess-access', status: 'replayed' }],
          },
        ],
        unreadable: [],
        ledger: null,
      },
    ]);
  });

  test('says so where no record has the id, and ends with 65', async () => {
    expect(await explain('nothing')).toMatchObject({ code: 65, stdout: 'no record has the id nothing\n' });
  });
});

describe('ambit explain, from a ledger', () => {
  test('says what was decided, and with records what was before and after as well', async () => {
    await withFiles({}, async (path) => {
      const dir = path('ambit');
      expect(await ambit(['up', '--once', '--dir', dir])).toMatchObject({ code: 0 });
      const told = await ambit(['explain', GRANT, '--dir', dir]);
      expect(told).toMatchObject({ code: 0, stderr: '' });
      expect(told.stdout).toMatch(/AttachRolePolicy of iam.amazonaws.com was assessed at .*: one finding\n/);
      expect(told.stdout).toContain('kiro-cost-agent, by the standard of class "agent": see its finding');

      const files = ['--events', join(INCIDENT, 'events.json'), '--account', join(INCIDENT, 'account.json')];
      const both = await ambit(['explain', GRANT, '--dir', dir, ...files, '--json']);
      expect(both.json()).toMatchObject([
        { assessed: [{ findings: [{ kind: 'excess-access' }] }], ledger: { findings: [{ kind: 'excess-access' }] } },
      ]);
    });
  });

  test('says by what a call was measured that was no finding', async () => {
    await withFiles({}, async (path) => {
      const dir = path('ambit');
      await ambit(['up', '--once', '--dir', dir]);
      const { code, stdout } = await ambit(['explain', DETACHED, '--dir', dir]);
      expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining(': no finding\n') });
      expect(stdout).toContain(
        'cost-explorer-cn-api, by the standard of class "workload": the call gave nothing beyond its standard',
      );
    });
  });

  test('says so where it has no such call, and ends with 65', async () => {
    await withFiles({}, async (path) => {
      const dir = path('ambit');
      await ambit(['up', '--once', '--dir', dir]);
      const { code, stdout } = await ambit(['explain', 'nothing', '--dir', dir]);
      expect({ code, stdout }).toMatchObject({ code: 65, stdout: expect.stringContaining('it has no such call') });
    });
  });
});

describe('ambit explain, called wrongly', () => {
  test.each([
    [['explain', 'x', '--account', 'a.json'], '--account goes with --events'],
    [['explain', 'x', '--standards', 'a.yaml'], '--standards goes with --events'],
    [['explain', 'x', '--events', '-', '--account', '-'], 'stdin can be read once'],
    [['explain'], 'call-id'],
  ])('is refused: %p', async (args, said) => {
    const { code, stderr } = await ambit(args);
    expect({ code, stderr }).toEqual({ code: 64, stderr: expect.stringContaining(said) });
  });
});
