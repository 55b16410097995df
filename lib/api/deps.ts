import type { ChainReport } from '../core/governance/ledger/verify-chain.ts';
import type { SignIn } from './sign-in.ts';
import type { CaseBook } from '../usecases/case-book.ts';
import type { ApprovalDeps } from '../usecases/approval/follow-decision.ts';
import type { FoundRules } from '../usecases/rules/consider-rules.ts';
import type { RestoreDeps } from '../usecases/approval/restore-access.ts';

/** A file of the console, as it is served. */
export interface ConsoleFile {
  /** Media type. */
  readonly type: string;
  readonly body: string;
}

/** All that every HTTP app of Ambit needs; wiring binds it. */
export interface ApiDeps {
  /** What `decideApproval` takes; its ledger, governance and clock are read as well. */
  readonly usecases: ApprovalDeps & { readonly cases: CaseBook };
  /** Verifies the ledger against its checkpoints: all of it, or from the last one on where all is too much for one answer. */
  readonly verifyLedger: () => Promise<ChainReport>;
  /** Is told of every fault that was answered with 500 or ended a stream. */
  readonly reportFault: (fault: unknown) => void;
  /** The standards file that was deployed with the app, or found when the folder was opened: what people may ask for. */
  readonly foundRules: () => FoundRules;
  /** The console by path; `/` is its page, in which names in double braces stand for what an answer fills in. */
  readonly console: ReadonlyMap<string, ConsoleFile>;
}

/** What the app behind a gateway needs besides. */
export interface TokenApiDeps extends ApiDeps {
  /** Undefined: no provider is set, so the page cannot sign anybody in. */
  readonly signIn: SignIn | undefined;
}

/** What the app of the embedded default needs besides. */
export interface LocalApiDeps extends ApiDeps {
  readonly usecases: RestoreDeps;
  /** Where the app is reached (`http://127.0.0.1:4700`): a request for any other host, or from any other origin, is refused. */
  readonly origins: readonly string[];
}
