import { digestOfStandards } from '../../core/governance/standards/digest-of-standards.ts';
import { personOf } from '../../core/governance/cases/quorum.ts';
import { bundleOf, digestOfBundle } from '../../core/governance/rules/bundle.ts';
import { foldRules, type Rules } from '../../core/governance/rules/fold-rules.ts';
import { RULES } from '../../core/governance/rules/rules-fact.ts';
import type { AnyRulesRefusal } from '../../core/governance/rules/rules-refusal-text.ts';
import { lapseOfRules } from '../../core/governance/rules/sign-rules.ts';
import type { Governance } from '../../core/governance/standards/standards.ts';
import type { Digest } from '../../core/digest.ts';
import type { Instant } from '../../core/instant.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { appendChosen, type Choice } from '../append-chosen.ts';
import { type FoundRules, judge, problemText } from './consider-rules.ts';
import { governanceIn } from './governance-in.ts';
import { type RulesDeps, rulesInForce } from './rules-in-force.ts';

/** What somebody asks for: `personId` is who is signed in. */
export interface RulesWish {
  readonly personId: string;
  readonly reason: string;
  /** The digest of the file that they were shown; undefined: they ask for whatever it says. */
  readonly standards?: Digest | undefined;
}

/** Asks for the rules of a file, which are weaker than those in force, so that people can sign them. */
export async function proposeRules(
  found: FoundRules,
  { personId, reason, standards: shown }: RulesWish,
  { ledger, clock }: RulesDeps,
): Promise<Result<Rules, AnyRulesRefusal>> {
  if (!found.ok) return err({ code: 'UNREADABLE_RULES', problem: problemText(found.error) });
  const current = digestOfStandards(found.value);
  if (shown !== undefined && shown !== current) return err({ code: 'DIGEST_CHANGED', signed: shown, current });
  const inForce = await rulesInForce(found.value, { ledger, clock });
  if (inForce === undefined) throw new Error('a file was found, so there are rules');
  const { standards, adoption } = inForce;
  if (personOf(personId, governanceIn(standards)) === undefined) return err({ code: 'UNKNOWN_PERSON' });
  const { weakens, problem } = judge(found, standards);
  if (problem !== '') return err({ code: 'UNREADABLE_RULES', problem });
  if (weakens.length === 0) return err({ code: 'IN_FORCE_ALREADY' });
  const place = { version: adoption.version + 1, previous: adoption.digest };
  const bundle = bundleOf(found.value, place);
  const digest = digestOfBundle(bundle);
  const asked = await appendChosen(ledger, RULES, (entries): Choice<Asked> => {
    const rules = foldRules(entries);
    if (rules.inForce?.digest !== adoption.digest) return { facts: [], answer: 'overtaken' };
    const at = clock.now();
    const open = openAt(rules, governanceIn(standards), at);
    // what was signed of them stays signed, whoever asks again
    if (open?.digest === digest) return { facts: [], answer: 'asked' };
    if (open !== undefined && open.by !== personId && open.isSigned) return { facts: [], answer: open };
    const content = { digest, standards: current, ...place };
    const proposed = { kind: 'rules-proposed', ...content, weakens, personId, reason, at } as const;
    return { facts: [{ kind: 'rules-kept', digest, bundle, at }, proposed], answer: 'asked' };
  });
  // others came in force meanwhile: these are compared with them
  if (asked === 'overtaken') return proposeRules(found, { personId, reason }, { ledger, clock });
  if (asked === 'asked') return ok(foldRules(await ledger.about(RULES)));
  const { digest: other, by, until } = asked;
  return err({ code: 'OTHERS_ARE_SIGNED', digest: other, by, until });
}

/** What can be signed now. */
interface Open {
  readonly digest: Digest;
  readonly by: string;
  readonly until: Instant;
  readonly isSigned: boolean;
}

type Asked = 'asked' | 'overtaken' | Open;

function openAt({ proposal }: Rules, governance: Governance, now: Instant): Open | undefined {
  if (proposal === undefined) return undefined;
  const until = lapseOfRules(proposal, governance);
  const { digest, personId: by, signatures } = proposal;
  return now < until ? { digest, by, until, isSigned: signatures.length > 0 } : undefined;
}
