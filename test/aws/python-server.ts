import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const TIED = join(import.meta.dirname, 'python', 'tied.py');
const START_WITHIN_MS = 60_000;
const KEPT = 1_000_000;

/** A Python module to run as a server, e.g. `['moto.server', '-p', '0']`, and what its environment has in addition. */
export interface Server {
  readonly module: readonly [string, ...string[]];
  readonly environment?: Readonly<Record<string, string>>;
  /** The server is up once its output matches; the match is what `startServer` resolves with. */
  readonly saysWhenUp: RegExp;
}

/** A server that runs. It ends with this process at the latest, in whatever way that ends. */
export interface Running {
  readonly up: RegExpExecArray;
  /** The last of what it wrote, for diagnosis. */
  output(): string;
  /** Kills it and all that it started; resolves once it has ended. */
  stop(): Promise<void>;
}

/**
 * Starts a server with the Python of `npm run test:aws`.
 * @throws Error with its output, if it ends or a minute passes before it is up
 */
export async function startServer({ module, environment = {}, saysWhenUp }: Server): Promise<Running> {
  const python = process.env['AMBIT_AWS_PYTHON'];
  if (python === undefined) throw new Error('there is no AMBIT_AWS_PYTHON: run these tests by npm run test:aws');
  const child = spawn(python, ['-u', TIED, ...module], {
    // a group of its own, which tied.py kills when the pipe closes
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  const output = keptOutput(child);
  const ended = once(child, 'close');
  const stop = async () => {
    child.stdin.destroy();
    await ended;
  };
  try {
    return { up: await isUp(child, { output, saysWhenUp }), output, stop };
  } catch (cause) {
    await stop();
    throw new Error(`${module[0]} did not start: ${output()}`, { cause });
  }
}

/** The last of what a process writes to both of its streams. */
function keptOutput(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      text = (text + chunk.toString()).slice(-KEPT);
    });
  }
  return () => text;
}

function isUp(child: ChildProcess, { output, saysWhenUp }: { output: () => string; saysWhenUp: RegExp }) {
  return new Promise<RegExpExecArray>((resolve, reject) => {
    const late = setTimeout(() => {
      reject(new Error(`it was not up within ${START_WITHIN_MS} ms`));
    }, START_WITHIN_MS);
    const settle = (act: () => void) => {
      clearTimeout(late);
      act();
    };
    const look = () => {
      const match = saysWhenUp.exec(output());
      if (match !== null) settle(() => resolve(match));
    };
    child.stdout?.on('data', look);
    child.stderr?.on('data', look);
    child.once('error', (fault) => settle(() => reject(fault)));
    child.once('close', (code) => settle(() => reject(new Error(`it ended with ${code}`))));
  });
}
