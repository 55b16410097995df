import type { AccountState } from '../../lib/core/account/state.ts';
import { toIso } from '../../lib/core/instant.ts';
import { bookOf, type CaseBook } from '../../lib/usecases/case-book.ts';
import type { StandingDeps } from '../../lib/usecases/sweep/standing-excess.ts';
import type { Live } from '../../lib/wiring/live/open-live.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { Stop } from '../stop.ts';
import { deploymentProblemLine } from './open.ts';
import { type LiveOptions, liveChoice } from './options.ts';

/** An account that is measured, and the cases whose waivers count. */
export interface World {
  readonly state: AccountState;
  readonly cases: CaseBook;
  /** Digest of the standards of the deployment; undefined: there is none. */
  readonly deployed: string | undefined;
  /** What the deployment knows of the organization; absent: nothing that limits anybody. */
  readonly guardrails?: NonNullable<StandingDeps['guardrails']>;
}

/** Nobody has waived anything. */
export const NO_CASES = bookOf([]);

/**
 * Reads an account of AWS as it is now, with the waivers of the deployment; `account` undefined: that of the credentials. A
 * note says by whose right, and where there is no deployment. A `Stop` where it cannot be read.
 */
export async function liveWorld(account: string | undefined, options: LiveOptions, context: Context): Promise<World> {
  const { callerOf } = await import('../../lib/wiring/live/caller.ts');
  const { readLiveAccount } = await import('../../lib/wiring/live/live-account.ts');
  const choice = liveChoice(options);
  const caller = await callerOf(choice);
  const live = await deploymentIfAny(options, context);
  const asked = account ?? caller.account;
  const read = await readLiveAccount({
    account: asked,
    caller,
    aws: choice,
    rolePrefix: live?.deployment.prefix,
  });
  if (!read.ok) throw new Stop(EXIT.badInput, read.error);
  const { state, readAs } = read.value;
  const reader = readAs === 'observer' ? `its ${live?.deployment.prefix ?? ''}Observer` : caller.arn;
  context.output.note(`ambit: the account ${asked} was read as ${reader}`);
  const cases = live === undefined ? NO_CASES : await asItIsNow(live.cases);
  const limits = live === undefined ? {} : await limitsKnownTo(live, context);
  return { state, cases, deployed: live?.deployment.standards, ...limits };
}

/** The SCPs and RCPs as the deployment read them last, as its own sweeps take them. A note says when that was. */
async function limitsKnownTo({ keepsakes }: Live, { output }: Context): Promise<Pick<World, 'guardrails'>> {
  const { knownOrganization } = await import('../../lib/usecases/assess/organization/kept-organization.ts');
  const { givenGuardrails } = await import('../../lib/wiring/given-organization.ts');
  const clock = { now: () => Date.now() };
  const read = await knownOrganization({ keepsakes, clock });
  if (read === undefined) return {};
  output.note(`ambit: SCPs and RCPs count as the deployment read them at ${toIso(read.readAt)}`);
  return { guardrails: await givenGuardrails(read.organization, clock) };
}

/** Without a deployment there is nothing but the account to read; one that was named must be there. */
async function deploymentIfAny(options: LiveOptions, { output }: Context): Promise<Live | undefined> {
  const { openLive } = await import('../../lib/wiring/live/open-live.ts');
  const opened = await openLive(liveChoice(options));
  if (opened.ok) return opened.value;
  const line = deploymentProblemLine(opened.error);
  if (opened.error.code !== 'NO_SUCH_STACK' || options.stack !== undefined) throw new Stop(EXIT.badInput, line);
  output.note(`ambit: ${line}; the account is measured without waivers`);
  return undefined;
}

/** One reading for the whole sweep, of all that can hold a waiver: the ledger need not be asked again for each principal. */
async function asItIsNow(book: CaseBook): Promise<CaseBook> {
  return bookOf(await book.these((await book.cards()).filter(({ isQuiet }) => !isQuiet)));
}
