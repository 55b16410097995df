import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { cliOfCall } from '../../../../lib/core/governance/undo/cli-of-call.ts';
import { awsCommand, shellWord } from '../../../../lib/core/governance/undo/shell-word.ts';

const HOSTILE = [
  '; echo ran',
  '$(echo ran)',
  '`echo ran`',
  "' ; echo ran #",
  '"; echo ran',
  'a b',
  '*',
  '',
  '&& echo ran',
];

/** The words that a shell makes of a text. */
function wordsOf(text: string): readonly string[] {
  return execFileSync('/bin/sh', ['-c', `for word in ${text}; do printf '%s\\0' "$word"; done`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1);
}

describe('a word of a command that a finding gives people', () => {
  test.each(HOSTILE)('%j is one word to a shell, and nothing that runs', (text) => {
    expect(wordsOf(shellWord(text))).toEqual([text]);
  });

  test.each(['arn:aws:iam::111122223333:role/a', 'ou-ab12-cd34', 'Name=x,Path=/a/'])('%s stays as it is', (text) => {
    expect(shellWord(text)).toBe(text);
  });

  test.each(['=ls', 'a==ls', 'a=b:=ls'])('%s does not go on as the name of a program that zsh looks for', (text) => {
    expect(shellWord(text)).toBe(`'${text}'`);
  });

  test('has no character that moves a cursor or ends a line', () => {
    expect(shellWord('a\nrm\u001b[2J')).toBe("'a?rm?[2J'");
  });
});

test('all that is put into a command is quoted, and the command is not', () => {
  const command = awsCommand`organizations detach-policy --policy-id ${'; id'} --target-id ${'r-1'}`;
  const words = ['organizations', 'detach-policy', '--policy-id', '; id', '--target-id', 'r-1'];
  expect(wordsOf(command)).toEqual(words);
});

test('a value that begins like an option is the value of the one before it', () => {
  const command = awsCommand`aws lambda remove-permission --statement-id ${'--debug'} --qualifier ${'-x'} ${'-y'}`;
  expect(wordsOf(command).slice(3)).toEqual(['--statement-id=--debug', '--qualifier=-x', '-y']);
});

test('the command that takes back a permission whose name begins like an option names it', () => {
  const resource = 'arn:aws:lambda:us-east-1:111122223333:function:f';
  const order = { service: 'lambda', region: 'us-east-1', resource, statement: {} } as const;
  const asked = { principal: '*', action: 'lambda:InvokeFunction', eventSourceToken: '-t' };
  const command = cliOfCall({ ...order, name: 'AddPermission', statementId: '--help', asked });
  expect(wordsOf(command)).toEqual(expect.arrayContaining(['--statement-id=--help', '--event-source-token=-t']));
});
