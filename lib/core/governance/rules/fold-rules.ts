import type { Digest } from '../../digest.ts';
import type { Signature } from '../cases/case.ts';
import { LEAST_SIGNERS } from '../cases/quorum.ts';
import type { Fact, FactKind, LedgerEntry } from '../ledger/fact.ts';
import { CHAIN_START } from '../ledger/ledger-chain.ts';
import type { Instant } from '../../instant.ts';
import { doesAtMost } from '../standards/mode-in.ts';
import type { Mode } from '../standards/standards.ts';
import type { RulesFact } from './rules-fact.ts';
import type { Weakening } from './weakening.ts';

type FactOf<K extends RulesFact['kind']> = Extract<RulesFact, { readonly kind: K }>;

/** Rules that came in force. */
export interface Adoption extends Omit<FactOf<'rules-adopted'>, 'kind'> {
  /** In what they ask for less than those before them; empty but where people signed. */
  readonly weakens: readonly Weakening[];
  readonly signatures: readonly Signature[];
}

/** Weaker rules that somebody asks for. */
export interface RulesProposal extends Omit<FactOf<'rules-proposed'>, 'kind'> {
  /** In ledger order. */
  readonly signatures: readonly Signature[];
}

/** A fact that the state of the rules did not allow. It has no effect. */
export interface RulesIrregularity {
  readonly sequence: number;
  readonly kind: FactKind;
  readonly detail: string;
}

/** All that is known of Ambit's own rules, folded from the ledger. */
export interface Rules {
  /** Every version that came in force, oldest first. */
  readonly history: readonly Adoption[];
  /** The last of them; undefined: there are none yet. */
  readonly inForce: Adoption | undefined;
  /** What may be signed now: it takes the place of the rules in force. */
  readonly proposal: RulesProposal | undefined;
  /** The file that was found last and is not in force. */
  readonly refused: Omit<FactOf<'rules-refused'>, 'kind'> | undefined;
  /** The mode of a deployment; undefined: none was deployed, or nobody looked yet. */
  readonly mode: DeployedMode | undefined;
  readonly irregularities: readonly RulesIrregularity[];
}

/** The most that any class does in a deployment. */
export interface DeployedMode {
  readonly inForce: Mode;
  readonly since: Instant;
  /** The lower mode that was deployed last, and is not in force. */
  readonly refused: Mode | undefined;
}

const NONE: Rules = {
  mode: undefined,
  history: [],
  inForce: undefined,
  proposal: undefined,
  refused: undefined,
  irregularities: [],
};

/**
 * The state of the rules, folded from the ledger entries of `RULES`. INVARIANT: rules come in force only in the place of those
 * that are, and weaker ones only with the signatures of two people on their very digest. The mode only rises: less is done by the rules.
 */
export function foldRules(entries: readonly LedgerEntry[]): Rules {
  return entries.reduce((rules, { fact, sequence }) => next(rules, fact, sequence), NONE);
}

/** Whether a fact is about Ambit's own rules; the kinds of all that are, and of no others, begin so. */
export function isRulesFact(fact: Fact): fact is RulesFact {
  return fact.kind.startsWith('rules-');
}

function next(rules: Rules, fact: Fact, sequence: number): Rules {
  if (!isRulesFact(fact)) return irregular(rules, { kind: fact.kind, sequence, detail: 'it is not about the rules' });
  const { kind } = fact;
  switch (fact.kind) {
    case 'rules-proposed': {
      const isNext = isNextOf(fact, rules);
      if (!isNext) return irregular(rules, { kind, sequence, detail: 'it is not to follow the rules in force' });
      return { ...rules, proposal: { ...fact, signatures: [] } };
    }
    case 'rules-signed': {
      const { proposal } = rules;
      if (proposal?.digest !== fact.digest)
        return irregular(rules, { kind, sequence, detail: 'other rules were signed' });
      const { personId, groups, digest, reason, at } = fact;
      const signature = { personId, groups, digest, reason, until: at, at };
      return { ...rules, proposal: { ...proposal, signatures: [...proposal.signatures, signature] } };
    }
    case 'rules-adopted': {
      const detail = objectionTo(fact, rules);
      return detail === undefined ? adopted(rules, fact) : irregular(rules, { kind, sequence, detail });
    }
    case 'rules-refused':
      return { ...rules, refused: fact };
    case 'rules-mode': {
      if (rules.mode !== undefined && !doesAtMost(rules.mode.inForce, fact.mode))
        return irregular(rules, { kind, sequence, detail: `less is done in it than in ${rules.mode.inForce}` });
      return { ...rules, mode: { inForce: fact.mode, since: fact.at, refused: undefined } };
    }
    case 'rules-mode-refused':
      return rules.mode === undefined ? rules : { ...rules, mode: { ...rules.mode, refused: fact.mode } };
    case 'rules-kept':
    case 'rules-signature-refused':
      return rules;
  }
}

/** Whether rules are to take the place of those in force, as the version after them. */
function isNextOf(
  { previous, version }: { readonly previous: Digest; readonly version: number },
  rules: Rules,
): boolean {
  const { digest, version: last } = rules.inForce ?? { digest: CHAIN_START, version: 0 };
  return previous === digest && version === last + 1;
}

function objectionTo(fact: FactOf<'rules-adopted'>, rules: Rules): string | undefined {
  if (!isNextOf(fact, rules)) return 'it does not follow the rules in force';
  switch (fact.by) {
    case 'first-use':
      return rules.inForce === undefined ? undefined : 'there were rules before it';
    case 'no-weakening':
      return rules.inForce === undefined ? 'there were no rules before it' : undefined;
    case 'signatures':
      return signersOf(rules.proposal, fact.digest) < LEAST_SIGNERS ? 'fewer than two people signed it' : undefined;
  }
}

/** Who asks for weaker rules does not count. */
function signersOf(proposal: RulesProposal | undefined, digest: Digest): number {
  if (proposal?.digest !== digest) return 0;
  const others = proposal.signatures.filter(({ personId }) => personId !== proposal.personId);
  return new Set(others.map(({ personId }) => personId)).size;
}

function adopted(rules: Rules, fact: FactOf<'rules-adopted'>): Rules {
  const signed = fact.by === 'signatures' ? rules.proposal : undefined;
  const inForce = { ...fact, weakens: signed?.weakens ?? [], signatures: signed?.signatures ?? [] };
  return { ...rules, history: [...rules.history, inForce], inForce, proposal: undefined };
}

function irregular(rules: Rules, irregularity: RulesIrregularity): Rules {
  return { ...rules, irregularities: [...rules.irregularities, irregularity] };
}
