import type { HookPayload } from '../../ports/templates.ts';
import { jsonForm } from '../../core/json.ts';
import { templateJson } from './template-text.ts';

/** Two templates of at most 1 MiB, and the contexts of 500 resources. */
const LARGEST = 16 * 1024 * 1024;
const PATIENCE = 10_000;

/** Hosts of S3, by Region or global, in the partitions of AWS. Source: AWS General Reference, "Amazon S3 endpoints". */
const S3_HOST =
  /^(?:[a-z0-9.-]+\.)?s3(?:[.-](?:dualstack\.)?[a-z]{2}(?:-[a-z]+)+-[0-9])?\.amazonaws\.(?:com|com\.cn|eu)$/;

/**
 * Fetches what a hook's pre-signed URL leads to. Only HTTPS to S3, no redirects, at most 16 MiB, within 10 seconds; everything else
 * is a fault. Whoever has the URL can read the templates, so no message carries it.
 */
export async function fetchHookPayload(url: string, get: typeof fetch = fetch): Promise<HookPayload> {
  const address = checkedAddress(url);
  const signal = AbortSignal.timeout(PATIENCE);
  const response = await get(address, { redirect: 'error', signal }).catch((cause: unknown) => {
    throw new Error(`the templates could not be fetched from ${address.host}: ${causeOf(cause)}`);
  });
  if (!response.ok) {
    throw new Error(`the templates could not be fetched from ${address.host}: it answered ${response.status}`);
  }
  return payloadOf(await boundedText(response, address.host));
}

function checkedAddress(url: string): URL {
  if (!URL.canParse(url)) throw new Error('the address of the templates is no URL');
  const address = new URL(url);
  const isPlain =
    address.protocol === 'https:' && address.port === '' && address.username === '' && address.password === '';
  if (!isPlain || !S3_HOST.test(address.hostname)) {
    throw new Error(`the templates are at ${address.protocol}//${address.host}, which is not S3 by HTTPS`);
  }
  return address;
}

/** A failed fetch names its address in its message, so only its kind is told. */
function causeOf(cause: unknown): string {
  if (!(cause instanceof Error)) return 'it failed';
  const { cause: deeper } = cause;
  const code = deeper instanceof Error && 'code' in deeper ? String(deeper.code) : undefined;
  return code ?? cause.name;
}

async function boundedText(response: Response, host: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const body: AsyncIterable<Uint8Array> | readonly Uint8Array[] = response.body ?? [];
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > LARGEST) throw new Error(`the templates from ${host} are larger than ${LARGEST} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function payloadOf(text: string): HookPayload {
  const payload = parsed(text);
  const member = (name: string): unknown =>
    Object.entries(payload).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
  const template = (name: string) => {
    const found = member(name);
    return found === undefined || found === null || found === '' ? undefined : templateJson(found);
  };
  const changes = member('changedResources');
  return {
    template: template('template'),
    previousTemplate: template('previousTemplate'),
    changedResources: changes === undefined ? undefined : jsonForm(changes),
  };
}

function parsed(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
  }
  throw new Error('what holds the templates is no JSON object');
}
