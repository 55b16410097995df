import type { JsonObject } from '../../../lib/core/json.ts';
import { ADMIN, FENCE } from '../../core/governance/accounts.ts';

/** A command of the SDK and its input. */
type Sent = readonly [name: string, input: JsonObject];

const GIT = { UserName: 'plain', ServiceSpecificCredentialId: 'ACCA1' };
const OFF: Sent = ['UpdateServiceSpecificCredential', { ...GIT, Status: 'Inactive' }];
const ON: Sent = ['UpdateServiceSpecificCredential', { ...GIT, Status: 'Active' }];
const bounded = (arn: string): Sent => [
  'PutUserPermissionsBoundary',
  { UserName: 'guarded', PermissionsBoundary: arn },
];

/** Calls of IAM that moto does not have, and what the hold and the restore of each send. */
export const NOT_IN_MOTO: Readonly<Record<string, readonly Sent[]>> = {
  CreateServiceSpecificCredential: [OFF, ON],
  ResetServiceSpecificCredential: [OFF, ON],
  UpdateServiceSpecificCredential: [OFF, ON],
  PutUserPermissionsBoundary: [bounded(FENCE), bounded(ADMIN)],
  DeleteUserPermissionsBoundary: [bounded(FENCE), ['DeleteUserPermissionsBoundary', { UserName: 'guarded' }]],
};
