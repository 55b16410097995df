import { isJsonObject, type JsonValue } from '../../json.ts';
import type { StatementOrder } from '../plan-call.ts';
import { isSame, overwriting } from './overwriting.ts';

/** What names a statement: its id, which is used once for each version or alias of a function. */
type Named = Pick<StatementOrder, 'resource' | 'qualifier' | 'statementId'>;

/** Whether a statement may be given or taken away: `changed` where another one has its id. */
export function overwritingStatement(policy: JsonValue, call: StatementOrder): ReturnType<typeof overwriting> {
  const live = statementsIn(policy).find((each) => isStatementOf(each, call));
  const isThere = live !== undefined && isSame(inPolicy(live), inPolicy(call.statement));
  if (live !== undefined && !isThere) return 'changed';
  return isThere === (call.name === 'AddPermission') ? 'already' : 'as-expected';
}

/** Whether this is the statement of that id, on the function or the same version or alias of it. */
export function isStatementOf(statement: JsonValue, { resource, qualifier, statementId }: Named): boolean {
  if (!isJsonObject(statement) || statement['Sid'] !== statementId) return false;
  const arn = qualifier === undefined ? resource : `${resource}:${qualifier}`;
  return [statement['Resource'] ?? []].flat().includes(arn);
}

/** The statements of a policy; null, or no policy: none. */
export function statementsIn(policy: JsonValue): readonly JsonValue[] {
  return isJsonObject(policy) ? [policy['Statement'] ?? []].flat() : [];
}

function inPolicy(statement: JsonValue): JsonValue {
  return { Version: '2012-10-17', Statement: [statement] };
}
