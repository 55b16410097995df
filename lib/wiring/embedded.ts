import { type AccountFileProblem, readAccountFile } from '../adapters/local/account-file.ts';
import { ConsoleNotifier, type LineSink } from '../adapters/local/console-notifier.ts';
import { EmbeddedAccount } from '../adapters/local/embedded-account.ts';
import { awsManagedPolicy } from '../adapters/local/aws-managed-policies.ts';
import { EmbeddedIdentityCenter } from '../adapters/local/embedded-identity-center.ts';
import { EmbeddedServices } from '../adapters/local/embedded-services.ts';
import { EmbeddedStacks } from '../adapters/local/embedded-stacks.ts';
import { LocalCheckpoints } from '../adapters/local/local-checkpoints.ts';
import { LocalCursors } from '../adapters/local/local-cursors.ts';
import { LocalDatabase } from '../adapters/local/local-database.ts';
import { LocalDestructions } from '../adapters/local/local-destructions.ts';
import { LocalKeepsakes } from '../adapters/local/local-keepsakes.ts';
import { LocalLedger } from '../adapters/local/local-ledger.ts';
import { LocalRecentCalls } from '../adapters/local/local-recent-calls.ts';
import { LocalScheduler } from '../adapters/local/local-scheduler.ts';
import { LocalSigner } from '../adapters/local/local-signer.ts';
import { LocalSnapshots } from '../adapters/local/local-snapshots.ts';
import { readOrganizationFile } from '../adapters/local/organization-file.ts';
import { readStandardsFile } from '../adapters/local/standards-file.ts';
import { SystemClock } from '../adapters/local/system-clock.ts';
import { USUAL_NAMES } from '../core/governance/assess/own-parts.ts';
import type { Organization } from '../core/account/organization/organization.ts';
import { organizationToJson } from '../core/account/organization/organization-json.ts';
import type { AccountState } from '../core/account/state.ts';
import { stateToJson } from '../core/account/state-json.ts';
import type { Call } from '../core/activity/call.ts';
import { digestOf } from '../core/digest.ts';
import { catalogueActions } from '../core/governance/standards/catalogue-actions.ts';
import type { Governance } from '../core/governance/standards/standards.ts';
import type { GovernanceProblem } from '../core/governance/standards/governance-problem.ts';
import { err, ok, type Result } from '../core/result.ts';
import type { Clock } from '../ports/clock.ts';
import { byService } from '../usecases/holds/by-service.ts';
import { readAndKeepOrganization } from '../usecases/assess/organization/kept-organization.ts';
import { openCaseBook } from '../usecases/case-book.ts';
import { keepBaseline } from '../usecases/sweep/keep-baseline.ts';
import { CLAIM_LASTS } from '../usecases/holds/hold-claim.ts';
import type { PlayDeps } from '../usecases/calls/play-records.ts';
import { parseArn } from '../core/policy/arn.ts';
import { warrantedHolder, warrantedRestorer } from '../usecases/holds/warranted.ts';
import type { FoundRules } from '../usecases/rules/consider-rules.ts';
import { foundIn, type RulesStanding, settleRules } from './embedded-rules.ts';
import { realPause } from './real-pause.ts';

/** What the embedded default is built from; what is left out has a default. */
export interface EmbeddedOptions {
  /** The folder that holds the database and the signing key. */
  readonly dir: string;
  /** The account that Ambit watches, as `aws iam get-account-authorization-details` writes it. */
  readonly accountFile?: string;
  /** The organization above the account; without it nothing limits the account. */
  readonly organizationFile?: string;
  /** The standards; without it those that ship with Ambit. */
  readonly standardsFile?: string;
  /** Where announcements are written. */
  readonly announceTo: LineSink;
  readonly clock?: Clock;
}

/** Why the embedded default did not open: what is wrong with a file. Faults of the disk are thrown (`StoreFault`). */
export type EmbeddedProblem =
  | { readonly kind: 'account' | 'organization'; readonly file: string; readonly problem: AccountFileProblem }
  | { readonly kind: 'standards'; readonly file: string | undefined; readonly problems: readonly GovernanceProblem[] };

/** Ambit on its embedded default: the ports bound to files of one folder. */
export interface Embedded {
  /** What every use case takes. */
  readonly deps: PlayDeps;
  readonly account: EmbeddedAccount;
  readonly services: EmbeddedServices;
  /** What stacks are doing is what is told here. */
  readonly stacks: EmbeddedStacks;
  /** What became of the standards file: the rules that count may be others. */
  readonly standing: RulesStanding;
  /** The standards file as it was when the folder was opened. */
  readonly found: FoundRules;
  readonly checkpoints: LocalCheckpoints;
  readonly signer: LocalSigner;
  /** Small notes by name that survive a restart. */
  readonly cursors: LocalCursors;
  /** Lets other processes open the folder; closing twice is allowed. */
  close(): void;
}

/**
 * Opens the embedded default. Files are read before anything is written. An account file that is new to the folder takes
 * the place of its account, and what its principals hold is not news; the same file again changes nothing. Call `resumeAlone` first.
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<Result<Embedded, EmbeddedProblem>> {
  const { dir, accountFile, organizationFile, standardsFile } = options;
  const standards = await readStandardsFile(standardsFile, catalogueActions);
  // a folder with rules goes on by them, whatever became of the file
  if (!standards.ok && !LocalDatabase.isIn(dir)) {
    return err({ kind: 'standards', file: standardsFile, problems: standards.error });
  }
  const file = accountFile === undefined ? undefined : await readAccountFile(accountFile);
  if (accountFile !== undefined && file?.ok === false) {
    return err({ kind: 'account', file: accountFile, problem: file.error });
  }
  const above = organizationFile === undefined ? undefined : await readOrganizationFile(organizationFile);
  if (organizationFile !== undefined && above?.ok === false) {
    return err({ kind: 'organization', file: organizationFile, problem: above.error });
  }
  const database = LocalDatabase.open(dir);
  try {
    const ledger = new LocalLedger(database);
    const { clock = new SystemClock() } = options;
    const found = foundIn(standards);
    const depsWith = (governance: Governance) =>
      bind(database, { governance, standing: IN_FORCE, found }, options).deps;
    const settled = await settleRules(found, depsWith, { ledger, clock });
    if (!settled.ok) {
      database.close();
      return err({ kind: 'standards', file: standardsFile, problems: settled.error });
    }
    const embedded = bind(database, { ...settled.value, found }, options);
    await takeOrganization(above?.ok === true ? above.value : undefined, embedded);
    if (file?.ok === true) await takeAccount(file.value, embedded);
    return ok(embedded);
  } catch (fault) {
    database.close();
    throw fault;
  }
}

function bind(
  database: LocalDatabase,
  { governance, standing, found }: Pick<Embedded, 'standing' | 'found'> & { readonly governance: Governance },
  { dir, announceTo, clock = new SystemClock() }: EmbeddedOptions,
): Embedded {
  const account = new EmbeddedAccount(database);
  const services = new EmbeddedServices(database);
  const cursors = new LocalCursors(database);
  const stacks = new EmbeddedStacks(cursors);
  const makers = byService({ iam: account, services });
  const stores = storesIn(database);
  const { ledger } = stores;
  const deps: PlayDeps = {
    ...stores,
    accounts: account,
    enforcer: warrantedHolder(makers, { ledger, clock }),
    services,
    stacks,
    organization: services,
    identityCenter: identityCenterOf(account, services),
    restorer: warrantedRestorer(makers, { ledger, governance, clock }),
    stage: { lacks: (call) => account.lacks(call), play: (call) => playBoth(call, { account, services }) },
    own: USUAL_NAMES,
    notifiers: [new ConsoleNotifier(announceTo)],
    clock,
    pause: realPause,
    governance,
    showsAfter: 0,
    claimLasts: CLAIM_LASTS,
  };
  return {
    deps,
    account,
    services,
    stacks,
    standing,
    found,
    checkpoints: new LocalCheckpoints(database),
    signer: LocalSigner.open(dir),
    cursors,
    close: () => database.close(),
  };
}

/** What is known of Identity Center, and the policies of AWS and of each account that its permission sets may hold. */
function identityCenterOf(
  account: EmbeddedAccount,
  services: EmbeddedServices,
): NonNullable<PlayDeps['identityCenter']> {
  return {
    center: new EmbeddedIdentityCenter(() => services.services.identityCenter),
    managedPolicy: async (arn) =>
      awsManagedPolicy(arn) ?? (await account.accountOf(parseArn(arn)?.account ?? ''))?.policies.get(arn),
  };
}

/** What is kept of findings and calls. */
function storesIn(database: LocalDatabase) {
  const ledger = new LocalLedger(database);
  return {
    ledger,
    snapshots: new LocalSnapshots(database),
    scheduler: new LocalScheduler(database),
    recentCalls: new LocalRecentCalls(database),
    destructions: new LocalDestructions(database),
    keepsakes: new LocalKeepsakes(database),
    cases: openCaseBook(ledger, new LocalCursors(database)),
  };
}

/** A call happens in its account, and in what other services keep. */
async function playBoth(call: Call, { account, services }: Pick<Embedded, 'account' | 'services'>): Promise<void> {
  await account.play(call);
  await services.play(call);
}

/** A file that is new to the folder takes the place of the organization; what is there is known from the start. */
async function takeOrganization(
  file: Organization | undefined,
  { deps: { clock, keepsakes }, services, cursors }: Pick<Embedded, 'deps' | 'services' | 'cursors'>,
): Promise<void> {
  const digest = file === undefined ? undefined : digestOf(organizationToJson(file));
  if (file !== undefined && digest !== undefined && (await cursors.place(ORGANIZATION_FILE)) !== digest) {
    services.load(file);
    await cursors.keep(ORGANIZATION_FILE, digest);
  }
  if (keepsakes !== undefined) await readAndKeepOrganization({ organization: services, keepsakes, clock });
}

const ORGANIZATION_FILE = 'organization file';

const IN_FORCE: RulesStanding = { kind: 'in-force' };

/** Loading and the baseline are two steps: the cursor tells whether a crash came in between. */
async function takeAccount(
  file: AccountState,
  { account, deps, cursors }: Pick<Embedded, 'account' | 'deps' | 'cursors'>,
): Promise<void> {
  const reader = `baseline of ${file.account}`;
  const digest = digestOf(stateToJson(file));
  const isNew = account.load(file) === 'loaded';
  if (!isNew && (await cursors.place(reader)) === digest) return;
  const state = await account.accountOf(file.account);
  if (state !== undefined) await keepBaseline(state, deps.snapshots);
  await cursors.keep(reader, digest);
}
