/** Why AWS did not do what a person asked for with their own credentials. */
export type OperatorRefusal =
  /** There are no credentials, or they have expired. */
  | { readonly code: 'NO_CREDENTIALS'; readonly detail: string }
  | { readonly code: 'NO_REGION' }
  /** The name of the Region cannot be one. */
  | { readonly code: 'BAD_REGION' }
  /** AWS does not know these credentials, or does not allow the call. */
  | { readonly code: 'DENIED'; readonly detail: string }
  | { readonly code: 'UNREACHABLE'; readonly detail: string };

const NO_CREDENTIALS: ReadonlySet<string> = new Set([
  'CredentialsProviderError',
  'TokenProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'RequestExpired',
]);

const DENIED = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'AuthorizationError',
  'AuthorizationErrorException',
  'UnauthorizedOperation',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'SignatureDoesNotMatch',
  'InvalidAccessKeyId',
  'KMSAccessDeniedException',
]);

const UNREACHABLE: ReadonlySet<string> = new Set([
  'ENOTFOUND',
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** What a fault of the SDK means to a person who calls AWS with their own credentials; undefined: it is none of these. */
export function operatorRefusal(fault: unknown): OperatorRefusal | undefined {
  if (!(fault instanceof Error)) return undefined;
  const detail = oneLine(fault.message);
  if (NO_CREDENTIALS.has(fault.name)) return { code: 'NO_CREDENTIALS', detail };
  if (DENIED.has(fault.name)) return { code: 'DENIED', detail };
  if (detail === 'Region is missing') return { code: 'NO_REGION' };
  if (detail.startsWith('Region not accepted')) return { code: 'BAD_REGION' };
  const code = 'code' in fault ? String(fault.code) : '';
  if (fault.name === 'TimeoutError' || UNREACHABLE.has(code)) {
    return { code: 'UNREACHABLE', detail: detail === '' ? code : detail };
  }
  return undefined;
}

/** A refusal in one line, for people. */
export function describeRefusal(refusal: OperatorRefusal): string {
  switch (refusal.code) {
    case 'NO_CREDENTIALS':
      return `there are no AWS credentials that are valid: ${refusal.detail}; sign in (aws sso login) or name a --profile that has some`;
    case 'NO_REGION':
      return 'no Region is named; set one in the profile or in AWS_REGION, or name it with --region (of deploy-check --hub-region)';
    case 'BAD_REGION':
      return 'the Region that is named cannot be one; name it like us-east-1';
    case 'DENIED':
      return `aws refused it: ${refusal.detail}; use a --profile that may`;
    case 'UNREACHABLE':
      return `aws cannot be reached: ${refusal.detail}; check the network and the Region`;
  }
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
