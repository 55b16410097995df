import type { JsonValue } from '../../json.ts';
import { decodeDocument } from '../../policy/decode.ts';
import { listIn, textIn } from './losses.ts';

/**
 * Which updates a stack policy lets through: `all` of every resource, `some`, or `none`. What it does not name is denied.
 * `unknown` for what is no policy. Source: CloudFormation user guide, "Prevent updates to stack resources".
 */
export function updatesAllowed(body: JsonValue): 'all' | 'some' | 'none' | 'unknown' {
  const decoded = typeof body === 'string' ? decodeDocument(body) : undefined;
  if (decoded?.ok !== true) return 'unknown';
  const statements = listIn(decoded.value, 'Statement');
  const allowing = statements.filter((each) => textIn(each, 'Effect') === 'Allow');
  const denying = statements.filter((each) => textIn(each, 'Effect') === 'Deny');
  if (allowing.length === 0 || denying.some(isOfEverything)) return 'none';
  return denying.length === 0 && allowing.some(isOfEverything) ? 'all' : 'some';
}

function isOfEverything(statement: JsonValue): boolean {
  const names = (name: string) =>
    listIn(statement, name).map((each) => (typeof each === 'string' ? each.toLowerCase() : ''));
  const isEveryAction = names('Action').some((action) => action === '*' || action === 'update:*');
  return isEveryAction && names('Resource').includes('*') && listIn(statement, 'Condition').length === 0;
}
