/** Which accounts are watched. */
export interface AccountDirectory {
  /** Their ids, sorted. */
  all(): Promise<readonly string[]>;
  /** Whether this one is; what is not watched is not known, and nothing is done there. */
  has(account: string): Promise<boolean>;
}

/** The accounts that are named in the settings. */
export function namedAccounts(ids: readonly string[]): AccountDirectory {
  const sorted = [...new Set(ids)].sort();
  return { all: async () => sorted, has: async (account) => sorted.includes(account) };
}
