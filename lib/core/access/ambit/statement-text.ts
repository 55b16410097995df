import type { PolicyVersion, Statement } from '../../policy/statement.ts';

/** What a statement says, as texts: equal ones mean the same, in whatever policy they stand. */
export interface StatementText {
  /** What it asks of a request but for its action and principal. */
  readonly asked: string;
  /** All but its principal. */
  readonly whole: string;
}

export function textOfStatement(
  { effect, action, resource, conditions }: Statement,
  version: PolicyVersion,
): StatementText {
  const asked = JSON.stringify([version, resource ?? '', conditions]);
  return { asked, whole: `${effect} ${JSON.stringify(action)} ${asked}` };
}
