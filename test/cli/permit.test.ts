import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import * as z from 'zod';
import { digestOf } from '../../lib/core/digest.ts';
import { requestCommand } from '../../lib/core/governance/permits/gate-message.ts';
import { permitId } from '../../lib/core/governance/permits/permit.ts';
import { ambit, withFiles } from './cli.ts';

const DEMO = join(import.meta.dirname, '../../examples/incident/ambit.yaml');
const { people, environments } = z
  .object({
    people: z.array(z.object({ id: z.string(), groups: z.array(z.string()) })),
    environments: z.array(z.object({ name: z.string() })),
  })
  .parse(parse(readFileSync(DEMO, 'utf8')));
const [environment = { name: '' }] = environments;
const signers = people.filter(({ groups }) => groups.length > 0);
const [asking = { id: '' }, ...others] = people;

const permitShape = z.looseObject({ id: z.string(), digest: z.string(), status: z.string() });

const REQUEST = `permit request --environment ${environment.name} --account 111122223333 --operation rds:DeleteDBInstance --target arn:aws:rds:us-east-1:111122223333:db:cost --actor arn:aws:iam::111122223333:role/deployer --by ${asking.id} --reason moved`;

function requestOf(dir: string, parts: readonly string[] = []): readonly string[] {
  return [...REQUEST.split(' '), '--dir', dir, ...parts];
}

async function asked(dir: string): Promise<z.infer<typeof permitShape>> {
  const { code, json, stderr } = await ambit([...requestOf(dir), '--json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return permitShape.parse(json()[0]);
}

describe('ambit permit', () => {
  test('rehearses a request, a signature and a withdrawal without a trace, and says what would be refused', async () => {
    await withFiles({}, async (path) => {
      const dir = path('ambit');
      const dry = ['--dir', dir, '--dry-run', '--json'];
      const { id, digest } = await asked(dir);
      const entries = async () => (await ambit(['ledger', 'show', '--dir', dir])).stdout;
      const before = await entries();
      const by = (person: string) => ['--by', person, '--reason', 'x', ...dry];
      const sign = (person: string) => ambit(['permit', 'sign', id, '--digest', digest, ...by(person)]);
      const signed = await sign(signers.find((each) => others.includes(each))?.id ?? '');
      expect(signed).toMatchObject({ code: 0, stderr: expect.stringContaining('nothing is written down') });
      expect(signed.json()).toMatchObject([{ id, signatures: [expect.anything()] }]);
      expect(await sign(asking.id)).toMatchObject({ code: 64 });
      expect((await ambit(['permit', 'withdraw', id, ...by(asking.id)])).json()).toMatchObject([
        { status: 'withdrawn' },
      ]);
      const other = REQUEST.replace('db:cost', 'db:other').split(' ');
      expect((await ambit([...other, ...dry])).json()).toMatchObject([{ status: 'open' }]);
      expect(await entries()).toBe(before);
    });
  });

  test('asks, shows, is signed by all who must, and lists', async () => {
    await withFiles({}, async (path) => {
      const dir = path('ambit');
      const { id, digest, status } = await asked(dir);
      expect(status).toBe('open');
      const shown = await ambit(['permit', 'show', id, '--dir', dir]);
      expect(shown.stdout).toContain(`ambit permit sign ${id} --digest ${digest} --by PERSON --reason WHY`);
      const statuses: string[] = [];
      for (const person of signers.filter((each) => others.includes(each))) {
        const args = [
          'permit',
          'sign',
          id,
          '--dir',
          dir,
          '--digest',
          digest,
          '--by',
          person.id,
          '--reason',
          'agreed',
          '--json',
        ];
        const signed = await ambit(args);
        if (signed.code === 0) statuses.push(permitShape.parse(signed.json()[0]).status);
      }
      expect(statuses.at(-1)).toBe('signed');
      expect((await ambit(['permit', 'list', '--dir', dir])).stdout).toMatch(
        new RegExp(
          `^${id} signed: rds:DeleteDBInstance of arn:aws:rds:us-east-1:111122223333:db:cost until .*\n1 permit\n$`,
        ),
      );
      expect((await ambit(['permit', 'show', id, '--dir', dir])).stdout).toContain('permit signed as');
      expect((await ambit(['ledger', 'verify', '--dir', dir])).code).toBe(0);
    });
  });

  test('is withdrawn by who asked for it, who cannot sign it', async () => {
    await withFiles({}, async (path) => {
      const dir = path('ambit');
      const { id, digest } = await asked(dir);
      const own = ['--dir', dir, '--by', asking.id, '--reason', 'mine'];
      const signed = await ambit(['permit', 'sign', id, '--digest', digest, ...own]);
      expect(signed).toMatchObject({ code: 64, stdout: '' });
      expect(signed.stderr).toMatch(/^ambit: refused: .*\((SIGNED_OWN_REQUEST|NOT_AN_APPROVER)\)\n$/);
      const withdrawn = await ambit(['permit', 'withdraw', id, ...own]);
      expect(withdrawn).toMatchObject({ code: 0 });
      expect(withdrawn.stdout).toContain(`${id} withdrawn`);
    });
  });

  test('takes the command that the gate tells who is refused', async () => {
    const stack = 'arn:aws:cloudformation:us-east-1:111122223333:stack/cost-prod/0f5a1b60-0000-4000-8000-000000000001';
    const operation = { kind: 'stack-delete' } as const;
    const change = { account: '111122223333', operation, target: stack, change: digestOf({ Resources: {} }) };
    const gated = { environment: environment.name, change, what: '', why: [], destroys: [] };
    const told = requestCommand(gated)
      .replace('--actor ARN', '--actor arn:aws:iam::111122223333:role/deployer')
      .replace('--by PERSON', `--by ${asking.id}`);
    await withFiles({}, async (path) => {
      const { code, stdout } = await ambit([...told.split(' ').slice(1), '--dir', path('ambit')]);
      expect(code).toBe(0);
      expect(stdout).toContain(`${permitId(change)} open: stack-delete of ${stack}`);
    });
  });

  test('says what is wrong with a request', async () => {
    await withFiles({}, async (path) => {
      const dir = path('ambit');
      const wrong = async (...parts: readonly string[]) => {
        const { code, stderr } = await ambit(requestOf(dir, parts));
        return `${code} ${stderr}`;
      };
      expect(await wrong('--environment', 'nowhere')).toMatch(/^64 ambit: refused: .*UNKNOWN_ENVIRONMENT/);
      expect(await wrong('--by', 'nobody')).toMatch(/^64 ambit: refused: .*UNKNOWN_PERSON/);
      expect(await wrong('--actor', 'deployer')).toMatch(/^64 ambit: refused: the actor must be the ARN of/);
      expect(await wrong('--hours', '700')).toMatch(/^64 ambit: refused: the window must not be longer than/);
      expect(await wrong('--hours', 'long')).toMatch(/^64 ambit: .*a number of hours/);
      expect(await wrong('--operation', 'everything')).toMatch(/^64 ambit: .*such as rds:DeleteDBInstance/);
      expect(await wrong('--change', 'x')).toMatch(/^64 ambit: .*64 hex digits/);
      expect(await wrong('--from', 'now')).toMatch(/^64 ambit: .*a moment/);
      expect(await wrong('--operation', 'stack-delete')).toMatch(
        /^64 ambit: refused: the change must be the digest that the gate names/,
      );
    });
  });

  test('says that a permit or a folder is not there', async () => {
    await withFiles({}, async (path) => {
      expect((await ambit(['permit', 'list', '--dir', path('none')])).code).not.toBe(0);
      await asked(path('ambit'));
      const { code, stderr } = await ambit(['permit', 'show', 'P-1', '--dir', path('ambit')]);
      expect([code, stderr]).toEqual([64, 'ambit: refused: there is no such permit; check its id (NO_SUCH_PERMIT)\n']);
    });
  });
});
