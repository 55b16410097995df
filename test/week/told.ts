import type { Finding } from '../../lib/core/governance/finding.ts';
import type { Fact } from '../../lib/core/governance/ledger/fact.ts';
import type { Principal } from './company.ts';
import type { Bad, Estate } from './estate.ts';

/** By what a bad grant was found first. */
export type FoundBy = 'its event' | 'a later event' | 'a sweep';

/** What Ambit made of one bad grant to one principal. */
export interface Told {
  readonly bad: Bad;
  readonly who: Principal;
  /** When people were told first; undefined: never. */
  readonly alertedAt: number | undefined;
  /** When it was held; undefined: it was not. */
  readonly heldAt: number | undefined;
  /** Undefined: nothing found it. */
  readonly by: FoundBy | undefined;
}

/** What the ledger says of every bad grant, once for each who has it. */
export function told({ bads }: Estate, facts: readonly Fact[]): readonly Told[] {
  const ledger = new Read(facts);
  return bads.flatMap((bad) => bad.holders.map((who) => toldOf(bad, who, ledger)));
}

/** What was found of those who have nothing bad, or had nothing yet: `exceeds`, or `undetermined`, a doubt that people settle. */
export function falseAlerts(estate: Estate, facts: readonly Fact[], verdict: Finding['verdict']): readonly string[] {
  return new Read(facts).findings
    .filter((finding) => finding.verdict === verdict)
    .filter(({ principal, raisedAt }) => !((estate.badOf(principal)?.at ?? Infinity) <= raisedAt))
    .map(({ principal, kind, call }) => `${kind} of ${principal} by ${call?.id ?? 'a sweep'}`);
}

function toldOf(bad: Bad, who: Principal, ledger: Read): Told {
  const found = ledger.findings.filter(({ principal, raisedAt }) => principal === who.arn && raisedAt >= bad.at);
  const [first] = found;
  return {
    bad,
    who,
    alertedAt: first && earliest(found, ledger.announced),
    heldAt: earliest(found, ledger.held),
    by: first && foundBy(bad, first),
  };
}

function foundBy(bad: Bad, { call }: Finding): FoundBy {
  if (call === null) return 'a sweep';
  return call.id === bad.callId ? 'its event' : 'a later event';
}

function earliest(found: readonly Finding[], times: ReadonlyMap<string, number>): number | undefined {
  const known = found.flatMap(({ id }) => times.get(id) ?? []);
  return known.length === 0 ? undefined : Math.min(...known);
}

/** The ledger, as far as it tells who was found, told and held when. */
class Read {
  readonly findings: Finding[] = [];
  readonly announced = new Map<string, number>();
  readonly held = new Map<string, number>();

  constructor(facts: readonly Fact[]) {
    for (const fact of facts) {
      if (fact.kind === 'finding-raised') this.findings.push(fact.finding);
      else if (fact.kind === 'announced' && !this.announced.has(fact.findingId))
        this.announced.set(fact.findingId, fact.at);
      else if (fact.kind === 'hold-confirmed' && !this.held.has(fact.findingId)) this.held.set(fact.findingId, fact.at);
    }
  }
}
