import type { JsonValue } from '../json.ts';
import { tokenOf } from './hook-request.ts';

/** What a Lambda hook answers. Source: CloudFormation Hooks user guide, "Lambda Hook response syntax". */
export interface HookAnswer {
  readonly hookStatus: 'SUCCESS' | 'FAILED';
  /** On failure only. */
  readonly errorCode?: 'NonCompliant';
  readonly message: string;
  readonly clientRequestToken: string;
  readonly callbackDelaySeconds: 0;
}

/** The answer to a request: a refusal is a resource that does not comply, whatever the reason. */
export function hookAnswer(
  event: JsonValue,
  { verdict, message }: { readonly verdict: 'allow' | 'refuse'; readonly message: string },
): HookAnswer {
  const answer = { message, clientRequestToken: tokenOf(event) ?? '', callbackDelaySeconds: 0 } as const;
  return verdict === 'allow'
    ? { hookStatus: 'SUCCESS', ...answer }
    : { hookStatus: 'FAILED', errorCode: 'NonCompliant', ...answer };
}
