import type { Role, User } from './state.ts';

/** A principal as a list of its account has it: who it is and, of a role, whom it trusts. Not what it holds. */
export type ListedPrincipal =
  | Pick<Role, 'kind' | 'name' | 'arn' | 'id' | 'trust'>
  | Pick<User, 'kind' | 'name' | 'arn' | 'id'>;
