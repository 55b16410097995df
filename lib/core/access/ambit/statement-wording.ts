import type { Effect, PatternList, PolicyDocument } from '../../policy/statement.ts';

/** What the statements of a policy say but for their principals. */
export interface PolicyWording {
  /**
   * For each statement what it asks of a request but for its action, as a text: equal texts mean the same, in whatever policy
   * they stand.
   */
  readonly asked: readonly string[];
  /** The actions that are allowed, and those that are denied, by what else is asked. */
  readonly allows: ActionsByAsking;
  readonly denies: ActionsByAsking;
}

/** The actions of statements that ask the same of resource and conditions, by the wording of what they ask. */
export type ActionsByAsking = ReadonlyMap<string, readonly PatternList[]>;

/** What a policy allows and denies, in its own words. */
export function wordingOf({ version, statements }: PolicyDocument): PolicyWording {
  const asked = statements.map(({ resource, conditions }) => JSON.stringify([version, resource ?? '', conditions]));
  const actionsOf = (wanted: Effect): ActionsByAsking => {
    const actions = new Map<string, PatternList[]>();
    for (const [place, { effect, action }] of statements.entries()) {
      if (effect !== wanted) continue;
      const text = asked[place] ?? '';
      const sameAsking = actions.get(text);
      if (sameAsking === undefined) actions.set(text, [action]);
      else sameAsking.push(action);
    }
    return actions;
  };
  return { asked, allows: actionsOf('Allow'), denies: actionsOf('Deny') };
}
