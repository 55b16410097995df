import { type AccountFileProblem, readAccountFile } from '../adapters/local/account-file.ts';
import { awsManagedPolicy } from '../adapters/local/aws-managed-policies.ts';
import { withAwsManagedPolicies } from '../adapters/local/embedded-account.ts';
import type { AccountState, ManagedPolicy } from '../core/account/state.ts';
import { ok, type Result } from '../core/result.ts';

export type { AccountFileProblem } from '../adapters/local/account-file.ts';

/**
 * Reads an account file (by its path, or its bytes): `aws iam get-account-authorization-details`, all pages, gzip or not. AWS managed
 * policies that its principals hold and the file does not list are filled in.
 */
export async function readAccount(
  source: string | AsyncIterable<Uint8Array>,
): Promise<Result<AccountState, AccountFileProblem>> {
  const read = await readAccountFile(source);
  return read.ok ? ok(withAwsManagedPolicies(read.value)) : read;
}

/** The AWS managed policy with this ARN, where Ambit has it. */
export function managedPolicy(arn: string): ManagedPolicy | undefined {
  return awsManagedPolicy(arn);
}
