import { describeRefusal } from '../../lib/wiring/faults.ts';
import type { Deployment, DeploymentProblem, Live } from '../../lib/wiring/live/open-live.ts';
import { EXIT } from '../exit-codes.ts';
import { Stop } from '../stop.ts';
import { type LiveOptions, liveChoice } from './options.ts';

/** Opens a deployment to read; a `Stop` where it cannot be found. The clients of AWS are loaded only now. */
export async function openLiveOf(options: LiveOptions): Promise<Live> {
  const { openLive } = await import('../../lib/wiring/live/open-live.ts');
  const opened = await openLive(liveChoice(options));
  if (opened.ok) return opened.value;
  throw new Stop(EXIT.badInput, deploymentProblemLine(opened.error));
}

/** Finds a deployment; a `Stop` where it cannot be found. */
export async function deploymentOf(options: LiveOptions): Promise<Deployment> {
  const { findDeployment } = await import('../../lib/wiring/live/open-live.ts');
  const found = await findDeployment(liveChoice(options));
  if (found.ok) return found.value;
  throw new Stop(EXIT.badInput, deploymentProblemLine(found.error));
}

/** Why a deployment was not found, and what to do, in one line. */
export function deploymentProblemLine(problem: DeploymentProblem): string {
  switch (problem.code) {
    case 'NO_SUCH_STACK':
      return `there is no stack "${problem.stack}" in ${problem.region}; name it with --stack, its Region with --region, or deploy it first (README, "Deploy")`;
    case 'NOT_AMBIT':
      return `the stack "${problem.stack}" (${problem.status}) lacks the outputs ${problem.lacks.join(', ')}; it is no hub of Ambit, or of another version: deploy it again`;
    case 'NO_CREDENTIALS':
    case 'NO_REGION':
    case 'BAD_REGION':
    case 'DENIED':
    case 'UNREACHABLE':
      return describeRefusal(problem);
  }
}
