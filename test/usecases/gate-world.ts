import { GATE_TIMES } from '../../lib/core/gate-times.ts';
import { foldPermits } from '../../lib/core/governance/permits/fold-permit.ts';
import {
  digestOfTerms,
  permitId,
  type PermitSubject,
  type PermitTerms,
} from '../../lib/core/governance/permits/permit.ts';
import type { StackResource } from '../../lib/core/governance/permits/gated-change.ts';
import type { Governance } from '../../lib/core/governance/standards/standards.ts';
import type { JsonObject, JsonValue } from '../../lib/core/json.ts';
import type { HookPayload, StackDescription, Templates } from '../../lib/ports/templates.ts';
import type { GateDeps } from '../../lib/usecases/permits/answer-gate.ts';
import { ACCOUNT, NOW } from './company.ts';
import { openWorld, type World } from './world.ts';

/** An hour, in milliseconds. */
export const HOUR = 3_600_000;
/** Where CloudFormation's hook has put what is to change. */
export const PAYLOAD = 'https://payloads.example/1';

/** The ARN of a stack of the company. */
export function stackArn(name: string, id = '00000000-0000-4000-8000-000000000001'): string {
  return `arn:aws:cloudformation:us-east-1:${ACCOUNT}:stack/${name}/${id}`;
}

/** CloudFormation in memory. */
export class MemoryTemplates implements Templates {
  payload: HookPayload = { template: undefined, previousTemplate: undefined, changedResources: undefined };
  template: JsonValue | undefined;
  resources: readonly StackResource[] = [];
  readonly stacks = new Map<string, StackDescription>();
  /** Stacks that were never there. */
  readonly absent = new Set<string>();
  fault: Error | undefined;

  async payloadAt(url: string): Promise<HookPayload> {
    if (this.fault !== undefined) throw this.fault;
    if (url !== PAYLOAD) throw new Error('there is nothing at this address');
    return this.payload;
  }

  async templateOf(stack: string): Promise<JsonValue | undefined> {
    return this.absent.has(stack) ? undefined : this.template;
  }

  async stackOf(stack: string): Promise<StackDescription | undefined> {
    return this.stacks.get(stack);
  }

  async resourcesOf(stack: string): Promise<readonly StackResource[]> {
    if (this.absent.has(stack)) throw new Error(`Stack with id ${stack} does not exist`);
    return this.resources;
  }
}

/** The gate of the company, with a CloudFormation of its own. */
export interface GateWorld {
  readonly world: World;
  readonly templates: MemoryTemplates;
  readonly deps: GateDeps;
  readonly faults: unknown[];
}

/** A world with a gate, and the stack that it is asked about. */
export async function openGate({
  governance,
  ...parts
}: Partial<Omit<GateDeps, 'governance'>> & { readonly governance?: Governance } = {}): Promise<GateWorld> {
  const world = await openWorld(governance === undefined ? {} : { governance });
  const templates = new MemoryTemplates();
  const faults: unknown[] = [];
  const deps: GateDeps = {
    ...world.deps,
    governance: async () => world.deps.governance,
    budget: GATE_TIMES.judging,
    templates,
    ownStacks: [],
    // short waits are over at once; the budget runs out only where a test lets it
    pause: (milliseconds) => (milliseconds < 3000 ? Promise.resolve() : new Promise(() => {})),
    reportFault: (fault) => faults.push(fault),
    ...parts,
  };
  return { world, templates, deps, faults };
}

/** A request as CloudFormation makes it for an operation on a stack. */
export function stackEvent(action: string, name: string, parts: JsonObject = {}): JsonObject {
  return {
    clientRequestToken: 'token-1',
    awsAccountId: ACCOUNT,
    stackId: stackArn(name),
    changeSetId: null,
    hookTypeName: 'Ambit::Environment::Gate',
    hookTypeVersion: '00000001',
    hookModel: { LambdaFunction: `arn:aws:lambda:us-east-1:${ACCOUNT}:function:Ambit-gate` },
    actionInvocationPoint: `${action.toUpperCase()}_PRE_PROVISION`,
    requestData: { targetName: 'STACK', targetType: 'STACK', targetLogicalId: 'STACK', payload: PAYLOAD },
    requestContext: { invocation: 1, callbackContext: null },
    ...parts,
  };
}

/** A request as CloudFormation makes it for one resource of a stack. */
export function resourceEvent(action: string, type: string, model: JsonObject, parts: JsonObject = {}): JsonObject {
  const requestData = { targetName: type, targetType: 'RESOURCE', targetLogicalId: 'Thing', targetModel: model };
  return { ...stackEvent(action, 'cost-prod'), requestData, ...parts };
}

/** A permit for a change that Sam and Pat signed, by Rita's pipeline, from an hour ago until three hours from now. */
export async function permit(
  subject: PermitSubject,
  { world }: GateWorld,
  parts: Partial<PermitTerms> = {},
): Promise<string> {
  const terms: PermitTerms = {
    account: subject.account,
    operation: subject.operation,
    target: subject.target,
    change: subject.change,
    environment: 'cost',
    actor: `arn:aws:iam::${ACCOUNT}:role/pipeline`,
    from: NOW - HOUR,
    until: NOW + 3 * HOUR,
    reason: 'moved',
    requestedBy: 'rita',
    requestedAt: NOW - 2 * HOUR,
    ...parts,
  };
  const [id, digest] = [permitId(terms), digestOfTerms(terms)];
  const signed = [
    ['sam', 'security'],
    ['pat', 'owners'],
  ].map(
    ([personId = '', group = '']) =>
      ({
        kind: 'permit-signed',
        permitId: id,
        digest,
        personId,
        groups: [group],
        reason: 'yes',
        at: NOW - HOUR,
      }) as const,
  );
  await world.deps.ledger.append([{ kind: 'permit-requested', permitId: id, terms, at: terms.requestedAt }, ...signed]);
  return id;
}

/** The uses of all permits for one change. */
export async function usesOf(id: string, { world }: GateWorld): Promise<readonly (string | undefined)[]> {
  return foldPermits(await world.deps.ledger.about(id)).map(({ use }) => use?.key);
}

/** The kinds of all facts in the ledger, in order. */
export async function factKinds({ world }: GateWorld): Promise<readonly string[]> {
  const kinds: string[] = [];
  for await (const { fact } of world.deps.ledger.entries()) kinds.push(fact.kind);
  return kinds;
}
