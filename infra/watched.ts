/** Which accounts a hub looks after: theirs are the rules that may send to it, and the roles that it may assume. */
export type Watched =
  | { readonly kind: 'own-account' }
  /** These accounts and the hub's own; ids of 12 digits. */
  | { readonly kind: 'accounts'; readonly accounts: readonly string[] }
  /** Every account of the organization, `o-…`. */
  | { readonly kind: 'organization'; readonly organizationId: string };
