import { foldCase } from '../../../lib/core/governance/cases/case.ts';
import { type Decision, decideApproval } from '../../../lib/usecases/approval/decide-approval.ts';
import { handleCall } from '../../../lib/usecases/calls/handle-call.ts';
import { attachAdmin, DAY, NOW } from '../company.ts';
import { open } from '../opened.ts';

/** A world in which the agent's admin policy is held, and the finding that says so. */
export async function held(call = attachAdmin()) {
  const here = await open();
  here.account.play(call);
  const outcome = await handleCall(call, here.deps);
  const findingId = outcome.kind === 'denied' ? '' : (outcome.findings[0] ?? '');
  const caseNow = async () => {
    const found = foldCase(await here.deps.ledger.about(findingId));
    if (found === undefined) throw new Error('no case');
    return found;
  };
  const { digest } = (await caseNow()).finding;
  const signing: Decision = { kind: 'sign', digest, reason: 'release', until: NOW + DAY };
  const decide = (personId: string, decision: Decision = signing) =>
    decideApproval({ findingId, personId, signedInAt: NOW, decision }, here.deps);
  return { here, findingId, caseNow, decide, signing };
}
