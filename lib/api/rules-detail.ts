import { isAgent } from '../core/governance/cases/acts-as.ts';
import { groupsIn, mergedSeats } from '../core/governance/cases/needs.ts';
import { groupsAmong, isKnownAs, type Quorum } from '../core/governance/cases/quorum.ts';
import type { LedgerEntry } from '../core/governance/ledger/fact.ts';
import { differencesOf } from '../core/governance/rules/differences-of.ts';
import { foldRules, type Rules, type RulesProposal } from '../core/governance/rules/fold-rules.ts';
import { RULES } from '../core/governance/rules/rules-fact.ts';
import { rulesToJson, versionToJson } from '../core/governance/rules/rules-json.ts';
import { lapseOfRules, needsOfRules, quorumOfRules } from '../core/governance/rules/sign-rules.ts';
import type { StandardsSource } from '../core/governance/standards/digest-of-standards.ts';
import type { Governance, Person } from '../core/governance/standards/standards.ts';
import { toIso } from '../core/instant.ts';
import { governanceIn } from '../usecases/rules/governance-in.ts';
import { keptStandards, type RulesDeps } from '../usecases/rules/rules-in-force.ts';
import { ledgerEvent, personWire } from './describe-fact.ts';
import type { MissingGroupWire, PersonWire, RefusedSignatureWire, RulesApprovalWire, RulesDetailWire } from './wire.ts';

/** All that is known of Ambit's own rules. `governance` is of whoever asks: it may be older than the rules in force. */
export async function rulesDetail(deps: RulesDeps & { readonly governance: Governance }): Promise<RulesDetailWire> {
  const { ledger } = deps;
  const entries = await ledger.about(RULES);
  const rules = foldRules(entries);
  const { proposal, inForce } = rules;
  const open =
    proposal === undefined || inForce === undefined
      ? undefined
      : {
          proposal,
          before: await keptStandards(inForce.digest, ledger),
          after: await keptStandards(proposal.digest, ledger),
        };
  const governance = open === undefined ? deps.governance : governanceIn(open.before);
  const json = rulesToJson(rules, governance);
  const approval = open === undefined ? null : approvalWire({ ...open, entries, governance }, deps);
  const isAsked = approval?.open === true && json.refused?.found === json.proposal?.standards;
  return {
    ...json,
    approval,
    askable: json.refused?.problem === '' && !isAsked,
    earlier: rules.history.slice(0, -1).reverse().map(versionToJson),
    people: peopleIn(rules, governance),
    history: entries.map((entry) => ledgerEvent(entry, governance)),
  };
}

/** What is proposed in the place of what, with the governance by which it is signed. */
interface Open {
  readonly proposal: RulesProposal;
  readonly before: StandardsSource;
  readonly after: StandardsSource;
  readonly entries: readonly LedgerEntry[];
  readonly governance: Governance;
}

function approvalWire(open: Open, { clock }: RulesDeps): RulesApprovalWire {
  const { proposal, before, after, entries, governance } = open;
  // whoever gains was refused when signing, and is looked at again before the rules come in force
  const { missing, counted } = quorumOfRules(proposal, governance, () => undefined);
  return {
    open: clock.now() < lapseOfRules(proposal, governance),
    needs: mergedSeats(needsOfRules(governance)),
    missing: missing.map((each) => missingWire(each, proposal, governance)),
    counted: counted.map(({ personId }) => personId),
    refusals: refusalsOf(proposal, entries, governance),
    differences: differencesOf(before, after),
  };
}

function missingWire(
  { group, count }: Quorum['missing'][number],
  proposal: RulesProposal,
  governance: Governance,
): MissingGroupWire {
  const groups = groupsIn(needsOfRules(governance));
  const wanted = groups.includes(group) ? [group] : groups;
  const people = governance.people
    .filter((person) => groupsAmong(person, wanted).length > 0 && maySign(person, proposal, governance))
    .map(({ id, name }) => ({ id, name }));
  return { group, count, people };
}

/** Whether somebody has not signed and may, as far as the standards tell; who gains shows when they sign. */
function maySign(person: Person, { personId, signatures }: RulesProposal, governance: Governance): boolean {
  const hasSigned = signatures.some((signature) => signature.personId === person.id);
  return !hasSigned && !isAgent(person, governance) && !isKnownAs(person, personId, governance);
}

function refusalsOf(
  { at: askedAt }: RulesProposal,
  entries: readonly LedgerEntry[],
  governance: Governance,
): readonly RefusedSignatureWire[] {
  return entries.flatMap(({ fact }) =>
    fact.kind === 'rules-signature-refused' && fact.at >= askedAt
      ? [{ person: personWire(fact.personId, governance), code: fact.code, at: toIso(fact.at) }]
      : [],
  );
}

function peopleIn({ history, proposal }: Rules, governance: Governance): readonly PersonWire[] {
  const signatures = [...history, ...(proposal === undefined ? [] : [proposal])].flatMap((each) => each.signatures);
  const ids = [proposal?.personId, ...signatures.map(({ personId }) => personId)];
  return [...new Set(ids)].flatMap((id) => (id === undefined ? [] : [personWire(id, governance)]));
}
