import { describe, expect, test } from '@jest/globals';
import { CATALOGUE_DATE } from '../../lib/core/access/catalogue.ts';
import { ambit } from './cli.ts';

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
