import type { Countersigned, PlaySummary } from './summary.ts';

/** The summary of a play for people. */
export function summaryLines({
  findings,
  holds,
  contained,
  countersigned,
  ledger,
  counts,
}: PlaySummary): readonly string[] {
  const { read, handled, denied, unrelated, unreadable, repeated } = counts;
  return [
    '',
    `${read} records: ${handled} assessed, ${repeated} known before, ${denied} denied, ${unreadable} not understood, ${unrelated} of calls that change no access`,
    ...findings.map(
      ({ id, severity, kind, principal, status }) => `${id} ${severity} ${kind}: ${principal}, ${status}`,
    ),
    ...holds.map(({ finding, equalsBefore }) => `${finding} held: ${EQUALS[String(equalsBefore)] ?? ''}`),
    ...contained.map(({ finding, summary }) => `${finding} contained: ${summary}`),
    ...countersigned.flatMap(countersignedLines),
    `ledger: ${ledger.entries} entries, ${ledger.verifies ? 'it verifies' : 'IT DOES NOT VERIFY'}`,
  ];
}

const EQUALS: Readonly<Record<string, string>> = {
  true: 'the principal is what it was before the call',
  false: 'the principal is NOT what it was before the call',
  null: 'it was not compared with the state before the call',
};

function countersignedLines({ finding, signatures, refused, restored, until }: Countersigned): readonly string[] {
  const end = restored ? `the access is back until ${String(until)}` : 'the access is not back';
  return [
    ...refused.map(({ person, code }) => `${finding} refused the signature of ${person}: ${code}`),
    `${finding} signed by ${signatures.map(({ person }) => person).join(' and ') || 'nobody'}: ${end}`,
  ];
}
