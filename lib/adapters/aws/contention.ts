import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';

/** Why a part of a transaction was not written, where trying again can help (DynamoDB API reference, "TransactWriteItems"). */
const PASSING_REASONS: readonly string[] = [
  'None',
  'ConditionalCheckFailed',
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
  'RequestLimitExceeded',
];

/** Faults of whole requests that pass, though AWS calls some of them the client's. */
const PASSING_FAULTS: readonly string[] = [
  'ConditionalCheckFailedException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ReplicatedWriteConflictException',
  'ThrottlingException',
  'TransactionConflictException',
  'TransactionInProgressException',
];

/**
 * Whether a write that failed may be tried again: another writer was faster, AWS has too much to do, or no answer came, in
 * which case it may have been written. Not where AWS refused it for what it is, or for who asks.
 */
export function isPassing(fault: unknown): boolean {
  if (!(fault instanceof Error)) return false;
  if (fault instanceof TransactionCanceledException) {
    return reasonsOf(fault).every((code) => PASSING_REASONS.includes(code));
  }
  return PASSING_FAULTS.includes(fault.name) || wasNotAnswered(fault);
}

/** Whether the first part of a transaction could have been written, and the condition of another was not met. */
export function isRefusedBeyondFirst(fault: unknown): boolean {
  if (!(fault instanceof TransactionCanceledException)) return false;
  const [first, ...others] = reasonsOf(fault);
  return first === 'None' && others.includes('ConditionalCheckFailed');
}

/** Whether a transaction was not written for its first part alone. */
export function isOnlyFirstRefused(fault: unknown): boolean {
  if (!(fault instanceof TransactionCanceledException)) return false;
  const [first, ...others] = reasonsOf(fault);
  return first !== 'None' && others.every((code) => code === 'None');
}

/** Whether a write that failed may have been carried out all the same, or may still be. */
export function mayBeWritten(fault: unknown): boolean {
  if (!(fault instanceof Error)) return false;
  return fault.name === 'TransactionInProgressException' || wasNotAnswered(fault);
}

function reasonsOf({ CancellationReasons }: TransactionCanceledException): readonly string[] {
  return (CancellationReasons ?? []).map(({ Code }) => Code ?? 'None');
}

/** What Node says where no answer came over the network. */
const NETWORK_CODES: readonly string[] = [
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EAI_AGAIN',
];

function wasNotAnswered(fault: Error): boolean {
  const { name, code, $metadata }: UnansweredFault = fault;
  if (typeof $metadata?.httpStatusCode === 'number') return $metadata.httpStatusCode >= 500;
  return name === 'TimeoutError' || (code !== undefined && NETWORK_CODES.includes(code));
}

interface UnansweredFault extends Error {
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}
