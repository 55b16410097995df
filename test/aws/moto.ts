import { startServer } from './python-server.ts';

/** A moto that runs: AWS's APIs in memory, above all IAM, STS, Organizations and Identity Center. */
export interface Moto {
  /** Where all services answer, e.g. `http://127.0.0.1:40123`. Any credentials will do. */
  readonly endpoint: string;
  /** Forgets everything. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts a moto on a free port of the loopback interface.
 * @param environment moto's settings, e.g. `{ MOTO_IAM_LOAD_MANAGED_POLICIES: 'true' }`
 */
export async function startMoto(environment: Readonly<Record<string, string>> = {}): Promise<Moto> {
  const server = await startServer({
    module: ['amended_moto', '-H', '127.0.0.1', '-p', '0'],
    environment,
    saysWhenUp: /Running on (?<endpoint>http:\/\/127\.0\.0\.1:\d+)/,
  });
  const endpoint = server.up.groups?.['endpoint'] ?? '';
  const reset = async () => {
    const answer = await fetch(`${endpoint}/moto-api/reset`, { method: 'POST' });
    if (!answer.ok) throw new Error(`moto was not reset: ${answer.status} ${await answer.text()}`);
  };
  return { endpoint, reset, stop: () => server.stop() };
}
