/** The cursor of when the trail was last compared with the calls that arrived, in milliseconds since 1970. */
export const RECONCILED = 'reconcile';

/** How the names of `sweptCursor` begin. */
export const SWEPT = 'sweep of ';

/** The cursor of when an account was last measured to its end, in milliseconds since 1970. */
export function sweptCursor(account: string): string {
  return `${SWEPT}${account}`;
}
