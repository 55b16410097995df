import {
  type AccountAssignmentOperationStatus,
  DescribeAccountAssignmentCreationStatusCommand,
  DescribeAccountAssignmentDeletionStatusCommand,
  DescribePermissionSetProvisioningStatusCommand,
  type PermissionSetProvisioningStatus,
} from '@aws-sdk/client-sso-admin';
import type { SsoAsking } from '../sso-asking.ts';
import { FailedLater } from './service-family.ts';

/** What Identity Center says of something that it does later. */
type Said = Pick<
  PermissionSetProvisioningStatus | AccountAssignmentOperationStatus,
  'Status' | 'RequestId' | 'FailureReason'
>;

/** What it takes to wait for something that Identity Center does later. */
export interface Waiting {
  readonly asking: SsoAsking;
  readonly pause: (milliseconds: number) => Promise<void>;
}

/** It takes seconds for each account; what is not done by then shows later, or does not. */
const DELAYS = [500, 1000, 2000, 4000] as const;

/** Waits a while for a permission set to be provisioned; FailedLater where Identity Center says that it was not. */
export async function provisioned(InstanceArn: string, first: Said | undefined, waiting: Waiting): Promise<void> {
  const { asking } = waiting;
  await settled(first, waiting, async (RequestId) => {
    const command = new DescribePermissionSetProvisioningStatusCommand({
      InstanceArn,
      ProvisionPermissionSetRequestId: RequestId,
    });
    return (
      await asking.ask('sso:DescribePermissionSetProvisioningStatus', (options) => asking.sso.send(command, options))
    ).PermissionSetProvisioningStatus;
  });
}

/** The same of an assignment that is made. */
export async function assigned(InstanceArn: string, first: Said | undefined, waiting: Waiting): Promise<void> {
  const { asking } = waiting;
  await settled(first, waiting, async (RequestId) => {
    const about = { InstanceArn, AccountAssignmentCreationRequestId: RequestId };
    const command = new DescribeAccountAssignmentCreationStatusCommand(about);
    return (
      await asking.ask('sso:DescribeAccountAssignmentCreationStatus', (options) => asking.sso.send(command, options))
    ).AccountAssignmentCreationStatus;
  });
}

/** The same of an assignment that is taken away. */
export async function unassigned(InstanceArn: string, first: Said | undefined, waiting: Waiting): Promise<void> {
  const { asking } = waiting;
  await settled(first, waiting, async (RequestId) => {
    const about = { InstanceArn, AccountAssignmentDeletionRequestId: RequestId };
    const command = new DescribeAccountAssignmentDeletionStatusCommand(about);
    return (
      await asking.ask('sso:DescribeAccountAssignmentDeletionStatus', (options) => asking.sso.send(command, options))
    ).AccountAssignmentDeletionStatus;
  });
}

async function settled(
  first: Said | undefined,
  { pause }: Pick<Waiting, 'pause'>,
  ask: (requestId: string) => Promise<Said | undefined>,
): Promise<void> {
  let said = first;
  for (const delay of DELAYS) {
    if (said?.Status === 'FAILED') throw new FailedLater(said.FailureReason ?? 'Identity Center gave no reason');
    if (said?.Status !== 'IN_PROGRESS' || said.RequestId === undefined) return;
    await pause(delay);
    said = await ask(said.RequestId);
  }
  if (said?.Status === 'FAILED') throw new FailedLater(said.FailureReason ?? 'Identity Center gave no reason');
}
