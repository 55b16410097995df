import { connect } from 'node:net';
import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { LocalSigner } from '../../lib/adapters/local/local-signer.ts';
import { type LocalServer, PortFault, type Served, startLocalServer } from '../../lib/wiring/local-server.ts';
import { ok } from '../../lib/core/result.ts';
import { openWorld, type World } from '../usecases/world.ts';

let world: World;
let server: LocalServer;
const faults: unknown[] = [];
const options = { port: 0, reportFault: (fault: unknown) => faults.push(fault) };

function served(): Served {
  const report = { from: 1, until: 0, entries: 0, head: '', signedUntil: 0, uncheckedSignatures: 0, fault: undefined };
  const verify = async () => report;
  const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 5));
  const found = ok({ json: {}, files: new Map() });
  return { deps: { ...world.deps, pause }, checkpoints: { verify }, signer: LocalSigner.open(world.folder), found };
}

beforeEach(async () => {
  world = await openWorld();
  server = await startLocalServer(served(), options);
});
afterEach(async () => {
  await server.close();
  world.close();
});

const portOf = ({ url }: LocalServer) => Number(new URL(url).port);

/** The status of a request with exactly these headers. */
function statusOf(path: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(`${server.url}${path}`, { headers, agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

describe('the local server', () => {
  test('serves the page under a policy that runs only what the page names', async () => {
    const pages = await Promise.all([fetch(server.url), fetch(server.url)]);
    const nonces = await Promise.all(
      pages.map(async (page) => {
        const policy = page.headers.get('content-security-policy') ?? '';
        const nonce = /script-src 'nonce-([0-9a-f]{64})';/.exec(policy)?.[1] ?? 'none';
        expect(policy).toContain("default-src 'none'");
        expect(policy).toContain("frame-ancestors 'none'");
        expect(policy).toContain("require-trusted-types-for 'script'");
        expect(policy).not.toContain('unsafe');
        expect(await page.text()).toContain(`<script type="module" src="/main.js" nonce="${nonce}">`);
        return nonce;
      }),
    );
    expect(new Set(nonces).size).toBe(2);
  });

  test('serves the files of the console, and no others', async () => {
    const script = await fetch(`${server.url}/main.js`);
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect((await fetch(`${server.url}/style.css`)).status).toBe(200);
    for (const path of [
      '/index.html',
      '/tsconfig.json',
      '/../package.json',
      '/%2e%2e/package.json',
      '/lib/api/local-app.ts',
    ]) {
      expect((await fetch(`${server.url}${path}`)).status).toBe(404);
    }
  });

  test('answers only to its own names', async () => {
    const port = portOf(server);
    expect(await statusOf('/', { host: `127.0.0.1:${port}` })).toBe(200);
    expect(await statusOf('/', { host: `localhost:${port}` })).toBe(200);
    expect(await statusOf('/', { host: `evil.example:${port}` })).toBe(421);
    expect(await statusOf('/api/findings', { host: `127.0.0.1:${port}`, origin: 'http://evil.example' })).toBe(403);
  });

  test('listens on the loopback interface alone', async () => {
    const reached = await new Promise((resolve) => {
      // all of 127.0.0.0/8 is this machine: a server on every interface would answer here
      const socket = connect({ host: '127.0.0.2', port: portOf(server) }, () => resolve('reached'));
      socket.on('error', ({ message }) => resolve(message));
      socket.on('close', () => socket.destroy());
    });
    expect(reached).toMatch(/ECONNREFUSED|EADDRNOTAVAIL/);
  });

  test('says so in one line when its port is in use', async () => {
    const second = startLocalServer(served(), { ...options, port: portOf(server) });
    await expect(second).rejects.toThrow(PortFault);
    await expect(second).rejects.toMatchObject({
      code: 'PORT_IN_USE',
      message: `port ${portOf(server)} on 127.0.0.1 is in use; choose another one with --port`,
    });
  });

  test('ends live streams when it closes, and frees the port', async () => {
    const stream = await fetch(`${server.url}/api/events`);
    const ended = stream.text().catch(() => 'cut');
    await server.close();
    expect(await ended).toBe('cut');
    const again = await startLocalServer(served(), { ...options, port: portOf(server) });
    await again.close();
    expect(faults).toEqual([]);
  });
});
