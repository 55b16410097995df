import type { Instant } from '../../instant.ts';
import type { JsonObject } from '../../json.ts';
import type { DrillFact } from './drill-fact.ts';
import type { Fact } from './fact.ts';
import type { Finding } from '../finding.ts';
import { isOld } from '../holds/respond.ts';
import type { Governance } from '../standards/standards.ts';

/** The subject of all drills in the ledger. */
export const DRILL_SUBJECT = 'drill';

/** The IAM path of canaries. */
export const CANARY_PATH = '/ambit-drill/';

/** Whom a canary trusts: nobody, whatever else allows it. */
export const CANARY_TRUST: JsonObject = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }],
};

/** What a canary is granted: everything, from addresses that nobody has (RFC 5737, TEST-NET-1). */
export const CANARY_GRANT: JsonObject = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'Canary',
      Effect: 'Allow',
      Action: '*',
      Resource: '*',
      Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } },
    },
  ],
};

const CANARY = /^arn:[^:]+:iam::\d{12}:role\/ambit-drill\/AmbitDrill-[0-9a-f]{12}$/;

/** The name of the canary of a drill; `id`: 12 hex digits. */
export function canaryName(id: string): string {
  return `AmbitDrill-${id}`;
}

/**
 * What a finding shows to have passed, or undefined where it shows nothing: the excess of a canary, found by the call that
 * granted it and not by a sweep, and early enough that a hold would not have been too late.
 */
export function drillOf(finding: Finding, governance: Governance): Omit<DrillFact, 'at'> | undefined {
  const { id: findingId, kind, principal, account, call, raisedAt } = finding;
  if (kind !== 'excess-access' || call === null || !CANARY.test(principal)) return undefined;
  if (isOld(call, governance, raisedAt)) return undefined;
  return { kind: 'drill-passed', findingId, principal, account, calledAt: call.time, raisedAt };
}

/** Whether a fact says that a drill has passed. */
export function isDrillFact(fact: Fact): fact is DrillFact {
  return fact.kind === 'drill-passed';
}

/** How long it took from the call to the finding, in whole seconds. */
export function secondsToFinding({
  calledAt,
  raisedAt,
}: {
  readonly calledAt: Instant;
  readonly raisedAt: Instant;
}): number {
  return Math.max(0, Math.round((raisedAt - calledAt) / 1000));
}
