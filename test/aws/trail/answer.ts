import { IAMClient } from '@aws-sdk/client-iam';
import * as iam from '@aws-sdk/client-iam';
import { STSClient } from '@aws-sdk/client-sts';
import * as sts from '@aws-sdk/client-sts';
import { AsyncLocalStorage } from 'node:async_hooks';
import { textAt } from '../../../lib/core/activity/member.ts';
import { isJsonObject, jsonForm, type JsonObject, type JsonValue } from '../../../lib/core/json.ts';
import type { Call } from './call.ts';
import { withNamesOfRecords } from './parameters.ts';

/** An answer of an AWS API. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What an answer says: what records have as `responseElements`, or an error. */
export type Outcome =
  | { readonly kind: 'done'; readonly elements: JsonObject | null }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

/** An error in place of an answer, e.g. code `Throttling`, status 400. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly status: number;
}

/** The answer by which the protocol of a call says a refusal. */
export function refuse(call: Call, { code, message, status }: Refusal): Answer {
  if (isJsonProtocol(call)) {
    const body = JSON.stringify({ __type: code, message });
    return { status, headers: { 'content-type': 'application/x-amz-json-1.1' }, body };
  }
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
  const body = `<ErrorResponse xmlns="https://${call.eventSource}/doc/">${error}<RequestId>refused</RequestId></ErrorResponse>`;
  return { status, headers: { 'content-type': 'text/xml' }, body };
}

/** Reads the answer to a call, with AWS's own clients where it is XML. */
export async function outcomeOf(call: Call, answer: Answer): Promise<Outcome> {
  return isJsonProtocol(call) ? outcomeOfJson(answer) : await outcomeOfXml(call, answer);
}

function isJsonProtocol(call: Call): boolean {
  return call.headers['x-amz-target'] !== undefined;
}

function outcomeOfJson({ status, body }: Answer): Outcome {
  const json = jsonForm(JSON.parse(body === '' ? '{}' : body));
  if (!isJsonObject(json)) throw new Error(`an answer that is no object: ${body.slice(0, 200)}`);
  if (status < 300) {
    const elements = withNamesOfRecords(json);
    return { kind: 'done', elements: isJsonObject(elements) && Object.keys(elements).length > 0 ? elements : null };
  }
  const type = textAt(json, '__type') ?? 'InternalFailure';
  return { kind: 'failed', code: type.slice(type.lastIndexOf('#') + 1), message: textAt(json, 'message') ?? '' };
}

async function outcomeOfXml(call: Call, answer: Answer): Promise<Outcome> {
  try {
    const elements = elementsOf(await deserialized(call, answer));
    return { kind: 'done', elements: isJsonObject(elements) && Object.keys(elements).length > 0 ? elements : null };
  } catch (error) {
    if (answer.status < 300 || !(error instanceof Error)) throw error;
    return { kind: 'failed', code: error.name, message: error.message };
  }
}

/** The answer that a client reads, as if it had asked. */
const answered = new AsyncLocalStorage<Answer>();

const READS_ANSWERS = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
  maxAttempts: 1,
  requestHandler: {
    handle: async () => {
      const { status, headers, body } = answered.getStore() ?? {};
      return { response: { statusCode: status, headers, body: new TextEncoder().encode(body) } };
    },
  },
};
const iamClient = new IAMClient(READS_ANSWERS);
const stsClient = new STSClient(READS_ANSWERS);

function deserialized(call: Call, answer: Answer): Promise<object> {
  return answered.run(answer, () => deserializedBy(call));
}

/** Lets the client of the service read the answer that is at hand. */
async function deserializedBy(call: Call): Promise<object> {
  if (call.eventSource === 'iam.amazonaws.com') {
    const command: unknown = Reflect.construct(commandIn(iam, call), [{}]);
    if (!isIamCommand(command)) throw new Error(`IAM has no ${call.eventName}`);
    return await iamClient.send(command);
  }
  const command: unknown = Reflect.construct(commandIn(sts, call), [{}]);
  if (!isStsCommand(command)) throw new Error(`STS has no ${call.eventName}`);
  return await stsClient.send(command);
}

function commandIn(module: object, { eventName }: Call): () => unknown {
  const command: unknown = Reflect.get(module, `${eventName}Command`);
  if (!isConstructor(command)) throw new Error(`there is no call ${eventName}`);
  return command;
}

function isConstructor(value: unknown): value is () => unknown {
  return typeof value === 'function';
}

function isIamCommand(value: unknown): value is Parameters<IAMClient['send']>[0] {
  return isCommand(value);
}

function isStsCommand(value: unknown): value is Parameters<STSClient['send']>[0] {
  return isCommand(value);
}

function isCommand(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'resolveMiddleware' in value;
}

/** As records have it: without secrets, dates in English. */
function elementsOf(value: unknown): JsonValue {
  if (value instanceof Date) return value.toLocaleString('en-US', { ...IN_ENGLISH });
  if (Array.isArray(value)) return value.map((item: unknown) => elementsOf(item));
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).filter(([name, member]) => member !== undefined && !LEFT_OUT.has(name));
    return withNamesOfRecords(Object.fromEntries(members.map(([name, member]) => [name, elementsOf(member)])));
  }
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return null;
}

const IN_ENGLISH = { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' } as const;
const LEFT_OUT = new Set(['$metadata', 'SecretAccessKey', 'Password']);
