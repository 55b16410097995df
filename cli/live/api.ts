import type { Command } from 'commander';
import type { ApiAccess, ApiRefusal } from '../../lib/wiring/live/api-client.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { nameOf, readTextFile } from '../inputs.ts';
import { Stop } from '../stop.ts';
import { deploymentOf } from './open.ts';
import { addLiveOptions, type LiveOptions } from './options.ts';

/** Where a token is looked for that no option names. */
const TOKEN_VARIABLE = 'AMBIT_TOKEN';

/** Options by which a command speaks to the API of a deployment as a person. */
export interface ApiOptions extends LiveOptions {
  readonly api?: string;
  readonly tokenFile?: string;
}

/** Adds `--api`, `--token-file` and what finds a deployment. */
export function addApiOptions(command: Command): Command {
  command
    .option('--api <url>', 'where the API is; without it the stack says so, which takes AWS credentials')
    .option('--token-file <file>', `your token of the identity provider; without it the variable ${TOKEN_VARIABLE}`);
  return addLiveOptions(command);
}

/** Where the API is and as whom to ask; a `Stop` where that cannot be told. */
export async function apiAccessOf(options: ApiOptions, { stdin }: Pick<Context, 'stdin'>): Promise<ApiAccess> {
  const token = await tokenOf(options.tokenFile, stdin);
  return { url: options.api === undefined ? await deployedApi(options) : apiUrl(options.api), token };
}

/** What a refusal of the API ends a command with. */
export function stopOf({ code, message }: ApiRefusal): Stop {
  return new Stop(EXIT.badInput, `refused: ${code}: ${message}`);
}

async function deployedApi(options: LiveOptions): Promise<string> {
  const { api, stack } = await deploymentOf(options);
  if (api !== undefined) return api;
  throw new Stop(
    EXIT.badInput,
    `the stack "${stack}" has no console, so it has no API; deploy it with an identity provider (README, "Deploy")`,
  );
}

/** A token goes only where nobody can read along. */
function apiUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLocal = url?.hostname === '127.0.0.1' || url?.hostname === 'localhost';
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLocal)) return text.replace(/\/+$/, '');
  throw new Stop(EXIT.usage, '--api must be an address that begins with https://');
}

async function tokenOf(file: string | undefined, stdin: Context['stdin']): Promise<string> {
  const text = file === undefined ? (process.env[TOKEN_VARIABLE] ?? '') : await readTextFile(file, stdin);
  const token = text.trim();
  const from = file === undefined ? `the variable ${TOKEN_VARIABLE}` : nameOf(file);
  if (token === '') {
    throw new Stop(
      EXIT.badInput,
      `${from} holds no token; get one from your identity provider, or name a --token-file`,
    );
  }
  // what it is instead is not told: it may be a secret all the same
  if (!/^[\x21-\x7e]+$/.test(token)) throw new Stop(EXIT.badInput, `${from} holds more than one token, or none`);
  return token;
}
