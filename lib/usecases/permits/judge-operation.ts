import {
  type Doomed,
  doomedByChangeSet,
  doomedByDelete,
  doomedByUpdate,
  UNREADABLE_TEMPLATE,
} from '../../core/activity/doomed.ts';
import type { ChangeSetRequest, StackRequest } from '../../core/activity/hook-request.ts';
import { textAt } from '../../core/activity/member.ts';
import { readTemplate } from '../../core/activity/template.ts';
import { type Digest, digestOf } from '../../core/digest.ts';
import {
  destroyed,
  environmentOfStack,
  type GatedChange,
  type GatedStack,
  type GuardedLoss,
  guardedLoss,
  lossText,
} from '../../core/governance/permits/gated-change.ts';
import type { Governance } from '../../core/governance/standards/standards.ts';
import { type JsonValue, jsonForm } from '../../core/json.ts';
import { parseArn } from '../../core/policy/arn.ts';
import type { HookPayload, Templates } from '../../ports/templates.ts';

/** The templates of a change, and the environments that are guarded. */
export interface JudgeDeps {
  readonly templates: Templates;
  readonly governance: Governance;
}

/** What a change set comes to. */
export interface JudgedChangeSet {
  readonly gated: GatedChange | undefined;
  readonly templates: Digest;
  /** Whether the templates alone would not say so: then what was judged must be kept until it is carried out. */
  readonly tellsMore: boolean;
}

/** What an operation on a stack that needs a permit would do; undefined: it destroys nothing that is guarded. */
export async function judgeStack(request: StackRequest, deps: JudgeDeps): Promise<GatedChange | undefined> {
  switch (request.action) {
    case 'create':
      return undefined;
    case 'delete':
      return judgeDelete(request, deps);
    case 'update':
      return judgeUpdate(request, await payloadOf(request, deps), deps);
  }
}

/** The digest of the templates before and after, by which what is carried out is told to be what was judged. */
export function digestOfTemplates({ template, previousTemplate }: HookPayload): Digest {
  return digestOf(jsonForm({ template: template ?? null, previousTemplate: previousTemplate ?? null }));
}

/** What the request's URL leads to; a fault where it has none. */
export async function payloadOf(
  { payload, target }: StackRequest | ChangeSetRequest,
  { templates }: Pick<JudgeDeps, 'templates'>,
): Promise<HookPayload> {
  if (payload === undefined) throw new Error(`the request of a ${target} does not say where its templates are`);
  return templates.payloadAt(payload);
}

async function judgeDelete(request: StackRequest, deps: JudgeDeps): Promise<GatedChange | undefined> {
  const { stack, account, payload } = request;
  const given = payload === undefined ? undefined : (await deps.templates.payloadAt(payload)).template;
  const template = given ?? (await deps.templates.templateOf(stack));
  if (template === undefined) throw new Error(`the template of ${stack} cannot be read`);
  const read = readTemplate(template);
  const doomed = read === undefined ? [UNREADABLE_TEMPLATE] : doomedByDelete(read);
  const resources = await deps.templates.resourcesOf(stack);
  const gated = await gatedStack(stack, account, deps);
  const own = environmentOfStack(gated, deps.governance);
  const loss = guardedLoss(gated, { doomed, resources }, deps.governance);
  const environment = own ?? loss?.environment;
  if (environment === undefined) return undefined;
  return {
    environment: environment.name,
    change: { account, operation: { kind: 'stack-delete' }, target: stack, change: digestOf(template) },
    what: `delete stack ${nameOf(stack)}`,
    why: (loss?.lost ?? []).map(lossText),
    // the whole stack goes, so calls on any of its resources are expected
    destroys: resources.map(destroyed),
  };
}

async function judgeUpdate(
  request: StackRequest | ChangeSetRequest,
  payload: HookPayload,
  deps: JudgeDeps,
): Promise<GatedChange | undefined> {
  const [before, after] = [readTemplate(payload.previousTemplate), readTemplate(payload.template)];
  const isReadable = before !== undefined && after !== undefined;
  const doomed = isReadable ? doomedByUpdate({ before, after }) : [UNREADABLE_TEMPLATE];
  const loss = await lossOf(request, doomed, deps);
  if (loss === undefined) return undefined;
  const gated = updateOf(request, loss, digestOfTemplates(payload));
  return loss.lost.some(({ fate }) => fate === 'unknown') ? { ...gated, unpinned: true } : gated;
}

async function lossOf(
  { stack, account }: StackRequest | ChangeSetRequest,
  doomed: readonly Doomed[],
  deps: JudgeDeps,
): Promise<GuardedLoss | undefined> {
  if (doomed.length === 0) return undefined;
  const resources = await deps.templates.resourcesOf(stack);
  return guardedLoss(await gatedStack(stack, account, deps), { doomed, resources }, deps.governance);
}

/** A stack with the one that it is nested in, where it does not belong to an environment by itself. */
export async function gatedStack(
  arn: string,
  account: string,
  { templates, governance }: JudgeDeps,
): Promise<GatedStack> {
  if (environmentOfStack({ arn, account }, governance) !== undefined) return { arn, account };
  const described = await templates.stackOf(arn);
  return { arn, account, root: described?.root, tags: described?.tags };
}

/** A change of what a stack holds. */
export function updateOf(
  { stack, account }: { readonly stack: string; readonly account: string },
  { environment, lost, destroys }: GuardedLoss,
  change: Digest,
): GatedChange {
  return {
    environment: environment.name,
    change: { account, operation: { kind: 'stack-update' }, target: stack, change },
    what: `update stack ${nameOf(stack)}`,
    why: lost.map(lossText),
    destroys,
  };
}

/** A change set tells what an update does better than its templates, since it has the values of parameters. */
export async function judgeChangeSet(request: ChangeSetRequest, deps: JudgeDeps): Promise<JudgedChangeSet> {
  const payload = await payloadOf(request, deps);
  const templates = digestOfTemplates(payload);
  const { previousTemplate, changedResources } = payload;
  if (previousTemplate === undefined) return { gated: undefined, templates, tellsMore: false };
  const listed = doomedByChangeSet(changedResources, readTemplate(previousTemplate));
  const loss = await lossOf(request, listed ?? [UNREADABLE_TEMPLATE], deps);
  const change = digestOf(jsonForm({ templates, changes: changesOf(changedResources) }));
  const judged = loss === undefined ? undefined : updateOf(request, loss, change);
  const gated = judged !== undefined && listed === undefined ? ({ ...judged, unpinned: true } as const) : judged;
  const tellsMore = gated !== undefined || (await judgeUpdate(request, payload, deps)) !== undefined;
  return { gated, templates, tellsMore };
}

/** The changes without what is not the same when the change set is made again: their order and their lines. */
function changesOf(changes: JsonValue | undefined): JsonValue {
  if (!Array.isArray(changes)) return null;
  const told = changes.map((change: JsonValue) =>
    ['logicalResourceId', 'resourceType', 'action', 'beforeContext', 'afterContext'].map(
      (name) => textAt(change, name) ?? '',
    ),
  );
  return told.sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
}

/** The name in the ARN of a stack. */
export function nameOf(stack: string): string {
  return parseArn(stack)?.resource.split('/')[1] ?? stack;
}
