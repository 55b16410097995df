import { dirname } from 'node:path';
import { freePort } from './free-port.ts';
import { startServer, type Running } from './python-server.ts';

const ATTEMPTS = 3;

/** A MiniStack that runs: AWS's APIs in memory, with Lambda functions as Node processes of this machine. */
export interface Ministack {
  /** Where all services answer, e.g. `http://127.0.0.1:40124`. A twelve-digit access key is the account. */
  readonly endpoint: string;
  /** The last of what it wrote, for diagnosis. */
  output(): string;
  /** Forgets everything, and ends the processes of functions. */
  reset(): Promise<void>;
  /** Ends it with the processes of its functions. */
  stop(): Promise<void>;
}

/**
 * Starts a MiniStack on a free port of the loopback interface.
 * @param environment its settings and those of all functions, e.g. `{ AWS_ENDPOINT_URL_IAM: … }`
 */
export async function startMinistack(environment: Readonly<Record<string, string>> = {}): Promise<Ministack> {
  const { server, endpoint } = await startOnFreePort(environment, ATTEMPTS);
  const reset = async () => {
    const answer = await fetch(`${endpoint}/_ministack/reset`, { method: 'POST' });
    if (!answer.ok) throw new Error(`MiniStack was not reset: ${answer.status} ${await answer.text()}`);
  };
  return { endpoint, output: () => server.output(), reset, stop: () => server.stop() };
}

/** A port may be taken between finding and using it; it cannot choose one by itself. */
async function startOnFreePort(
  environment: Readonly<Record<string, string>>,
  attempts: number,
): Promise<{ server: Running; endpoint: string }> {
  const port = `${await freePort()}`;
  try {
    const server = await startServer({
      module: ['amended_ministack'],
      environment: { ...settings(port), ...environment },
      saysWhenUp: /Running on http:\/\/127\.0\.0\.1:\d+/,
    });
    return { server, endpoint: `http://127.0.0.1:${port}` };
  } catch (cause) {
    const isTaken = cause instanceof Error && cause.message.includes('already in use');
    if (isTaken && attempts > 1) return await startOnFreePort(environment, attempts - 1);
    throw cause;
  }
}

function settings(port: string): Readonly<Record<string, string>> {
  return {
    BIND_HOST: '127.0.0.1',
    GATEWAY_PORT: port,
    // what else it would open, or look for
    SFTP_ENABLED: '0',
    IOT_MTLS_ENABLED: '0',
    DOCKER_HOST: 'unix:///nonexistent.sock',
    LAMBDA_EXECUTOR: 'local',
    // functions act in their roles, and may do what those allow; a twelve-digit access key may do everything
    AUTH: 'true',
    MINISTACK_ACCOUNT_ID: '123456789012',
    MINISTACK_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    // functions run by the Node of this process
    PATH: `${dirname(process.execPath)}:${process.env['PATH']}`,
  };
}
