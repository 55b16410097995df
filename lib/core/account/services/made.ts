import type { Services } from './services.ts';

/** What a call made of the services; `already`: nothing more. */
export type Made =
  | { readonly kind: 'done'; readonly services: Services }
  | { readonly kind: 'already' }
  | { readonly kind: 'refused'; readonly code: string; readonly detail: string };
