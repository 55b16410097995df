import { describe, expect, test } from '@jest/globals';
import { ConsoleNotifier } from '../../../lib/adapters/local/console-notifier.ts';
import { FINDING, findingWith } from '../../core/governance/approval-fixtures.ts';

async function lineOf(principal: string, message: string): Promise<string> {
  const lines: string[] = [];
  const sink = {
    write(text: string, done: () => void) {
      lines.push(text);
      done();
    },
  };
  await new ConsoleNotifier(sink).announce(findingWith({ principal }), message);
  return lines.join('');
}

describe('a line on the console', () => {
  test('says which finding, whose access, and what', async () => {
    expect(await lineOf('arn:aws:iam::1:role/x', 'held')).toBe(`${FINDING.id} arn:aws:iam::1:role/x: held\n`);
  });

  test.each([
    ['an escape sequence', 'a\u001b[2Jb', String.raw`a\u{1b}[2Jb`],
    ['a new line', 'a\r\nF-2 b', String.raw`a\u{d}\u{a}F-2 b`],
    ['a C1 control', 'a\u009bb', String.raw`a\u{9b}b`],
    ['a mark that turns the text around', 'a\u202eb', String.raw`a\u{202e}b`],
    ['a line separator', 'a\u2028b', String.raw`a\u{2028}b`],
    ['letters of any script', 'Zoë 漢字 🦜', 'Zoë 漢字 🦜'],
  ])('shows %s in a name without obeying it', async (_, name, shown) => {
    expect(await lineOf(name, name)).toBe(`${FINDING.id} ${shown}: ${shown}\n`);
  });

  test('that could not be written is a fault: it was not announced', async () => {
    const broken = { write: (_: string, done: (fault: Error) => void) => done(new Error('EPIPE')) };
    await expect(new ConsoleNotifier(broken).announce(FINDING, 'held')).rejects.toThrow('EPIPE');
  });
});
