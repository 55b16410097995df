import { changesOf, type Reading } from '../lib/core/activity/call.ts';
import type { AccessExplained, Standing } from '../lib/core/governance/assess/explain-access.ts';
import { boxToJson, findingToJson, witnessToJson } from '../lib/core/governance/finding-json.ts';
import { toIso } from '../lib/core/instant.ts';
import { type JsonObject, type JsonValue, jsonForm } from '../lib/core/json.ts';
import type { CallExplained } from '../lib/usecases/replay/explain-call.ts';
import type { ToldOfCall } from '../lib/usecases/calls/told-of-call.ts';

/** What `ambit explain --json` prints of records (docs/json.md). */
export function explanationToJson(explained: CallExplained): JsonObject {
  return {
    readings: explained.readings.map(readingToJson),
    assessed: explained.assessed.map(({ call, principals, findings }) => ({
      changes: jsonForm(changesOf(call)),
      principals: principals.map(principalToJson),
      findings: findings.map((finding) => findingToJson(finding, 'replayed')),
    })),
    unreadable: explained.unreadable.map((finding) => findingToJson(finding, 'replayed')),
  };
}

/** What `ambit explain --json` prints of a ledger. */
export function toldToJson({ assessed, cases, permits, waivers }: ToldOfCall): JsonValue {
  return jsonForm({
    assessedAt: assessed === undefined ? null : toIso(assessed.at),
    by: assessed?.by ?? null,
    measured: assessed?.measured ?? [],
    touched: assessed?.touched ?? [],
    findings: cases.map(({ finding, status, hold }) => findingToJson(finding, status, hold)),
    permits: permits.map(({ id, terms }) => ({ id, environment: terms.environment, until: toIso(terms.until) })),
    waivers: waivers.map(({ findingId, principal, until }) => ({ finding: findingId, principal, until: toIso(until) })),
  });
}

function readingToJson(reading: Reading): JsonValue {
  switch (reading.kind) {
    case 'call': {
      const { source, name, time, account, region, actor, error } = reading.call;
      const call = { source, name, time: toIso(time), account, region, actor, error: error ?? null };
      return jsonForm({ read: 'call', ...call });
    }
    case 'unrelated':
      return { read: 'unrelated', source: reading.source, name: reading.name };
    case 'unreadable': {
      const { code, field, detail } = reading.problem;
      return { read: 'unreadable', code, field, detail };
    }
  }
}

function principalToJson({ access, trust, ...about }: AccessExplained): JsonValue {
  return jsonForm({
    ...about,
    access: { before: standingToJson(access.before), after: standingToJson(access.after) },
    trust: trust === undefined ? null : { before: standingToJson(trust.before), after: standingToJson(trust.after) },
  });
}

/** `absent` and `unknown` stand where a verdict would. */
function standingToJson(standing: Standing): JsonValue {
  if (standing.kind !== 'compared') return { verdict: standing.kind, excess: [], witness: null, reasons: [] };
  const { verdict, excess, witness, reasons } = standing;
  return jsonForm({
    verdict,
    excess: excess.map(boxToJson),
    witness: witness === null ? null : witnessToJson(witness),
    reasons,
  });
}
