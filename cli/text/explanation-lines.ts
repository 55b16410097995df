import { mayBeAgent } from '../../lib/core/activity/agent-markers.ts';
import { changesOf, type Call, isSession, type Reading } from '../../lib/core/activity/call.ts';
import type { Change } from '../../lib/core/activity/changes.ts';
import { agentFindingId } from '../../lib/core/governance/agents/agent-session.ts';
import type { AccessExplained, Standing, Step } from '../../lib/core/governance/assess/explain-access.ts';
import { toIso } from '../../lib/core/instant.ts';
import type { AssessedStep, CallExplained } from '../../lib/usecases/replay/explain-call.ts';
import { boxLines, requestLine, some } from './excess-lines.ts';
import { findingLines } from './finding-lines.ts';

/** Why a call was a finding, or was none, for people: how it was read, whom it touched, before and after, and the outcome. */
export function explanationLines({ callId, readings, assessed, unreadable }: CallExplained): readonly string[] {
  const [first] = readings;
  if (first === undefined) return [`no record has the id ${callId}`];
  return [
    ...readLines(callId, first, readings.length),
    ...assessed.flatMap(stepLines),
    ...unreadable.flatMap((finding) => findingLines(finding, 'replayed')),
    ...(assessed.length === 0 && unreadable.length === 0 ? [`outcome:    no finding: ${whyNotAssessed(first)}`] : []),
  ];
}

function readLines(callId: string, reading: Reading, records: number): readonly string[] {
  const times = records === 1 ? 'one record' : `${records} records, counted once where they say the same`;
  switch (reading.kind) {
    case 'call':
      return [`call ${callId}: ${headingOf(reading.call)}`, `  read:     from ${times}`, ...actorLines(reading.call)];
    case 'unrelated':
      return [`call ${callId}: ${reading.name} of ${reading.source}`, `  read:     from ${times}`];
    case 'unreadable': {
      const { name = 'a call', source = 'an unknown source', field, detail } = reading.problem;
      const where = field === '' ? '' : `${field}: `;
      return [`call ${callId}: ${name} of ${source}`, `  read:     not from ${times}: ${where}${detail}`];
    }
  }
}

function headingOf({ name, source, account, region, time }: Call): string {
  return `${name} of ${source} in account ${account}, ${region}, at ${toIso(time)}`;
}

function actorLines({ actor }: Call): readonly string[] {
  const { name, kind, principalArn, via, person, agentMarkers } = actor;
  const who = principalArn === undefined ? '' : ` (${principalArn})`;
  return [
    `  by:       ${name}, ${kind}${who} via ${via}`,
    `  person:   ${person === undefined ? 'nobody can be named' : `${person.id}, by ${person.by}`}`,
    ...agentMarkers.map(({ agent, strength, field }) => `  agent:    ${agent}, ${strength}, by ${field}`),
  ];
}

function stepLines({ call, principals, findings }: AssessedStep): readonly string[] {
  return [
    ...changesOf(call).map((change) => `  changes:  ${changeText(change)}`),
    ...principals.flatMap(principalLines),
    ...(findings.length > 0
      ? findings.flatMap((finding) => [`outcome:    finding ${finding.id}`, ...findingLines(finding, 'replayed')])
      : [`outcome:    no finding: ${whyNothing(call, principals)}`]),
  ];
}

function changeText(change: Change): string {
  if (change.kind === 'access') {
    return change.iam === undefined
      ? 'access, in a way that the record does not tell'
      : `access, by ${change.iam.name}`;
  }
  const effect = 'effect' in change ? ` (${change.effect})` : '';
  const touched = change.resources.length === 0 ? 'the record names no resource' : some(change.resources);
  return `${change.kind}${effect}: ${touched}`;
}

function principalLines(explained: AccessExplained): readonly string[] {
  const { principal, class: className, classBefore, standard, access, trust } = explained;
  const from = classBefore === undefined ? '' : `, before the call "${classBefore}"`;
  return [
    `principal:  ${principal}`,
    `  class:    "${className}"${from}; its standard is "${standard}"`,
    ...standingLines('before', access.before, 'what it may do'),
    ...standingLines('after', access.after, 'what it may do'),
    ...(trust === undefined || !isWorthTelling(trust)
      ? []
      : [
          ...standingLines('before', trust.before, 'who may assume it'),
          ...standingLines('after', trust.after, 'who may assume it'),
        ]),
  ];
}

/** Trust that stays within its ceiling is not what a call is about. */
function isWorthTelling({ before, after }: Step): boolean {
  return [before, after].some((standing) => standing.kind === 'compared' && standing.verdict !== 'within');
}

function standingLines(when: 'before' | 'after', standing: Standing, what: string): readonly string[] {
  const label = `  ${`${when}:`.padEnd(9)} `;
  switch (standing.kind) {
    case 'absent':
      return [`${label}it was not there`];
    case 'unknown':
      return [`${label}not known: it was never read`];
    case 'compared': {
      const { verdict, excess, witness, reasons } = standing;
      if (verdict === 'within') return [`${label}${what} is within the standard`];
      const how = verdict === 'exceeds' ? 'is beyond the standard' : 'may be beyond the standard';
      return [
        `${label}${what} ${how}`,
        ...boxLines(excess),
        ...(witness === null ? [] : [`  shown by: ${requestLine(witness)}`]),
        ...reasons.map(({ rule, detail }) => `  because:  ${rule}: ${detail}`),
      ];
    }
  }
}

function whyNotAssessed(reading: Reading): string {
  switch (reading.kind) {
    case 'unrelated':
      return 'no row of the table of calls names it, so it changes neither access nor an environment';
    case 'unreadable':
      return 'it could not be read';
    case 'call': {
      const { error } = reading.call;
      if (error !== undefined) return `AWS refused it (${error.code}), so it changed nothing`;
      return 'an earlier record says the same';
    }
  }
}

function whyNothing(call: Call, principals: readonly AccessExplained[]): string {
  if (call.error !== undefined) return `AWS refused it (${call.error.code})`;
  if (isSession(call)) {
    return mayBeAgent(call.actor)
      ? `it changes nothing; an agent that uses the access of somebody else is told of once for its session, as finding ${agentFindingId(call)}`
      : 'it changes nothing: it uses what was granted before';
  }
  const [first] = changesOf(call);
  if (first?.kind !== 'access')
    return `what it did as a change of ${first?.kind} gave nothing beyond a standard and touched nothing guarded`;
  if (principals.length === 0) return 'it moved the access of nobody';
  const isBeyond = principals.some(({ access, trust }) => [access, ...(trust ? [trust] : [])].some(isBeyondAfter));
  return isBeyond
    ? 'what is beyond the standard was there before; the call gave no more of it, and a sweep tells of it'
    : 'all that it moved stayed within the standard';
}

function isBeyondAfter({ after }: Step): boolean {
  return after.kind === 'compared' && after.verdict !== 'within';
}
