import type { PlanCall } from '../../lib/core/account/plan-call.ts';
import type { Case } from '../../lib/core/governance/cases/case.ts';
import type { Fact } from '../../lib/core/governance/ledger/fact.ts';
import { type FindingJson, findingToJson } from '../../lib/core/governance/finding-json.ts';
import { toIso } from '../../lib/core/instant.ts';
import { jsonForm, type JsonValue } from '../../lib/core/json.ts';
import type { Embedded } from '../../lib/wiring/embedded.ts';
import { sealAndVerify } from '../../lib/wiring/seal-and-verify.ts';
import { undidACall } from './countersign.ts';
import { equalsBefore } from './equals-before.ts';

/** How many records a play read, and what they were. */
export interface PlayCounts {
  readonly read: number;
  readonly handled: number;
  /** Handled before, in an earlier run on the same folder. */
  readonly repeated: number;
  readonly denied: number;
  readonly unrelated: number;
  readonly unreadable: number;
}

/** What `ambit up --once --json` prints. */
export interface PlaySummary {
  readonly findings: readonly FindingJson[];
  /** Holds that undid a call. */
  readonly holds: readonly {
    readonly finding: string;
    readonly principal: string;
    /** Whether the principal was then what it was before the call, but for ids that AWS assigns; null: not compared. */
    readonly equalsBefore: boolean | null;
    readonly calls: readonly JsonValue[];
  }[];
  /** Findings about what cannot be undone, and the session that was stopped. */
  readonly contained: readonly { readonly finding: string; readonly principal: string; readonly summary: string }[];
  readonly countersigned: readonly Countersigned[];
  readonly ledger: {
    readonly entries: number;
    readonly head: string;
    readonly signedUntil: number;
    readonly verifies: boolean;
    readonly fault: JsonValue;
  };
  readonly counts: PlayCounts;
}

/** What people did about one finding. */
export interface Countersigned {
  readonly finding: string;
  readonly signatures: readonly { readonly person: string; readonly groups: readonly string[]; readonly at: string }[];
  readonly refused: readonly { readonly person: string; readonly code: string }[];
  readonly restored: boolean;
  /** When the access ends again; null: it was not given back. */
  readonly until: string | null;
}

/** What a play came to, all of it read back from the ledger. */
export async function summaryOf(embedded: Embedded, counts: PlayCounts): Promise<PlaySummary> {
  const { deps } = embedded;
  const cases = await deps.cases.cases();
  const holds = [];
  const contained = [];
  const countersigned = [];
  for (const each of cases) {
    const { finding } = each;
    const facts = (await deps.ledger.about(finding.id)).map(({ fact }) => fact);
    const calls = heldBy(facts);
    if (calls !== undefined && undidACall(each)) {
      const isEqual = await equalsBefore(finding.id, embedded);
      holds.push({
        finding: finding.id,
        principal: finding.principal,
        equalsBefore: isEqual,
        calls: calls.map(jsonForm),
      });
    } else if (calls !== undefined) {
      contained.push({ finding: finding.id, principal: finding.principal, summary: planSummary(finding) });
    }
    const decided = countersignedBy(each, facts);
    if (decided !== undefined) countersigned.push(decided);
  }
  const { entries, head, signedUntil, fault } = await sealAndVerify(embedded);
  return {
    findings: cases.map(({ finding, status, hold }) => findingToJson(finding, status, hold)),
    holds,
    contained,
    countersigned,
    ledger: {
      entries,
      head,
      signedUntil,
      verifies: fault === undefined,
      fault: fault === undefined ? null : jsonForm(fault),
    },
    counts,
  };
}

/** The calls of the first hold that was confirmed; undefined: there was none. What was given back since was held as well. */
function heldBy(facts: readonly Fact[]): readonly PlanCall[] | undefined {
  const isHeld = facts.some(({ kind }) => kind === 'hold-confirmed');
  for (const fact of facts) if (isHeld && fact.kind === 'hold-intended') return fact.calls;
  return undefined;
}

function planSummary({ response }: Case['finding']): string {
  return response.kind === 'hold' || response.kind === 'hold-unless-approved' ? response.plan.summary : response.why;
}

/** Undefined where nobody decided anything. */
function countersignedBy({ finding, status, waiver }: Case, facts: readonly Fact[]): Countersigned | undefined {
  const signatures = facts.flatMap((fact) =>
    fact.kind === 'signed' ? [{ person: fact.personId, groups: fact.groups, at: toIso(fact.at) }] : [],
  );
  const refused = facts.flatMap((fact) =>
    fact.kind === 'signature-refused' ? [{ person: fact.personId, code: fact.code }] : [],
  );
  if (signatures.length === 0 && refused.length === 0) return undefined;
  const restored = status === 'restored';
  const until = restored && waiver !== undefined ? toIso(waiver.until) : null;
  return { finding: finding.id, signatures, refused, restored, until };
}
