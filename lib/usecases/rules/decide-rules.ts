import { principalOf } from '../../core/account/slice.ts';
import type { Principal } from '../../core/account/state.ts';
import type { Digest } from '../../core/digest.ts';
import { actsAsKnown } from '../../core/governance/cases/acts-as.ts';
import { LEAST_SIGNERS, personOf } from '../../core/governance/cases/quorum.ts';
import { foldRules, type Rules, type RulesProposal } from '../../core/governance/rules/fold-rules.ts';
import { gainsByRules, type RulesChange } from '../../core/governance/rules/gains-by-rules.ts';
import { RULES } from '../../core/governance/rules/rules-fact.ts';
import type { AnyRulesRefusal } from '../../core/governance/rules/rules-refusal-text.ts';
import { quorumOfRules, signRules } from '../../core/governance/rules/sign-rules.ts';
import type { Governance, Person } from '../../core/governance/standards/standards.ts';
import type { Instant } from '../../core/instant.ts';
import { parseArn } from '../../core/policy/arn.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { AccountReader } from '../../ports/account-reader.ts';
import { actsAsAgent } from '../approval/acts-as-agent.ts';
import { appendChosen, type Choice } from '../append-chosen.ts';
import { neighboursIn } from '../approval/neighbours.ts';
import { governanceIn } from './governance-in.ts';
import { keptStandards, type RulesDeps } from './rules-in-force.ts';

/** The ledger that has the rules, and the accounts in which it is looked up who would gain by new ones. */
export interface DecideRulesDeps extends RulesDeps {
  readonly accounts: Pick<AccountReader, 'principalsIn' | 'stateOf' | 'accounts'>;
}

/** What somebody decides about rules: `personId` is who is signed in, `digest` the one that they were shown. */
export interface RulesDecision {
  readonly personId: string;
  readonly digest: Digest;
  readonly reason: string;
  /** When the person signed in; undefined: nobody knows. */
  readonly signedInAt: Instant | undefined;
}

/** What is proposed, with the rules in force beside it. */
interface Open {
  readonly proposal: RulesProposal;
  readonly change: RulesChange;
}

/**
 * Takes one person's signature under the rules that are proposed, checked against them as they are at the very moment of
 * writing; a refusal is written down as well. The signature that completes the quorum of the rules in force puts the new ones in
 * force.
 */
export async function decideRules(
  { personId, digest, reason, signedInAt }: RulesDecision,
  deps: DecideRulesDeps,
): Promise<Result<Rules, AnyRulesRefusal>> {
  const { ledger, clock } = deps;
  const open = await openIn(deps);
  if (open === undefined) return err({ code: 'NOTHING_PROPOSED' });
  const governance = open.change.before;
  const signer = personOf(personId, governance);
  if (signer === undefined) return err({ code: 'UNKNOWN_PERSON' });
  const [bias] = await biasesOf([signer], open.change, deps);
  const taken = await appendChosen(ledger, RULES, (entries): Choice<Result<undefined, AnyRulesRefusal>> => {
    const { proposal } = foldRules(entries);
    // who gains was asked of these rules and no others
    const current = proposal?.digest === open.proposal.digest ? proposal : undefined;
    const now = clock.now();
    const wish = { signer, digest, reason, signedInAt, gains: bias?.gains };
    const signing = { ...wish, proposal: current, now, governance };
    const signed = bias?.isAgent ? err({ code: 'IS_AGENT' } as const) : signRules(signing);
    if (signed.ok) return { facts: [signed.value], answer: ok(undefined) };
    const { code, ...rest } = signed.error;
    const detail = JSON.stringify(rest);
    const refused = { kind: 'rules-signature-refused', digest, personId, code, detail, at: now } as const;
    return { facts: [refused], answer: signed };
  });
  if (!taken.ok) return taken;
  await adoptSigned(deps);
  return ok(foldRules(await ledger.about(RULES)));
}

/** Puts the rules in force that have the signatures of all who must sign; nothing where some are missing. */
export async function adoptSigned(deps: DecideRulesDeps): Promise<void> {
  const { ledger, clock } = deps;
  const open = await openIn(deps, LEAST_SIGNERS);
  if (open === undefined) return;
  const { proposal, change } = open;
  const signers = proposal.signatures.flatMap(({ personId }) => personOf(personId, change.before) ?? []);
  const biased = (await biasesOf(signers, change, deps)).filter(({ gains, isAgent }) => isAgent || gains !== undefined);
  const { complete } = quorumOfRules(proposal, change.before, (person) =>
    biased.some(({ id }) => id === person.id) ? 'bias' : undefined,
  );
  if (!complete) return;
  const { digest, standards, version, previous } = proposal;
  await appendChosen(ledger, RULES, (entries) => {
    const now = foldRules(entries).proposal;
    // a signature more takes nothing from those that were counted
    if (now?.digest !== digest) return { facts: [], answer: undefined };
    const content = { digest, standards, version, previous };
    return { facts: [{ kind: 'rules-adopted', ...content, by: 'signatures', at: clock.now() }], answer: undefined };
  });
}

async function openIn({ ledger }: RulesDeps, leastSigners = 0): Promise<Open | undefined> {
  const { proposal, inForce } = foldRules(await ledger.about(RULES));
  if (proposal === undefined || inForce === undefined || proposal.signatures.length < leastSigners) return undefined;
  const before = governanceIn(await keptStandards(inForce.digest, ledger));
  const after = governanceIn(await keptStandards(proposal.digest, ledger));
  return { proposal, change: { before, after } };
}

/** What keeps a person's signature from counting. */
interface Bias {
  readonly id: string;
  readonly gains: string | undefined;
  readonly isAgent: boolean;
}

async function biasesOf(
  people: readonly Person[],
  change: RulesChange,
  deps: DecideRulesDeps,
): Promise<readonly Bias[]> {
  const gainOf = gainsByRules(change);
  return Promise.all(
    people.map(async (person) => {
      const { principals, isAgent } = await principalsOf(person, change.before, deps);
      return { id: person.id, gains: gainOf(person, principals), isAgent };
    }),
  );
}

/** So many accounts are looked through for whom a person acts as, where their names do not say in which. */
const MOST_ACCOUNTS = 20;

/** The principals that a person acts as, as far as the accounts tell. */
async function principalsOf(
  person: Person,
  governance: Governance,
  { accounts }: DecideRulesDeps,
): Promise<{ readonly principals: readonly Principal[]; readonly isAgent: boolean }> {
  const named = person.actsAs.map((name) => parseArn(name)?.account ?? '*');
  const isEverywhere = named.some((account) => /[*?]/.test(account));
  const all = isEverywhere ? (await accounts.accounts()).slice(0, MOST_ACCOUNTS) : [];
  const principals: Principal[] = [];
  let isAgent = false;
  for (const account of new Set([...named.filter((each) => /^\d{12}$/.test(each)), ...all])) {
    const neighbours = await neighboursIn(account, accounts);
    isAgent ||= await actsAsAgent(person, neighbours, governance);
    for (const { arn } of neighbours?.principals.filter((each) => actsAsKnown(person, each)) ?? []) {
      const slice = await neighbours?.sliceOf(arn);
      const principal = slice === undefined ? undefined : principalOf(slice, arn);
      if (principal !== undefined) principals.push(principal);
    }
  }
  return { principals, isAgent };
}
