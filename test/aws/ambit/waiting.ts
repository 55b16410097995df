import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { CaseStatus } from '../../../lib/core/governance/cases/case-status.ts';
import type { Case } from '../../../lib/core/governance/cases/case.ts';
import { inMinistack } from '../cloud.ts';
import { physicalId } from '../deploy/deploy.ts';
import { eventually } from '../eventually.ts';
import type { Installed } from './installed.ts';

const WITHIN_MS = 60_000;
/** Ambit looks for a change that an event promised for a minute. */
const IDLE_WITHIN_MS = 100_000;
const WAITING = 'ApproximateNumberOfMessages';
const AT_WORK = 'ApproximateNumberOfMessagesNotVisible';

/** The case of a principal once it is in a status. There must be one only. */
export async function caseOf(ambit: Installed, principal: string, status: CaseStatus): Promise<Case> {
  let found: readonly Case[] = [];
  const reached = async () => {
    found = (await ambit.cases()).filter(({ finding }) => finding.principal === principal);
    return found.some((each) => each.status === status) ? 'reached' : undefined;
  };
  await eventually(reached, WITHIN_MS).catch((cause: unknown) => {
    const cases = found.map(lineOf).join('\n');
    throw new Error(`nothing about ${principal} is ${status}, but:\n${cases}\n${faultsIn(ambit)}`, { cause });
  });
  const [one, ...others] = found;
  if (one === undefined || others.length > 0)
    throw new Error(`more than one finding:\n${found.map(lineOf).join('\n')}`);
  return one;
}

/** Resolves when all events have come and no function is at work on one, or has one to come back to. */
export async function idle(ambit: Installed): Promise<void> {
  const { cloud, deployed } = ambit;
  const sqs = new SQSClient(inMinistack(cloud));
  const QueueUrl = physicalId(deployed, 'AWS::SQS::Queue', 'HubQueuesCalls0');
  const AttributeNames = [WAITING, AT_WORK] as const;
  const left = async () => {
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...AttributeNames] }),
    );
    return AttributeNames.map((name) => Attributes[name] ?? '').join(' ');
  };
  const isIdle = async () => {
    await cloud.trail.delivered();
    return (await left()) === '0 0' ? 'idle' : undefined;
  };
  await eventually(isIdle, IDLE_WITHIN_MS).catch(async (cause: unknown) => {
    throw new Error(`messages are left: ${await left()}\n${faultsIn(ambit)}`, { cause });
  });
}

/** A case for people who look for what went wrong. */
function lineOf({ finding, status, hold, restore }: Case): string {
  const { id, kind, call, response, reasons, raisedAt } = finding;
  return JSON.stringify({ id, kind, status, call, response: response.kind, reasons, raisedAt, hold, restore });
}

/** What functions said of faults, the last of it. */
export function faultsIn({ cloud }: Installed): string {
  const lines = cloud.ministack.output().split('\n');
  return lines
    .filter((line) => /"level":"(?:ERROR|WARN)"| denied: |errorType/.test(line))
    .slice(-10)
    .map((line) => line.slice(0, 1000))
    .join('\n');
}
