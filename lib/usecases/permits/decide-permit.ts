import type { Digest } from '../../core/digest.ts';
import type { Fact } from '../../core/governance/ledger/fact.ts';
import { foldPermits, type Permit } from '../../core/governance/permits/fold-permit.ts';
import { personOf } from '../../core/governance/cases/quorum.ts';
import {
  type PermitRefusal,
  type PermitSigning,
  signPermit,
  withdrawPermit,
} from '../../core/governance/permits/sign-permit.ts';
import type { Person } from '../../core/governance/standards/standards.ts';
import { parseArn } from '../../core/policy/arn.ts';
import type { Instant } from '../../core/instant.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { AccountReader } from '../../ports/account-reader.ts';
import { actsAsAgent } from '../approval/acts-as-agent.ts';
import { appendChosen, type Choice } from '../append-chosen.ts';
import { gainsBy } from '../approval/gains-by.ts';
import { type Neighbours, neighboursIn } from '../approval/neighbours.ts';
import type { PermitDeps } from './use-permit.ts';

/** What a person decided about a permit: `digest` is the one the person was shown. */
export interface PermitDecision {
  readonly permitId: string;
  readonly personId: string;
  /** When the person signed in; undefined: not known, and nothing is signed. */
  readonly signedInAt: Instant | undefined;
  readonly kind: 'sign' | 'withdraw';
  readonly digest: Digest;
  readonly reason: string;
}

/** Why a decision about a permit is not taken. */
export type PermitDecisionRefusal =
  | PermitRefusal
  | { readonly code: 'NO_SUCH_PERMIT' }
  /** The standards name no such person. */
  | { readonly code: 'UNKNOWN_PERSON' };

/** What a permit needs, and the accounts in which it is looked up who would gain by it. */
export interface DecidePermitDeps extends PermitDeps {
  readonly accounts: Pick<AccountReader, 'principalsIn' | 'stateOf'>;
}

/**
 * Takes one person's decision about a permit, checked against the permit as it is at the very moment of writing. A refusal is written
 * down as well.
 */
export async function decidePermit(
  decision: PermitDecision,
  deps: DecidePermitDeps,
): Promise<Result<Permit, PermitDecisionRefusal>> {
  const { permitId, personId, kind } = decision;
  const signer = personOf(personId, deps.governance);
  if (signer === undefined) return err({ code: 'UNKNOWN_PERSON' });
  const found = foldPermits(await deps.ledger.about(permitId)).at(-1);
  if (found === undefined) return err({ code: 'NO_SUCH_PERMIT' });
  const bias = kind === 'sign' ? await biasOf(signer, found, deps) : UNBIASED;
  const taken = await appendChosen(
    deps.ledger,
    permitId,
    (entries): Choice<Result<undefined, PermitDecisionRefusal>> => {
      const permit = foldPermits(entries).at(-1);
      if (permit === undefined) return { facts: [], answer: err({ code: 'NO_SUCH_PERMIT' }) };
      return take(decision, { permit, signer, bias }, deps);
    },
  );
  if (!taken.ok) return taken;
  return ok(foldPermits(await deps.ledger.about(permitId)).at(-1) ?? found);
}

/** What only the account knows: whether a signer could act as the permit's actor, or is an agent. */
interface Bias {
  readonly gains: { readonly through: string } | undefined;
  readonly isAgent: boolean;
}

const UNBIASED: Bias = { gains: undefined, isAgent: false };

async function biasOf(signer: Person, { terms }: Permit, { accounts, governance }: DecidePermitDeps): Promise<Bias> {
  // the actor may be of an account that is not watched: then it counts by its name alone
  const neighbours = await neighboursIn(parseArn(terms.actor)?.account ?? terms.account, accounts);
  const gains = await gainsBy(signer, principalBehind(terms.actor, neighbours), neighbours);
  return { gains, isAgent: await actsAsAgent(signer, neighbours, governance) };
}

/** The role of a role session, as the account lists it; any other actor is its own principal. */
function principalBehind(actor: string, neighbours: Neighbours | undefined): string {
  const [, name] = /:assumed-role\/([^/]+)\//.exec(actor) ?? [];
  const role = neighbours?.principals.find((each) => each.kind === 'role' && each.name === name);
  return role?.arn ?? actor;
}

function take(
  { kind, personId, signedInAt, digest, reason }: PermitDecision,
  { permit, signer, bias }: { readonly permit: Permit; readonly signer: Person; readonly bias: Bias },
  { governance, clock }: PermitDeps,
): Choice<Result<undefined, PermitDecisionRefusal>> {
  const at = clock.now();
  const signing = { permit, signer, signedInAt, digest, reason, now: at, governance, gains: bias.gains };
  const fact = bias.isAgent ? err({ code: 'IS_AGENT' } as const) : decided(kind, signing);
  if (fact.ok) return { facts: [fact.value], answer: ok(undefined) };
  const { code, ...rest } = fact.error;
  const refused = {
    kind: 'permit-refused',
    permitId: permit.id,
    personId,
    code,
    detail: JSON.stringify(rest),
    at,
  } as const;
  return { facts: [refused], answer: fact };
}

function decided(kind: PermitDecision['kind'], signing: PermitSigning): Result<Fact, PermitRefusal> {
  return kind === 'sign' ? signPermit(signing) : withdrawPermit(signing);
}
