import { bundleOf, bundleWith, digestOfBundle, standardsIn } from '../../core/governance/rules/bundle.ts';
import { type Adoption, foldRules, type Rules } from '../../core/governance/rules/fold-rules.ts';
import { type AdoptedBy, bundleSubject, RULES, type RulesFact } from '../../core/governance/rules/rules-fact.ts';
import { CHAIN_START } from '../../core/governance/ledger/ledger-chain.ts';
import { digestOfStandards, type StandardsSource } from '../../core/governance/standards/digest-of-standards.ts';
import { parseGovernance } from '../../core/governance/standards/parse-governance.ts';
import type { Digest } from '../../core/digest.ts';
import type { Instant } from '../../core/instant.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Ledger } from '../../ports/ledger.ts';
import { StoreFault } from '../../ports/store-fault.ts';
import { appendChosen } from '../append-chosen.ts';

/** The ledger that has every version of the rules. */
export interface RulesDeps {
  readonly ledger: Ledger;
  readonly clock: Clock;
}

/** The rules that count, whatever a file says. */
export interface RulesInForce {
  readonly rules: Rules;
  readonly adoption: Adoption;
  /** What they say. */
  readonly standards: StandardsSource;
  /** They were put in force just now, since there were none: nobody signed them. */
  readonly isFirstUse: boolean;
}

/** The rules in force as the ledger has them; undefined: there are none. A `StoreFault` where they are not what was kept. */
export async function knownRules(
  ledger: Pick<Ledger, 'about'>,
): Promise<Pick<RulesInForce, 'rules' | 'adoption' | 'standards'> | undefined> {
  const rules = foldRules(await ledger.about(RULES));
  const { inForce: adoption } = rules;
  if (adoption === undefined) return undefined;
  return { rules, adoption, standards: await keptStandards(adoption.digest, ledger) };
}

/**
 * The rules in force. Where there are none yet, those that were found are from now on: they are trusted on first use, and the
 * ledger says so. Undefined: there are none, and none that can be read were found. A `StoreFault` where they are not what was kept.
 */
export async function rulesInForce(
  found: StandardsSource | undefined,
  { ledger, clock }: RulesDeps,
): Promise<RulesInForce | undefined> {
  const known = foldRules(await ledger.about(RULES));
  const isFirstUse = known.inForce === undefined && found !== undefined && isReadable(found);
  const rules = isFirstUse ? await trustFirst(found, { ledger, clock }) : known;
  const adoption = rules.inForce;
  if (adoption === undefined) return undefined;
  const isFound = found !== undefined && digestOfStandards(found) === adoption.standards;
  const standards = isFound ? found : await keptStandards(adoption.digest, ledger);
  return { rules, adoption, standards, isFirstUse };
}

function isReadable({ json, files }: StandardsSource): boolean {
  return parseGovernance(json, files).ok;
}

async function trustFirst(found: StandardsSource, { ledger, clock }: RulesDeps): Promise<Rules> {
  await appendChosen(ledger, RULES, (entries) => {
    const isNew = foldRules(entries).inForce === undefined;
    return {
      facts: isNew ? adoptionOf(found, undefined, { by: 'first-use', at: clock.now() }) : [],
      answer: undefined,
    };
  });
  return foldRules(await ledger.about(RULES));
}

/** The facts by which rules come in force in the place of others; undefined: in the place of none. */
export function adoptionOf(
  found: StandardsSource,
  last: Adoption | undefined,
  { by, at }: { readonly by: AdoptedBy; readonly at: Instant },
): readonly RulesFact[] {
  const place = { version: (last?.version ?? 0) + 1, previous: last?.digest ?? CHAIN_START };
  const bundle = bundleOf(found, place);
  const digest = digestOfBundle(bundle);
  const standards = digestOfStandards(found);
  return [
    { kind: 'rules-kept', digest, bundle, at },
    { kind: 'rules-adopted', digest, standards, ...place, by, at },
  ];
}

/** What a bundle says that was kept; a `StoreFault` where it is not there, or not what its digest says. */
export async function keptStandards(digest: Digest, ledger: Pick<Ledger, 'about'>): Promise<StandardsSource> {
  for (const { fact } of await ledger.about(bundleSubject(digest))) {
    const bundle = fact.kind === 'rules-kept' ? bundleWith(digest, fact.bundle) : undefined;
    if (bundle !== undefined) return standardsIn(bundle);
  }
  throw new StoreFault(
    'CORRUPT',
    `the rules ${digest} are not in the ledger as they were signed; restore a copy of it`,
  );
}
