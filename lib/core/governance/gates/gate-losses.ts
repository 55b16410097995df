import type { Actor } from '../../activity/actor.ts';
import { placeIn, textIn } from '../../activity/calls/losses.ts';
import type { Lost } from '../../activity/changes.ts';
import type { PrincipalClass } from '../standards/standards.ts';
import type { GateCall } from './gate-call.ts';
import { pipelineGatesIn } from './pipeline-gates.ts';

/** Stages that bring changes to those who use them, by their names. */
const PRODUCTION = /prod|live|release/i;
/** An execution that waits longer for its approval has lapsed (CodePipeline user guide, "Manage approval actions"). */
const LAPSES_AFTER = 7 * 24 * 3_600_000;

/**
 * What a call on a gate took away, in view of the calls before it on the same gate, oldest first; undefined: that is not
 * known.
 * @param by the kind of class of who made the call
 */
export function gateLossesOf(
  call: GateCall,
  earlier: readonly GateCall[],
  by: PrincipalClass['kind'],
): readonly Lost[] | undefined {
  switch (call.name) {
    case 'UpdatePipeline':
      return lostApprovals(call, earlier);
    case 'PutApprovalResult':
      return ofApproval(call, earlier, by);
    case 'MergePullRequestByFastForward':
    case 'MergePullRequestBySquash':
    case 'MergePullRequestByThreeWay':
      return ofMerge(call, earlier);
    default:
      // what only tells of the gate takes nothing away
      return [];
  }
}

function lostApprovals(call: GateCall, earlier: readonly GateCall[]): readonly Lost[] | undefined {
  const after = pipelineGatesIn(call.change.asked);
  if (after === undefined) return undefined;
  const before = earlier.flatMap(({ change }) => pipelineGatesIn(change.asked) ?? []).at(-1);
  if (before === undefined) return withoutAny(after.approvals, after.stages);
  const removed = before.approvals.filter((each) => !after.approvals.includes(each));
  if (after.approvals.length < before.approvals.length) {
    return removed.map((each) => certain(`took the approval ${each} out of the pipeline`));
  }
  // one that only has another name is as good as before; one that comes after the deployment is none
  return removed.map((each) => ({ ...certain(`renamed or moved the approval ${each}`), isCertain: false }));
}

function withoutAny(approvals: readonly string[], stages: readonly string[]): readonly Lost[] {
  const production = stages.find((each) => PRODUCTION.test(each));
  if (approvals.length > 0 || production === undefined) return [];
  return [{ ...certain(`leaves the stage ${production} without an approval`), isCertain: false }];
}

function ofApproval(
  call: GateCall,
  earlier: readonly GateCall[],
  by: PrincipalClass['kind'],
): readonly Lost[] | undefined {
  if (textIn(placeIn(call.change.asked, 'result'), 'status') === 'Rejected') return [];
  if (by === 'agent') return [{ ...certain('approved as an agent'), isGrave: true }];
  const started = earlier.filter(({ name, time }) => {
    return name === 'StartPipelineExecution' && call.time - time <= LAPSES_AFTER;
  });
  const author = started.at(-1)?.actor;
  if (author === undefined) return undefined;
  return isSame(author, call.actor) ? [certain('approved the change of the same person')] : [];
}

function ofMerge(call: GateCall, earlier: readonly GateCall[]): readonly Lost[] {
  const isOwn = (call.change.authors ?? []).some((author) => isArnOf(author, call.actor));
  const approved = earlier.some(({ name, actor, change }) => {
    const isApproval = name === 'UpdatePullRequestApprovalState' && textIn(change.asked, 'approvalState') === 'APPROVE';
    return isApproval && !isSame(actor, call.actor);
  });
  return isOwn && !approved
    ? [{ ...certain('merged its own change, which nobody else was seen to approve'), isCertain: false }]
    : [];
}

const certain = (what: string): Lost => ({ what, isCertain: true, isGrave: false });

function isSame(one: Actor, other: Actor): boolean {
  return one.id === other.id || (one.person !== undefined && one.person.id === other.person?.id);
}

/** An author as CodeCommit writes it: the ARN of a user, or of a session of a role. */
function isArnOf(arn: string, { principalArn = '', session }: Actor): boolean {
  if (session === undefined) return arn === principalArn;
  const role = principalArn.slice(principalArn.lastIndexOf('/') + 1);
  return arn.endsWith(`:assumed-role/${role}/${session.name}`);
}
