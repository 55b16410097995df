import type { Digest } from '../../digest.ts';
import type { Instant } from '../../instant.ts';
import type { Mode } from '../standards/standards.ts';
import type { RulesBundle } from './bundle.ts';
import type { Weakening } from './weakening.ts';

/** The subject of all that is decided about Ambit's own rules. */
export const RULES = 'rules';

/** The subject under which a bundle is kept. */
export function bundleSubject(digest: Digest): string {
  return `rules:${digest}`;
}

/**
 * Why rules are in force. first-use: there were none; no-weakening: they ask for as much as those before, or more; signatures:
 * they ask for less, and people agreed.
 */
export type AdoptedBy = 'first-use' | 'no-weakening' | 'signatures';

/** What the ledger keeps of Ambit's own rules. Subject: `RULES`, but of a bundle its own. */
export type RulesFact =
  /** Subject: `bundleSubject`. */
  | { readonly kind: 'rules-kept'; readonly digest: Digest; readonly bundle: RulesBundle; readonly at: Instant }
  /** Somebody asks for rules that are weaker than those in force. */
  | {
      readonly kind: 'rules-proposed';
      readonly digest: Digest;
      /** `digestOfStandards` of the standards file. */
      readonly standards: Digest;
      readonly version: number;
      readonly previous: Digest;
      readonly weakens: readonly Weakening[];
      readonly personId: string;
      readonly reason: string;
      readonly at: Instant;
    }
  | {
      readonly kind: 'rules-signed';
      readonly digest: Digest;
      readonly personId: string;
      readonly groups: readonly string[];
      readonly reason: string;
      /** When the person had signed in. */
      readonly signedInAt?: Instant;
      readonly at: Instant;
    }
  | {
      readonly kind: 'rules-signature-refused';
      readonly digest: Digest;
      readonly personId: string;
      readonly code: string;
      readonly detail: string;
      readonly at: Instant;
    }
  | {
      readonly kind: 'rules-adopted';
      readonly digest: Digest;
      readonly standards: Digest;
      readonly version: number;
      readonly previous: Digest;
      readonly by: AdoptedBy;
      readonly at: Instant;
    }
  /** A mode of the deployment came in force: the most that any class does. */
  | { readonly kind: 'rules-mode'; readonly mode: Mode; readonly at: Instant }
  /** A lower mode was deployed, and is not in force. */
  | { readonly kind: 'rules-mode-refused'; readonly mode: Mode; readonly at: Instant }
  /** A file was found that is not in force, and why: it weakens the rules, or it cannot be read. */
  | {
      readonly kind: 'rules-refused';
      /** Of the file's content. */
      readonly found: Digest;
      /** The bundle that stays in force. */
      readonly inForce: Digest;
      readonly weakens: readonly Weakening[];
      /** What is wrong with the file; the empty text: it can be read. */
      readonly problem: string;
      readonly at: Instant;
    };
