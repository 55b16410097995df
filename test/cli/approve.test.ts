import { type ServerType, serve } from '@hono/node-server';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { tokenApp } from '../../lib/api/token-app.ts';
import { foldCase } from '../../lib/core/governance/cases/case.ts';
import { verifyChain } from '../../lib/core/governance/ledger/verify-chain.ts';
import { type ServedWorld, serveWorld } from '../api/visitor.ts';
import { ok } from '../../lib/core/result.ts';
import { restoreAccess } from '../../lib/usecases/approval/restore-access.ts';
import { DAY, NOW, STANDARDS } from '../usecases/company.ts';
import { ambit, withFiles } from './cli.ts';

let served: ServedWorld;
let server: ServerType;
let url: string;
let asked: string[];

const before = process.env['AMBIT_TOKEN'];

/** The app as a gateway serves it that takes `token-of-NAME` for a token of that person. */
beforeEach(async () => {
  served = await serveWorld();
  asked = [];
  const app = tokenApp({
    usecases: { ...served.world.deps, restorer: { decided: async () => {} } },
    verifyLedger: async () => verifyChain(undefined).report(),
    reportFault: (fault) => served.faults.push(fault),
    console: new Map(),
    foundRules: () => ok({ json: STANDARDS, files: new Map() }),
    signIn: undefined,
  });
  const fetch = (request: Request): Response | Promise<Response> => {
    asked.push(`${request.method} ${new URL(request.url).pathname}`);
    const sub = /^Bearer token-of-(\w+)$/.exec(request.headers.get('authorization') ?? '')?.[1];
    if (sub === 'nowhere') return Response.redirect('http://127.0.0.1:1/elsewhere');
    if (sub === 'proxy') return new Response('<html>bad gateway</html>', { status: 502 });
    if (sub === 'other') return Response.json({ finding: 'of another version' });
    if (sub === undefined) return Response.json({ message: 'Unauthorized' }, { status: 401 });
    const claims = { sub, auth_time: String(NOW / 1000) };
    return app.fetch(request, { event: { requestContext: { authorizer: { jwt: { claims } } } } });
  };
  server = serve({ fetch, port: 0, hostname: '127.0.0.1' });
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  url = `http://127.0.0.1:${address.port}`;
  delete process.env['AMBIT_TOKEN'];
});

afterEach(async () => {
  server.close();
  await once(server, 'close');
  served.world.close();
  if (before === undefined) delete process.env['AMBIT_TOKEN'];
  else process.env['AMBIT_TOKEN'] = before;
});

function as(
  person: string,
  command: 'approve' | 'reject' | 'revoke' | 'ask' | 'break-glass' | 'undo',
  more: readonly string[] = [],
  typed = '',
) {
  process.env['AMBIT_TOKEN'] = `token-of-${person}`;
  return ambit([command, served.findingId, '--api', url, '--reason', 'release 42', ...more], typed);
}

const caseNow = async () => foldCase(await served.world.deps.ledger.about(served.findingId));
const first = () => served.digest.slice('sha256:'.length, 'sha256:'.length + 8);

describe('ambit waivers', () => {
  test('lists what runs, with its end and its reasons; one approver revokes it', async () => {
    for (const person of ['sam', 'pat']) await as(person, 'approve', ['--yes', '--days', '2']);
    await restoreAccess(served.findingId, served.world.deps);
    const list = (...more: string[]) => ambit(['waivers', '--dir', served.world.folder, ...more]);
    const until = new Date(NOW + 2 * DAY).toISOString();
    const { stdout, code } = await list();
    expect(stdout).toContain(`${served.findingId} until ${until}: arn:aws:iam::111122223333:role/agents/deployer`);
    expect(stdout).toContain('  because:  release 42');
    expect(code).toBe(0);
    const waiver = { finding: served.findingId, until, alone: null, review: false, reasons: ['release 42'] };
    expect((await list('--json')).json()).toMatchObject([waiver]);
    expect((await as('sam', 'revoke')).stdout).toContain('the waiver is over');
    expect((await list()).stdout).toBe('0 waivers\n');
    expect((await as('sam', 'revoke')).stderr).toContain('refused: NOT_WAIVED');
  });

  test('of a finding that is held there is none to revoke, and no request to make again', async () => {
    expect((await as('sam', 'ask')).stderr).toContain('refused: NOT_LAPSED');
    expect((await as('sam', 'break-glass')).stderr).toContain('refused: NO_BREAK_GLASS');
  });
});

describe('a dry run', () => {
  test.each<['approve' | 'reject' | 'revoke' | 'ask' | 'break-glass' | 'undo', string]>([
    ['approve', 'sign sha256:'],
    ['reject', 'reject it for good'],
    ['revoke', 'end its waiver now'],
    ['ask', 'begin a new request for approval'],
    ['break-glass', 'take it alone for 1 minutes'],
    ['undo', 'sign sha256:'],
  ])('of ambit %s says what would be decided, and decides nothing', async (command, wish) => {
    const { code, stdout, json } = await as('sam', command, ['--dry-run', '--json']);
    expect(json()).toMatchObject([{ finding: served.findingId, outcome: 'dry-run', status: 'held' }]);
    expect(stdout).toContain(`nothing was decided; without --dry-run you would ${wish}`);
    expect(code).toBe(0);
    expect(asked.filter((request) => request.startsWith('POST'))).toEqual([]);
  });
});

describe('ambit undo', () => {
  test('shows the calls that undo the hold, and signs them for two people', async () => {
    const { stdout } = await as('sam', 'undo', [], `${first()}\n`);
    expect(stdout).toMatch(/^ {2}signed: {3}AttachRolePolicy /m);
    expect(stdout).toContain('your signature is in the ledger; more are missing');
    const last = await as('pat', 'undo', ['--yes']);
    expect(last.stdout).toContain('all signatures are there; it is being given back now');
    await restoreAccess(served.findingId, served.world.deps);
    expect((await caseNow())?.status).toBe('restored');
  });

  test('by one person alone is refused where the standards know no break-glass', async () => {
    const { code, stderr } = await as('sam', 'undo', ['--alone', '--yes']);
    expect(stderr).toContain('refused: NO_BREAK_GLASS');
    expect(code).toBe(65);
    expect((await caseNow())?.status).toBe('held');
  });
});

describe('ambit approve', () => {
  test('shows what is signed and signs it when the digits of its digest are typed', async () => {
    const { code, stdout, stderr } = await as('sam', 'approve', ['--days', '2'], `${first()}\n`);
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^critical excess-access: arn:aws:iam::111122223333:role\/agents\/deployer, held$/);
    expect(lines).toContain(`  digest:   ${served.digest}`);
    expect(lines).toContain('  waived:   for 2 days at the longest');
    expect(stdout).toMatch(
      /^ {2}signed: {3}AttachRolePolicy \{.*"policyArn":"arn:aws:iam::aws:policy\/AdministratorAccess".*\}$/m,
    );
    expect(lines.at(-1)).toBe('your signature is in the ledger; more are missing');
    expect(stderr).toBe('type the first 8 digits of the digest to sign it:\n');
    expect(code).toBe(0);
    expect((await caseNow())?.signatures).toMatchObject([
      { personId: 'sam', reason: 'release 42', digest: served.digest },
    ]);
  });

  test('signs nothing where others are typed, or nothing is', async () => {
    for (const typed of ['00000000\n', '\n', 'y\n', '']) {
      const { code, stderr } = await as('sam', 'approve', [], typed);
      expect(stderr).toMatch(/nothing was signed \(--yes signs without asking\)\n$/);
      expect(code).toBe(64);
    }
    expect((await caseNow())?.signatures).toEqual([]);
    expect(asked.filter((request) => request.startsWith('POST'))).toEqual([]);
  });

  test('with --yes --json answers with one object, for the usual time of a waiver', async () => {
    expect((await as('sam', 'approve', ['--yes', '--json'])).code).toBe(0);
    const { code, json } = await as('pat', 'approve', ['--yes', '--json']);
    expect(json()).toEqual([
      {
        finding: served.findingId,
        outcome: 'complete',
        message: 'all signatures are there; it is being given back now',
        status: 'held',
        digest: served.digest,
        missing: [],
      },
    ]);
    expect(code).toBe(0);
  });

  test.each<[string, string]>([
    ['rita', 'SIGNED_OWN_REQUEST'],
    ['nobody', 'UNKNOWN_PERSON'],
  ])('is refused for %s: %s', async (person, refusal) => {
    const { code, stdout, stderr } = await as(person, 'approve', ['--yes', '--json']);
    expect(stderr).toContain(`ambit: refused: ${refusal}: `);
    expect({ code, stdout }).toEqual({ code: 65, stdout: '' });
  });

  test('of a finding that is not there is refused', async () => {
    process.env['AMBIT_TOKEN'] = 'token-of-sam';
    const { code, stderr } = await ambit(['approve', 'F-0/../x', '--api', url, '--reason', 'x', '--yes']);
    expect(stderr).toBe('ambit: refused: NO_SUCH_FINDING: there is no such finding; check its id\n');
    expect(code).toBe(65);
  });
});

test('ambit reject is final', async () => {
  const { code, stdout } = await as('sam', 'reject');
  expect(stdout).toMatch(/^rejected: nothing of it will be given back/);
  expect(code).toBe(0);
  expect(await caseNow()).toMatchObject({ status: 'rejected', rejection: { personId: 'sam', reason: 'release 42' } });
});

describe('the token', () => {
  test('comes from a file as well', async () => {
    await withFiles({ 'token.jwt': 'token-of-sam\n' }, async (path) => {
      const args = ['approve', served.findingId, '--api', url, '--reason', 'x', '--token-file', path('token.jwt')];
      expect((await ambit([...args, '--yes', '--json'])).code).toBe(0);
    });
  });

  test('is told to nobody, whatever becomes of it', async () => {
    for (const token of ['expired-secret', 'token-of-nowhere', 'token-of-proxy', 'token-of-other', 'two secrets']) {
      process.env['AMBIT_TOKEN'] = token;
      const { code, stdout, stderr } = await ambit(['reject', served.findingId, '--api', url, '--reason', 'x']);
      expect(stderr.trimEnd().split('\n')).toHaveLength(1);
      expect(stderr + stdout).not.toContain(token);
      expect([65, 70]).toContain(code);
    }
  });

  test('that is not accepted is told from what is refused', async () => {
    process.env['AMBIT_TOKEN'] = 'expired';
    const { code, stderr } = await ambit(['reject', served.findingId, '--api', url, '--reason', 'x']);
    expect(stderr).toMatch(/^ambit: refused: NOT_ACCEPTED: the token is not accepted; it may have expired/);
    expect(code).toBe(65);
  });

  test('is missed before anything is asked', async () => {
    const { code, stderr } = await ambit(['reject', served.findingId, '--api', url, '--reason', 'x']);
    expect(stderr).toMatch(/^ambit: the variable AMBIT_TOKEN holds no token; .*\n$/);
    expect({ code, asked }).toEqual({ code: 65, asked: [] });
  });

  test.each(['http://ambit.example.org', 'ftp://127.0.0.1', 'ambit.example.org'])('does not go to %s', async (api) => {
    process.env['AMBIT_TOKEN'] = 'token-of-sam';
    const { code, stderr } = await ambit(['reject', 'F-1', '--api', api, '--reason', 'x']);
    expect(stderr).toBe('ambit: --api must be an address that begins with https://\n');
    expect(code).toBe(64);
  });
});
