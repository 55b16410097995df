import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Clock } from '../clock.ts';
import { issuedBy, type Actor } from './actor.ts';
import { outcomeOf, refuse, type Answer } from './answer.ts';
import { callOf, isRecorded, type Call } from './call.ts';
import { deliver, everySecondWithoutDocuments, type Delivering } from './delivery.ts';
import { functionActor } from './function-actor.ts';
import { lookUp } from './lookup-events.ts';
import { recordOf, type CallRecord } from './record.ts';

/** May answer in place of the API, before or after it was asked, or ask it twice. */
export type Intercept = (call: Call & { readonly actor: Actor }, forward: () => Promise<Answer>) => Promise<Answer>;

/**
 * A stand-in for CloudTrail: a proxy before the APIs of IAM, STS, Organizations and Identity Center. It passes calls
 * on, and puts a record of each call that changes something, failed or not, on the default bus of the caller's account.
 */
export interface Trail {
  /** Where the APIs answer. */
  readonly endpoint: string;
  /** All records made, also those that were not delivered. */
  readonly records: readonly CallRecord[];
  /** Makes whoever signs with an access key an actor. Keys that AssumeRole gives out are known. */
  know(accessKeyId: string, actor: Actor): void;
  deliverBy(delivering: Delivering): void;
  intercept(intercept: Intercept): void;
  /** Resolves when all that was to be delivered is; throws if that, or an answer to a call, was not possible. */
  delivered(): Promise<void>;
  /** Forgets records, choices and actors. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

/** What the stand-in stands between: moto, and the MiniStack with the buses. */
export interface Ends {
  readonly apis: string;
  readonly ministack: string;
  readonly clock: Clock;
}

/** Starts the stand-in on a free port of the loopback interface. It looks at its ends when it needs them. */
export async function startTrail(ends: Ends): Promise<Trail> {
  const state = freshState();
  const server = createServer((request, response) => {
    void respond(request, response, { state, ends });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the stand-in has no port');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    get records() {
      return state.records;
    },
    know: (accessKeyId, actor) => void state.actors.set(accessKeyId, actor),
    deliverBy: (delivering) => void (state.delivering = delivering),
    intercept: (intercept) => void (state.intercept = intercept),
    delivered: () => allDelivered(state),
    reset: async () => {
      await allDelivered(state);
      Object.assign(state, freshState());
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

interface At {
  readonly state: State;
  readonly ends: Ends;
}

interface State {
  actors: Map<string, Actor>;
  records: CallRecord[];
  delivering: Delivering;
  intercept: Intercept;
  buses: Map<string, EventBridgeClient>;
  deliveries: Promise<unknown>[];
  faults: unknown[];
}

function freshState(): State {
  return {
    actors: new Map(),
    records: [],
    delivering: everySecondWithoutDocuments,
    intercept: (_, forward) => forward(),
    buses: new Map(),
    deliveries: [],
    faults: [],
  };
}

async function allDelivered(state: State): Promise<void> {
  while (state.deliveries.length > 0) await Promise.all(state.deliveries.splice(0));
  if (state.faults.length > 0) throw new AggregateError(state.faults.splice(0), 'the stand-in failed');
}

async function respond(request: IncomingMessage, response: ServerResponse, at: At): Promise<void> {
  try {
    const { status, headers, body } = await answerTo(request, at);
    response.writeHead(status, headers).end(body);
  } catch (fault) {
    at.state.faults.push(fault);
    response.writeHead(500).end();
  }
}

async function answerTo(request: IncomingMessage, at: At): Promise<Answer> {
  const call = callOf(request.headers, await text(request));
  const actor = await actorOf(call, at);
  if (actor === undefined) {
    const message = 'The security token included in the request is invalid';
    return refuse(call, { code: 'InvalidClientTokenId', message, status: 403 });
  }
  if (call.eventName === 'LookupEvents') {
    return lookUp(
      call,
      at.state.records.filter((record) => record.recipientAccountId === actor.accountId),
    );
  }
  const answer = await at.state.intercept({ ...call, actor }, () => answerOfApis({ call, actor }, at));
  if (isRecorded(call)) await note({ call, actor, answer }, at);
  return answer;
}

interface Answered {
  readonly call: Call;
  readonly actor: Actor;
  readonly answer: Answer;
}

async function note({ call, actor, answer }: Answered, { state, ends }: At): Promise<void> {
  const outcome = await outcomeOf(call, answer);
  if (outcome.kind === 'done') {
    const issued = issuedBy(call, outcome.elements);
    if (issued !== undefined) state.actors.set(issued.accessKeyId, issued.actor);
  }
  const record = recordOf({ call, actor, at: ends.clock.now(), outcome });
  const delivery = state.delivering(record, state.records.length);
  state.records.push(record);
  state.deliveries.push(
    delivery.after
      .then(() => deliver(record, delivery, busOf(record, { state, ends })))
      .catch((fault: unknown) => void state.faults.push(fault)),
  );
}

/** A client of EventBridge in the account and Region of a record. */
function busOf({ recipientAccountId, awsRegion }: CallRecord, { state, ends }: At): EventBridgeClient {
  const place = `${recipientAccountId} ${awsRegion}`;
  const known = state.buses.get(place);
  if (known !== undefined) return known;
  const credentials = { accessKeyId: recipientAccountId, secretAccessKey: 'none' };
  const made = new EventBridgeClient({ endpoint: ends.ministack, region: awsRegion, credentials });
  state.buses.set(place, made);
  return made;
}

async function forward({
  call,
  actor,
  to,
}: Pick<Answered, 'call' | 'actor'> & { readonly to: string }): Promise<Answer> {
  const headers = Object.entries(call.headers).flatMap(([name, value]): [string, string][] =>
    typeof value !== 'string' || OF_THE_CONNECTION.has(name) ? [] : [[name, value]],
  );
  const answer = await fetch(to, {
    method: 'POST',
    headers: [...headers, ['x-moto-account-id', actor.accountId]],
    body: call.body,
  });
  const body = await answer.text();
  return { status: answer.status, headers: { 'content-type': answer.headers.get('content-type') ?? 'text/xml' }, body };
}

const OF_THE_CONNECTION = new Set(['host', 'connection', 'content-length']);

/** Who makes a call: somebody known, or a function of MiniStack in its role. */
async function actorOf({ accessKeyId }: Call, { state, ends }: At): Promise<Actor | undefined> {
  const known = state.actors.get(accessKeyId) ?? (await functionActor(ends.ministack, accessKeyId));
  if (known !== undefined) state.actors.set(accessKeyId, known);
  return known;
}

/** MiniStack decides whether one of its functions may assume a role; moto, which has no policies of it, gives the credentials. */
async function answerOfApis({ call, actor }: Pick<Answered, 'call' | 'actor'>, { ends }: At): Promise<Answer> {
  if (call.eventName === 'AssumeRole' && actor.isFunction === true) {
    const decided = await forward({ call, actor, to: ends.ministack });
    if (decided.status >= 300) return decided;
  }
  return await forward({ call, actor, to: ends.apis });
}
