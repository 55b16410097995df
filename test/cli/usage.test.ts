import { describe, expect, test } from '@jest/globals';
import { LocalDatabase } from '../../lib/adapters/local/local-database.ts';
import { LocalLedger } from '../../lib/adapters/local/local-ledger.ts';
import { CATALOGUE_DATE } from '../../lib/core/access/catalogue.ts';
import { FACTS, FINDING, NOW } from '../core/governance/approval-fixtures.ts';
import { ambit, withFiles } from './cli.ts';

const COMMANDS = [
  ['up'],
  ['sweep'],
  ['replay'],
  ['compare'],
  ['decide'],
  ['findings'],
  ['findings', 'show'],
  ['approve'],
  ['reject'],
  ['waivers'],
  ['revoke'],
  ['ask'],
  ['break-glass'],
  ['undo'],
  ['drill'],
  ['permit', 'request'],
  ['permit', 'list'],
  ['permit', 'show'],
  ['permit', 'sign'],
  ['permit', 'withdraw'],
  ['doctor'],
  ['deploy-check'],
  ['redrive'],
  ['ledger', 'verify'],
  ['ledger', 'show'],
  ['ledger', 'export'],
  ['standards', 'check'],
  ['explain'],
  ['rules', 'show'],
  ['rules', 'history'],
  ['rules', 'check'],
  ['rules', 'propose'],
  ['rules', 'sign'],
  ['guardrail', 'scp'],
];

describe('help', () => {
  test('lists every command', async () => {
    const { code, stdout, stderr } = await ambit(['--help']);
    for (const [command = ''] of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${command}\\b`, 'm'));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  test.each(COMMANDS.map((words) => ({ words })))('of $words has examples', async ({ words }) => {
    const { code, stdout } = await ambit([...words, '--help']);
    expect(stdout).toMatch(new RegExp(`Examples:\n.*ambit ${words.join(' ')}|Examples:[^]*ambit ${words.join(' ')}`));
    expect(code).toBe(0);
  });

  test('the version says what the catalogue of actions is of', async () => {
    expect((await ambit(['--version'])).stdout).toMatch(new RegExp(`^\\d+\\.\\d+\\.\\d+ .*${CATALOGUE_DATE}`));
  });
});

describe('wrong usage is one line, with a suggestion, and exit code 64', () => {
  test.each<[readonly string[], RegExp]>([
    [[], /no command was given; ambit --help/],
    [['comapre'], /did you mean "compare"\?/],
    [['ledger', 'verfy'], /did you mean "verify"\?/],
    [['compare', '--acess', 'x'], /did you mean "--access"\?/],
    [['compare', '--access'], /--access/],
    [['compare', '--access', 'x'], /--standard/],
    [['compare', '--access', '-', '--standard', '-'], /stdin can be read once/],
    [['compare', '--batch', 'x', '--access', 'y'], /--batch comes without/],
    [['decide'], /--request/],
    [['sweep'], /--account/],
    [['sweep', '--live', '--account', 'x'], /either --account FILE or --live/],
    [['sweep', '111122223333', '--account', 'x'], /go with --live/],
    [['sweep', '--live', '1111'], /"1111" is no account id/],
    [['findings', '--live', '--dir', 'x'], /--dir and --live exclude each other/],
    [['findings', '--profile', 'x'], /--profile goes with --live/],
    [['replay', '--events', '-', '--account', '-'], /stdin can be read once/],
    [['up', '--port', '99999'], /a port, 0 to 65535/],
    [['up', '--pace', '-1'], /--pace/],
    [['drill', '--wait', 'soon'], /--wait/],
    [['deploy-check', '--layout', 'two'], /--layout/],
    [['deploy-check', '--regions', 'eu-west-1,mars'], /a Region, such as eu-west-1/],
    [['deploy-check', '--hub-account', '1'], /an account id of 12 digits/],
    [['approve', 'F-1'], /--reason/],
    [['approve', 'F-1', '--reason', 'x', '--days', '0'], /--days/],
    [['approve', 'F-1', '--reason', 'x', '--token-file', '-'], /add --yes/],
    [
      ['permit', 'withdraw', 'P-1', '--by', 'x', '--reason', ' '],
      /--reason <why>" argument " " is invalid. it must say why/,
    ],
    [['rules', 'propose', '--by', 'x', '--reason', 'x'.repeat(1001)], /in at most 1000 characters/],
    [['ledger', 'verify', '--key', 'x'], /--key goes with a FILE or --live/],
    [['ledger', 'verify', '--evidence'], /--evidence goes with --live/],
    [['ledger', 'verify', '--live', 'x'], /a FILE and --live exclude each other/],
    [['ledger', 'show', '--live', '--dir', 'x'], /--dir and --live exclude each other/],
  ])('%j', async (args, line) => {
    const { code, stdout, stderr } = await ambit(args);
    expect(stderr).toMatch(line);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect({ code, stdout }).toEqual({ code: 64, stdout: '' });
  });
});

describe('ambit findings show', () => {
  const call = { id: 'c-1', source: 'sns.amazonaws.com', name: 'DeleteTopic', time: NOW + 1000 };
  const looked = {
    kind: 'gap-looked',
    findingId: FINDING.id,
    from: NOW,
    until: NOW + 4000,
    calls: [call],
    count: 1,
    seen: NOW + 60_000,
    at: NOW + 60_000,
  } as const;

  test('says what was done before the hold took effect, and what happened since', async () => {
    await withFiles({}, async (path) => {
      const dir = path('ambit');
      const database = LocalDatabase.open(dir);
      const held = [FACTS.raised(), FACTS.holdIntended(), FACTS.holdConfirmed()];
      await new LocalLedger(database).append([...held, looked]);
      database.close();
      const { code, stdout } = await ambit(['findings', 'show', FINDING.id, '--dir', dir]);
      expect(code).toBe(0);
      expect(stdout).toMatch(/gap: .* 1 change by the principal, of what was handled by .*\n.* DeleteTopic of sns/);
      expect(stdout).toMatch(/aws cloudtrail lookup-events --start-time .*Z --end-time .*Z\n.*the excess is held\n/s);
      const json = await ambit(['findings', 'show', FINDING.id, '--dir', dir, '--json']);
      const gap = { count: 1, calls: [{ id: 'c-1', name: 'DeleteTopic' }] };
      expect(json.json()).toMatchObject([{ id: FINDING.id, status: 'held', gap }]);
      const none = await ambit(['findings', 'show', 'F-none', '--dir', dir]);
      expect(none).toMatchObject({ code: 65, stderr: expect.stringContaining('there is no finding "F-none"') });
    });
  });
});
