import type { Digest } from '../../digest.ts';
import type { Instant } from '../../instant.ts';
import { err, ok, type Result } from '../../result.ts';
import { isAgent } from '../cases/acts-as.ts';
import { groupsIn, needsOf } from '../cases/needs.ts';
import { asGoverned, groupsAmong, isKnownAs, quorumOf, type Quorum } from '../cases/quorum.ts';
import { refusalOfSession } from '../cases/session-age.ts';
import type { SignerRefusal } from '../cases/signer-refusal-text.ts';
import type { Governance, Person, Seats } from '../standards/standards.ts';
import type { RulesProposal } from './fold-rules.ts';
import type { RulesFact } from './rules-fact.ts';

/** Why a signature under rules does not count. */
export type RulesSigningRefusal =
  | { readonly code: 'NOTHING_PROPOSED' }
  | { readonly code: 'NOT_AN_APPROVER'; readonly groups: readonly string[] }
  | { readonly code: 'SIGNED_OWN_REQUEST' }
  /** `through`: the principal or the part of the rules by which the signer gains. */
  | { readonly code: 'GAINS_BY_IT'; readonly through: string }
  | { readonly code: 'DIGEST_CHANGED'; readonly signed: Digest; readonly current: Digest }
  | { readonly code: 'EXPIRED'; readonly expiredAt: Instant }
  | SignerRefusal;

/** A person's wish to sign rules. */
export interface RulesSigning {
  readonly proposal: RulesProposal | undefined;
  readonly signer: Person;
  /** The digest that the person was shown. */
  readonly digest: Digest;
  readonly reason: string;
  readonly now: Instant;
  /** When the person signed in; undefined: nobody knows. */
  readonly signedInAt: Instant | undefined;
  /** The governance in force: not the one that is signed. */
  readonly governance: Governance;
  /** By what the signer gains; undefined: by nothing that is known. */
  readonly gains: string | undefined;
}

/** The fact that somebody signed rules. */
export type RulesSignedFact = Extract<RulesFact, { kind: 'rules-signed' }>;

/** One person's signature under rules. INVARIANT: neither who asks for them, nor who gains, nor an agent signs. */
export function signRules(signing: RulesSigning): Result<RulesSignedFact, RulesSigningRefusal> {
  const { proposal, governance, digest, reason, now, signedInAt } = signing;
  if (proposal === undefined) return err({ code: 'NOTHING_PROPOSED' });
  const signer = asGoverned(signing.signer, governance);
  const refusal = refusalOf({ ...signing, proposal, signer });
  if (refusal !== undefined) return err(refusal);
  const groups = groupsAmong(signer, groupsIn(needsOfRules(governance)));
  const session = signedInAt === undefined ? {} : { signedInAt };
  return ok({ kind: 'rules-signed', digest, personId: signer.id, groups, reason, ...session, at: now });
}

/** How far a proposal has come, by the rules that are in force. */
export function quorumOfRules(
  proposal: RulesProposal,
  governance: Governance,
  gains: (person: Person) => string | undefined,
): Quorum {
  const lapses = lapseOfRules(proposal, governance);
  const current = proposal.signatures.filter(({ digest, at }) => digest === proposal.digest && at < lapses);
  const isBiased = (person: Person) => isKnownAs(person, proposal.personId, governance) || gains(person) !== undefined;
  return quorumOf(current, needsOfRules(governance), { governance, isBiased });
}

/** Until when a proposal can be signed. */
export function lapseOfRules({ at }: Pick<RulesProposal, 'at'>, { approval }: Governance): Instant {
  return at + approval.expiresAfterHours * 3_600_000;
}

/** Rules are of every account: those for everything count, and those for all accounts. */
export function needsOfRules({ approval }: Governance): readonly Seats[] {
  return needsOf({ account: '*' }, approval);
}

function refusalOf(signing: RulesSigning & { readonly proposal: RulesProposal }): RulesSigningRefusal | undefined {
  const { proposal, signer, governance, digest, now, gains, signedInAt } = signing;
  if (isAgent(signer, governance)) return { code: 'IS_AGENT' };
  const groups = groupsIn(needsOfRules(governance));
  if (groupsAmong(signer, groups).length === 0) return { code: 'NOT_AN_APPROVER', groups };
  if (isKnownAs(signer, proposal.personId, governance)) return { code: 'SIGNED_OWN_REQUEST' };
  if (gains !== undefined) return { code: 'GAINS_BY_IT', through: gains };
  const session = refusalOfSession(signedInAt, governance, now);
  if (session !== undefined) return session;
  if (digest !== proposal.digest) return { code: 'DIGEST_CHANGED', signed: digest, current: proposal.digest };
  const expiredAt = lapseOfRules(proposal, governance);
  if (now >= expiredAt) return { code: 'EXPIRED', expiredAt };
  const earlier = proposal.signatures.find(({ personId }) => personId === signer.id);
  return earlier === undefined ? undefined : { code: 'ALREADY_SIGNED', at: earlier.at };
}
