import { expect } from '@jest/globals';
import type { Case } from '../../../lib/core/governance/cases/case.ts';
import { isFindingFact } from '../../../lib/core/governance/cases/case-status.ts';
import { verifyChain } from '../../../lib/core/governance/ledger/verify-chain.ts';
import type { Fact, LedgerEntry } from '../../../lib/core/governance/ledger/fact.ts';
import type { CallRecord } from '../trail/record.ts';
import { isByAmbit } from './deliveries.ts';
import type { Installed } from './installed.ts';
import { idle } from './waiting.ts';

/** What must be empty after every test. */
interface Unsound {
  /** The fault of the ledger's chain. */
  readonly chain: readonly string[];
  /** Calls that changed access and that nothing in the ledger speaks of, by names and ids. */
  readonly lost: readonly string[];
  /** What is there more than once: assessments of one call, findings of one call about one principal or of one excess, holds by one plan. */
  readonly twice: readonly string[];
  /** Facts that the state of their case did not allow. */
  readonly irregular: readonly string[];
}

const SOUND: Unsound = { chain: [], lost: [], twice: [], irregular: [] };

/** Waits until nothing is under way any more, and throws if something is wrong then. */
export async function assertSound(ambit: Installed): Promise<void> {
  await idle(ambit);
  expect(await unsoundnessNow(ambit)).toEqual(SOUND);
}

/** What is wrong with the ledger, held against the records of all calls that people made. */
async function unsoundnessNow(ambit: Installed): Promise<Unsound> {
  const entries: LedgerEntry[] = [];
  for await (const entry of ambit.ledger.entries()) entries.push(entry);
  const verifier = verifyChain(undefined);
  for (const entry of entries) verifier.entry(entry);
  const { fault } = verifier.report();
  const cases = await ambit.cases();
  const assessed = entries.flatMap(({ fact }) => (fact.kind === 'call-assessed' ? [fact.callId] : []));
  const known = new Set([...assessed, ...entries.map(({ fact }) => calledIn(fact))]);
  return {
    chain: fault === undefined ? [] : [JSON.stringify(fault)],
    lost: ambit.cloud.trail.records.filter((record) => isGrant(record) && !known.has(record.eventID)).map(nameOf),
    twice: [
      ...repeated(assessed),
      ...repeated(raisedIn(entries)),
      ...repeated(cases.filter((each) => !givesAgain(each, cases)).flatMap(excessOf)),
      ...repeated(confirmedIn(entries)),
    ],
    irregular: cases.flatMap(({ finding, irregularities }) =>
      irregularities.map(({ kind, detail }) => `${finding.id} ${kind}: ${detail}`),
    ),
  };
}

function calledIn(fact: Fact): string | undefined {
  return fact.kind === 'finding-raised' ? fact.finding.call?.id : undefined;
}

/** Whether a record tells of a change of access by somebody else than Ambit. */
function isGrant(record: CallRecord): boolean {
  return record.eventSource === 'iam.amazonaws.com' && record['errorCode'] === undefined && !isByAmbit(record);
}

const nameOf = ({ eventName, eventID }: CallRecord) => `${eventName} ${eventID}`;

function raisedIn(entries: readonly LedgerEntry[]): readonly string[] {
  return entries.flatMap(({ fact }) => {
    if (fact.kind !== 'finding-raised' || fact.finding.call === null) return [];
    const { kind, call, principal } = fact.finding;
    return [`${kind} of ${call.id} about ${principal}`];
  });
}

/** Whether a finding is about what a hold had taken and somebody gave again: by its call, or by one that showed it first. */
function givesAgain({ finding: { call, principal, reasons } }: Case, cases: readonly Case[]): boolean {
  const isShownFirst = reasons.some(({ rule }) => rule === 'more-than-the-call');
  return (
    call !== null &&
    cases.some(({ finding: { kind, call: undoes, principal: held } }) => {
      return kind === 'hold-undone' && (undoes?.id === call.id || (isShownFirst && held === principal));
    })
  );
}

/** What a finding says of access, and what became of it: an excess that may only be told at first can be held later. */
function excessOf({ finding, status }: Case): readonly string[] {
  const { kind, principal, excess } = finding;
  return excess.length === 0 ? [] : [`${status} ${kind} of ${principal}: ${JSON.stringify(excess)}`];
}

/** Each hold or restore that was confirmed, with how often it had been intended until then. */
function confirmedIn(entries: readonly LedgerEntry[]): readonly string[] {
  const intended = new Map<string, number>();
  const confirmed: string[] = [];
  for (const { fact } of entries) {
    if (!isFindingFact(fact) || !('findingId' in fact)) continue;
    const [what, step] = fact.kind.split('-');
    const key = `${what} of ${fact.findingId}`;
    if (step === 'intended') intended.set(key, (intended.get(key) ?? 0) + 1);
    if (step === 'confirmed') confirmed.push(`${key}, ${intended.get(key) ?? 0}`);
  }
  return confirmed;
}

function repeated(list: readonly string[]): readonly string[] {
  return list.filter((item, index) => list.indexOf(item) !== index);
}
