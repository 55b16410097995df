import type { MemberCredentials } from '../member-clients.ts';

/** Where the policies of the resources of one service are read and written, as text; undefined: none. */
export interface PolicyStore {
  readonly read: (resource: string) => Promise<string | undefined>;
  readonly write: (resource: string, text: string | undefined) => Promise<void>;
}

/** How a client of an account is made. */
export interface StoreConfig {
  readonly region: string;
  readonly credentials: () => Promise<MemberCredentials>;
  readonly retryMode: string;
  /** Where AWS is; absent: where it always is. */
  readonly endpoint?: string;
}
