import type { NamedPolicy } from '../../access/policy-set.ts';
import type { JsonValue } from '../../json.ts';
import { digestOfText } from '../../digest.ts';
import { splitArnPattern } from '../../policy/arn.ts';
import { onResourceOf } from '../../policy/on-resource-of.ts';
import { parsePolicy } from '../../policy/parse.ts';
import { describeProblem } from '../../policy/problem.ts';
import type { Condition, PolicyDocument, Statement } from '../../policy/statement.ts';
import { ARN_KEYS } from './sharing-ceiling.ts';

/** The policy of a resource of this account as it is compared; what does not parse is unreadable. */
export function offeredPolicy(name: string, source: JsonValue, account: string): NamedPolicy {
  const parsed = parsePolicy(source);
  if (parsed.ok) return { name, document: byParts(onResourceOf(account, parsed.value)) };
  const problems = parsed.error.map(describeProblem).join('; ');
  return { name, document: { unreadable: `${problems} (${digestOfText(JSON.stringify(source))})` } };
}

/** What a policy says; undefined where it cannot be read. */
export function documentOf({ document }: NamedPolicy): PolicyDocument | undefined {
  return 'unreadable' in document ? undefined : document;
}

/**
 * A text pattern for an ARN with the account in it is read part by part, as the Arn operators do: AWS writes such patterns
 * itself (`arn:aws:cloudtrail:*:111122223333:trail/*`), and no ARN has a colon in its Region. One that leaves open what comes
 * before the account is not, where names may have colons: the path of a role does, and everybody chooses their own
 * (`arn:aws:iam::999900001111:role/:111122223333:role/x`), and so does the name of an alarm.
 */
function byParts(document: PolicyDocument): PolicyDocument {
  const statements = document.statements.map((statement): Statement => {
    if (statement.effect === 'Deny' || !statement.conditions.some(isOfAccount)) return statement;
    const conditions = statement.conditions.map(
      (each): Condition => (isOfAccount(each) ? { ...each, operator: 'ArnLike' } : each),
    );
    return { ...statement, conditions };
  });
  return { ...document, statements };
}

const KEYS: readonly string[] = ARN_KEYS.map((key) => key.toLowerCase());

function isOfAccount({ operator, key, values }: Condition): boolean {
  if (operator !== 'StringLike' || !KEYS.includes(key.toLowerCase())) return false;
  return values.length > 0 && values.every(isOfOneAccount);
}

function isOfOneAccount(pattern: string): boolean {
  const { partition, service, region, account } = splitArnPattern(pattern);
  const isOpen = /[*?]/.test(`${partition}${service}${region}`);
  return /^[0-9]{12}$/.test(account) && !(isOpen && WITH_COLONS.test(service));
}

/** Services whose resources may have colons in names that their owners choose; or any service. */
const WITH_COLONS = /^(?:iam|sts|cloudwatch)$|[*?]/;
