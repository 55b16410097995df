import { type Call, changesOf } from '../../activity/call.ts';
import { textIn, placeIn } from '../../activity/calls/losses.ts';
import type { Change, WatchedChange } from '../../activity/changes.ts';
import type { JsonObject } from '../../json.ts';

/** What is said of a gate. */
export type GateChange = WatchedChange & { readonly kind: 'gate' };

/** A call on a gate by which other calls on it are judged. */
export type GateCall = Call & { readonly change: GateChange };

/** Calls that tell of a gate: how a pipeline is built, who brought a change, who approved it, who let it in. */
const TELLING: ReadonlySet<string> = new Set([
  ...['CreatePipeline', 'UpdatePipeline', 'StartPipelineExecution', 'PutApprovalResult'].map(
    (name) => `codepipeline:${name}`,
  ),
  ...['UpdatePullRequestApprovalState', 'MergePullRequestByFastForward'].map((name) => `codecommit:${name}`),
  ...['MergePullRequestBySquash', 'MergePullRequestByThreeWay'].map((name) => `codecommit:${name}`),
]);

/** Whether a call is on a gate. */
export function isGateCall(call: Call): call is GateCall {
  return call.change.kind === 'gate';
}

/** The call as one on a gate; undefined: it tells of none, or its record does not name it. */
export function gateCallOf(call: Call): GateCall | undefined {
  const [service] = call.source.split('.');
  if (call.error !== undefined || !TELLING.has(`${service ?? ''}:${call.name}`)) return undefined;
  const told = changesOf(call).find(asksForMore);
  if (told === undefined || gateNameIn(told.asked) === undefined) return undefined;
  return { ...call, also: [], change: { ...told, kind: 'gate' } };
}

function asksForMore(change: Change): change is Extract<Change, { readonly asked: JsonObject }> {
  return 'asked' in change;
}

/** The name of the pipeline, or the number of the pull request. */
export function gateNameIn(asked: JsonObject): string | undefined {
  const pipeline = textIn(asked, 'pipelineName') ?? textIn(placeIn(asked, 'pipeline'), 'name');
  return pipeline ?? textIn(asked, 'pullRequestId') ?? textIn(asked, 'name');
}
