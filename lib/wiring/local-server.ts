import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { ed25519Verifier } from '../adapters/local/local-signer.ts';
import { localApp } from '../api/local-app.ts';
import type { Checkpoints } from '../ports/checkpoints.ts';
import type { Signer } from '../ports/signer.ts';
import type { RestoreDeps } from '../usecases/approval/restore-access.ts';
import type { FoundRules } from '../usecases/rules/consider-rules.ts';
import { CONSOLE_FOLDER, readConsoleFiles } from './console-files.ts';

/** Where the console of the embedded default is, unless it is told otherwise. */
export const DEFAULT_PORT = 4700;

/** The loopback interface: nobody from outside the machine reaches it. */
const HOST = '127.0.0.1';

/** What is served: the opened embedded default has all of it. */
export interface Served {
  readonly deps: RestoreDeps;
  readonly checkpoints: Pick<Checkpoints, 'verify'>;
  readonly signer: Signer;
  /** The standards file as it was found. */
  readonly found: FoundRules;
}

/** Where the page of the embedded default listens. */
export interface LocalServerOptions {
  /** 0: any that is free. */
  readonly port: number;
  /** Is told of every fault in a request; without it they go unheard. */
  readonly reportFault: (fault: unknown) => void;
}

/** The console and its API, listening. */
export interface LocalServer {
  /** `http://127.0.0.1:4700` */
  readonly url: string;
  /** Ends every connection, live streams too, and frees the port. Close the database after this. */
  close(): Promise<void>;
}

/** The server cannot listen on its port; the message says why and what to do. */
export class PortFault extends Error {
  override readonly name = 'PortFault';
  readonly code: 'PORT_IN_USE' | 'PORT_FORBIDDEN';

  constructor(code: PortFault['code'], port: number, options: ErrorOptions) {
    const why = code === 'PORT_IN_USE' ? 'is in use' : 'is not open to this user';
    super(`port ${port} on ${HOST} ${why}; choose another one with --port`, options);
    this.code = code;
  }
}

/** Serves the console and the API on the loopback interface. Throws a `PortFault` where it cannot listen. */
export async function startLocalServer(served: Served, options: LocalServerOptions): Promise<LocalServer> {
  const files = await readConsoleFiles(CONSOLE_FOLDER);
  const verify = ed25519Verifier(await served.signer.publicKey());
  const server = createServer();
  const port = await listen(server, options.port);
  const url = `http://${HOST}:${port}`;
  const app = localApp({
    usecases: served.deps,
    verifyLedger: () => served.checkpoints.verify(verify),
    origins: [url, `http://localhost:${port}`],
    foundRules: () => served.found,
    console: files,
    reportFault: options.reportFault,
  });
  const answer = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  server.on('request', (request, response) => {
    answer(request, response).catch(options.reportFault);
  });
  return { url, close: () => close(server) };
}

/** Throws a `PortFault` where a server could not listen on a port now. */
export async function checkPort(port: number): Promise<void> {
  const server = createServer();
  await listen(server, port);
  await close(server);
}

/** Answers once it listens, with the port. */
function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      if (cause.code === 'EADDRINUSE') reject(new PortFault('PORT_IN_USE', port, { cause }));
      else if (cause.code === 'EACCES') reject(new PortFault('PORT_FORBIDDEN', port, { cause }));
      else reject(cause);
    });
    server.listen({ port, host: HOST, exclusive: true }, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
