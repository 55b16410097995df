import { some } from '../text/excess-lines.ts';
import type { ReplayReportJson } from './report-json.ts';

type Responses = ReplayReportJson['responses'];

/** The report for people: what Ambit would have done, about whom, and what it could not know. */
export function reportLines(report: ReplayReportJson): readonly string[] {
  return [...findingsOf(report), ...excessOf(report), ...holdsOf(report), ...gapsOf(report)];
}

function findingsOf({ period, kinds, responses }: ReplayReportJson): readonly string[] {
  if (period === null && kinds.length === 0) return [];
  const when = period === null ? '' : `, ${period.from} to ${period.to}`;
  return [
    `what Ambit would have done${when}: ${saidOf(responses)}`,
    ...kinds.map((each) => `  ${each.class}: ${each.count} ${each.kind}: ${saidOf(each.responses)}`),
  ];
}

function saidOf(responses: Responses): string {
  const { hold, alert, observe, 'hold-unless-approved': unlessApproved } = responses;
  const said = [
    [hold, 'held'],
    [unlessApproved, 'held unless approved'],
    [alert, 'alerted'],
    [observe, 'observed'],
  ] as const;
  return said
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${count} ${what}`)
    .join(', ');
}

function excessOf({ principals, actions }: ReplayReportJson): readonly string[] {
  const most = principals.map(
    ({ principal, class: className, severity, findings }) =>
      `  ${severity}: ${principal} (${className}), ${findings} ${findings === 1 ? 'finding' : 'findings'}`,
  );
  const often = actions.map(({ action, findings }) => `${action} (${findings})`);
  return [
    ...(most.length === 0 ? [] : ['gravest principals:', ...most]),
    ...(often.length === 0 ? [] : [`most often in excess: ${some(often)}`]),
  ];
}

function holdsOf({ protectedPrincipals, breaker }: ReplayReportJson): readonly string[] {
  const kept = protectedPrincipals.map(({ principal, findings }) => `${principal} (${findings})`);
  const { trips, stopped, first } = breaker;
  const since = first === null ? '' : `, first in account ${first.account} at ${first.at}`;
  return [
    ...(kept.length === 0 ? [] : [`holds that a protected principal would have kept off: ${some(kept)}`]),
    ...(trips === 0 ? [] : [`the breaker would have opened ${trips} times and stopped ${stopped} holds${since}`]),
  ];
}

function gapsOf({ gaps: { accounts, seenOnlyInCalls, rolledBack } }: ReplayReportJson): readonly string[] {
  return [
    ...rolledBackOf(rolledBack),
    ...(accounts.length === 0
      ? []
      : [`not known: what ${accounts.length} accounts held before (give --account): ${some(accounts)}`]),
    ...(seenOnlyInCalls === 0
      ? []
      : [
          `not known: what else ${seenOnlyInCalls} roles, users, groups and policies hold that are known from calls only`,
        ]),
  ];
}

function rolledBackOf(rolledBack: ReplayReportJson['gaps']['rolledBack']): readonly string[] {
  if (rolledBack === null) return [];
  const { calls, unknown, some: named } = rolledBack;
  return [
    `the accounts were rolled back by ${calls} calls of IAM`,
    ...(unknown === 0
      ? []
      : [`not known: what was there before of ${unknown} things that were changed: ${some(named)}`]),
  ];
}
