import { listIn, placeIn, textIn } from '../../activity/calls/losses.ts';
import type { JsonObject, JsonValue } from '../../json.ts';

/** How a pipeline is built, as far as approvals go. */
export interface PipelineGates {
  /** `stage/action` of each approval. */
  readonly approvals: readonly string[];
  readonly stages: readonly string[];
}

/** What a request makes of a pipeline; undefined: it does not say. Source: CodePipeline API reference, PipelineDeclaration. */
export function pipelineGatesIn(asked: JsonObject): PipelineGates | undefined {
  const stages = listIn(placeIn(asked, 'pipeline'), 'stages');
  if (stages.length === 0) return undefined;
  return { approvals: stages.flatMap(approvalsIn), stages: stages.map((each) => textIn(each, 'name') ?? '') };
}

function approvalsIn(stage: JsonValue): readonly string[] {
  const actions = listIn(stage, 'actions').filter(
    (action) => textIn(placeIn(action, 'actionTypeId'), 'category') === 'Approval',
  );
  return actions.map((action) => `${textIn(stage, 'name') ?? ''}/${textIn(action, 'name') ?? ''}`);
}
