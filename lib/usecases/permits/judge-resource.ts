import { type Doomed, doomedByResource, UNREADABLE_TEMPLATE } from '../../core/activity/doomed.ts';
import type { ResourceRequest } from '../../core/activity/hook-request.ts';
import { iamCallsOf, isIamGrant } from '../../core/activity/iam-resources.ts';
import { statefulType } from '../../core/activity/stateful-types.ts';
import { applyCall } from '../../core/account/apply.ts';
import type { IamCall } from '../../core/account/call.ts';
import { emptyAccount } from '../../core/account/empty-account.ts';
import { missingFor } from '../../core/account/missing.ts';
import type { AccountState } from '../../core/account/state.ts';
import { digestOf } from '../../core/digest.ts';
import { assessIamResource } from '../../core/governance/permits/assess-iam-resource.ts';
import {
  environmentOfStack,
  type GatedChange,
  guardedLoss,
  lossText,
} from '../../core/governance/permits/gated-change.ts';
import { environmentsIn } from '../../core/governance/standards/guarded.ts';
import { changeOfCall } from '../../core/governance/permits/permit.ts';
import { jsonForm } from '../../core/json.ts';
import { parseArn } from '../../core/policy/arn.ts';
import type { AccountReader } from '../../ports/account-reader.ts';
import type { Pause } from '../../ports/pause.ts';
import type { KnownGuardrails } from '../assess/organization/known-guardrails.ts';
import { gatedStack, type JudgeDeps, nameOf, updateOf } from './judge-operation.ts';

/** What judges a change of one resource, also by the access that it would give. */
export interface JudgeResourceDeps extends JudgeDeps {
  readonly accounts: Pick<AccountReader, 'around'>;
  readonly pause: Pause;
  /** What is known of what the organization limits accounts to; absent: nothing. */
  readonly guardrails?: Pick<KnownGuardrails, 'known'>;
}

/** What an operation on one resource that needs a permit would destroy or give; undefined: nothing that is guarded. */
export async function judgeResource(
  request: ResourceRequest,
  deps: JudgeResourceDeps,
): Promise<GatedChange | undefined> {
  return (await judgeLoss(request, deps)) ?? judgeGrant(request, deps);
}

async function judgeLoss(request: ResourceRequest, deps: JudgeDeps): Promise<GatedChange | undefined> {
  const doomed = doomedByResource(request);
  if (doomed.length === 0) return undefined;
  const { stack } = request;
  return stack === undefined ? judgeLoose(request, doomed, deps) : judgeInStack({ ...request, stack }, doomed, deps);
}

async function judgeInStack(
  request: ResourceRequest & { readonly stack: string },
  doomed: readonly Doomed[],
  deps: JudgeDeps,
): Promise<GatedChange | undefined> {
  const { account, stack, action, type, logicalId, properties, previous } = request;
  const gated = await gatedStack(stack, account, deps);
  const isOwn = environmentOfStack(gated, deps.governance) !== undefined;
  if (isOwn && statefulType(type) === undefined) return undefined;
  const resources = await deps.templates.resourcesOf(stack);
  const loss = guardedLoss(gated, { doomed, resources }, deps.governance);
  if (loss === undefined) return undefined;
  const change = digestOf(jsonForm({ action, type, logicalId, properties, previous: previous ?? null }));
  return { ...updateOf(request, loss, change), what: `${action} ${logicalId} of stack ${nameOf(stack)}` };
}

/** A resource of no stack is told by its properties: one of them is its name. One without any may be any. */
function judgeLoose(
  request: ResourceRequest,
  doomed: readonly Doomed[],
  { governance }: JudgeDeps,
): GatedChange | undefined {
  const { account, partition, region, action, type, logicalId, properties, previous } = request;
  const arn = `arn:${partition}:cloudformation:${region}:${account}:resource/${type}`;
  const texts = Object.values({ ...previous, ...properties }).filter((value) => typeof value === 'string');
  const isNameless = texts.length === 0 && statefulType(type) !== undefined;
  const candidates = isNameless ? [arn] : texts;
  for (const target of candidates) {
    const removal = isNameless
      ? { doomed: [UNREADABLE_TEMPLATE], resources: [] }
      : { doomed, resources: [{ logicalId, physicalId: target, type }] };
    const loss = guardedLoss({ arn, account }, removal, governance);
    if (loss === undefined) continue;
    const name = action === 'delete' ? 'DeleteResource' : 'UpdateResource';
    const operation = { kind: 'destroying-call', source: 'cloudformation.amazonaws.com', name } as const;
    return {
      environment: loss.environment.name,
      change: { account, operation, target, change: changeOfCall({ account, operation, target }) },
      what: `${action} ${type} ${target}`,
      why: isNameless ? ['it has no name that could be compared'] : loss.lost.map(lossText),
      destroys: [{ type, physicalId: target }],
    };
  }
  return undefined;
}

/** An access of IAM is of the whole account, so it is measured wherever the account has a guarded environment. */
async function judgeGrant(request: ResourceRequest, deps: JudgeResourceDeps): Promise<GatedChange | undefined> {
  const { account, partition, region, stack, type, action, logicalId, properties } = request;
  if (!isIamGrant(type)) return undefined;
  const { governance } = deps;
  const own = stack === undefined ? undefined : environmentOfStack({ arn: stack, account }, governance);
  const environment = own ?? environmentsIn(account, governance.environments)[0];
  if (environment === undefined) return undefined;
  const why = await excessOf(request, deps);
  if (why.length === 0) return undefined;
  const place =
    stack === undefined ? `arn:${partition}:cloudformation:${region}:${account}:resource/${type}` : withoutId(stack);
  return {
    environment: environment.name,
    change: {
      account,
      operation: { kind: 'iam-resource' },
      target: `${place}/${logicalId}`,
      change: digestOf(jsonForm({ action, type, properties })),
    },
    what: `${action} ${logicalId === '' ? type : `${logicalId} (${type})`}, which gives more than the standard`,
    why,
    destroys: [],
  };
}

/** What the resource would give beyond the standard, and what nobody can tell. */
async function excessOf(request: ResourceRequest, deps: JudgeResourceDeps): Promise<readonly string[]> {
  const calls = iamCallsOf(request, await nameOfResource(request, deps));
  if (!calls.ok) return [`what it gives cannot be told: ${calls.error}`];
  const { governance, guardrails: known } = deps;
  const read = await readAround(calls.value, request, deps);
  const unlimited = assessIamResource(calls.value, { read, governance });
  const guardrails = unlimited.length === 0 ? undefined : await known?.known(request.account);
  const breaches =
    guardrails === undefined ? unlimited : assessIamResource(calls.value, { read, governance, guardrails });
  return breaches.map(({ verdict, detail }) => (verdict === 'undetermined' ? `${detail} (undetermined)` : detail));
}

const NAMES = ['RoleName', 'UserName', 'GroupName', 'ManagedPolicyName'];

/**
 * The name that the template gives, or that the resource has, or one like CloudFormation will choose: the stack's, the
 * resource's, and random letters. Source: CloudFormation user guide, "Name type".
 */
async function nameOfResource(
  { stack, action, logicalId, properties }: ResourceRequest,
  { templates }: JudgeDeps,
): Promise<string> {
  const given = NAMES.map((name) => properties[name]).find((name) => typeof name === 'string');
  if (typeof given === 'string') return given;
  if (stack === undefined) return logicalId === '' ? 'unnamed' : logicalId;
  const known = action === 'create' ? [] : await templates.resourcesOf(stack);
  const physical = known.find((each) => each.logicalId === logicalId)?.physicalId;
  if (physical === undefined) return `${nameOf(stack)}-${logicalId}-XXXXXXXXXXXX`.slice(0, 64);
  return physical.slice(physical.lastIndexOf('/') + 1);
}

/** How long to wait before reading again what the stack has just made, in milliseconds: IAM shows it late. */
const READ_DELAYS = [500, 1000, 2000, 2000, 2000];

/** The account as far as the calls touch it. What the resource itself makes needs no reading. */
async function readAround(
  calls: readonly IamCall[],
  { account, partition }: ResourceRequest,
  { accounts, pause }: JudgeResourceDeps,
): Promise<AccountState> {
  const creations = calls.filter(({ name }) => /^Create(Role|User|Group|Policy)$/.test(name));
  const asked = creations.length > 0 ? calls.filter(({ name }) => NAMES_OTHERS.test(name)) : calls;
  const read = await Promise.all(
    asked.map(async (call) => {
      let around = await accounts.around(account, call);
      for (const delay of READ_DELAYS) {
        if (around === undefined || isShown(call, around, creations)) return around;
        await pause(delay);
        around = await accounts.around(account, call);
      }
      return around;
    }),
  );
  return read.reduce<AccountState>(merged, emptyAccount(account, partition));
}

/** Whether all that a call names is there, or is made before it. */
function isShown(call: IamCall, around: AccountState, creations: readonly IamCall[]): boolean {
  const known = creations.reduce((state, creation) => {
    const applied = applyCall(state, creation);
    return applied.ok ? applied.value : state;
  }, around);
  return missingFor(call, known) === undefined;
}

/** Calls that name something besides what is made. */
const NAMES_OTHERS = /^(Attach|AddUserToGroup|Put(Role|User)PermissionsBoundary)/;

function merged(one: AccountState, other: AccountState | undefined): AccountState {
  if (other === undefined) return one;
  return {
    ...one,
    roles: new Map([...one.roles, ...other.roles]),
    users: new Map([...one.users, ...other.users]),
    groups: new Map([...one.groups, ...other.groups]),
    policies: new Map([...one.policies, ...other.policies]),
    instanceProfiles: new Map([...one.instanceProfiles, ...other.instanceProfiles]),
  };
}

/** `…:stack/NAME/ID` → `…:stack/NAME`: a stack that failed to be made is made again under another id. */
function withoutId(stack: string): string {
  const arn = parseArn(stack);
  return arn === undefined ? stack : stack.slice(0, stack.lastIndexOf('/'));
}
