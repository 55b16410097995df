import type { Condition, PolicyDocument, Statement } from './statement.ts';

const RESOURCE_ACCOUNT = /\$\{aws:ResourceAccount\}/gi;

/**
 * The policy of a resource of this account, with the account in the place of `${aws:ResourceAccount}`: whoever calls, it is
 * the account that owns the resource. Documents of 2008 have no variables.
 * Source: IAM user guide, "AWS global condition context keys", aws:ResourceAccount.
 */
export function onResourceOf(account: string, document: PolicyDocument): PolicyDocument {
  if (document.version === '2008-10-17') return document;
  const filledIn = (text: string) => text.replaceAll(RESOURCE_ACCOUNT, account);
  const conditions = (all: readonly Condition[]) =>
    all.map((each): Condition => ({ ...each, values: each.values.map(filledIn) }));
  const statements = document.statements.map(
    (statement): Statement => ({ ...statement, conditions: conditions(statement.conditions) }),
  );
  return { ...document, statements };
}
