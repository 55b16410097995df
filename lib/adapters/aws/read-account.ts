import { GetAccountAuthorizationDetailsCommand } from '@aws-sdk/client-iam';
import type { JsonValue } from '../../core/json.ts';
import type { IamAsking } from './iam-asking.ts';

/** A page holds at most 1,000 items; AWS sends fewer where they are long. */
const PAGE = 1_000;

/**
 * The pages of GetAccountAuthorizationDetails, without AWS's own managed policies: there are more than a thousand, of
 * which an account uses a few.
 */
export function readAccountPages(asking: IamAsking): Promise<readonly JsonValue[]> {
  const Filter = ['User' as const, 'Role' as const, 'Group' as const, 'LocalManagedPolicy' as const];
  return asking.all(
    'iam:GetAccountAuthorizationDetails',
    (Marker, options) =>
      asking.iam.send(new GetAccountAuthorizationDetailsCommand({ Filter, MaxItems: PAGE, Marker }), options),
    (answer) => [jsonOf(answer)],
  );
}

// JSON.parse returns any; what it returns is a JsonValue by definition
const parseJson: (text: string) => JsonValue = JSON.parse;

/** Dates become texts, and what is undefined goes. */
function jsonOf(answer: object): JsonValue {
  return parseJson(JSON.stringify(answer));
}
