import * as z from 'zod';
import type { Rule, Sessions } from './policies.ts';

const names = z.union([z.string(), z.array(z.string())]);
/** One value may stand in a list of its own. */
const issued = z.strictObject({
  'aws:TokenIssueTime': z.union([z.string(), z.tuple([z.string()]).transform(([only]) => only)]),
});
const statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: names.optional(),
  NotAction: names.optional(),
  Resource: z.union([z.literal('*'), z.tuple([z.literal('*')])]),
  Condition: z.strictObject({ DateGreaterThanEquals: issued, DateLessThan: issued.optional() }).optional(),
});

/** A policy of a role, user or group, as the runs write them. */
export const policyDocument = z.looseObject({ Statement: z.array(statement) });

const somebody = z.record(z.string(), names);
/** A trust policy of a role, as the runs write them. */
export const trustDocument = z.looseObject({
  Statement: z.array(
    z.strictObject({
      Effect: z.literal('Allow'),
      Principal: somebody,
      Action: z.literal('sts:AssumeRole'),
    }),
  ),
});

/** The rules of a policy. */
export function rulesIn(document: z.infer<typeof policyDocument>): readonly Rule[] {
  return document.Statement.map(({ Effect: effect, Action: actions, NotAction: others, Condition: condition }) => ({
    effect,
    actions: [actions ?? others ?? []].flat(),
    isAboutOthers: actions === undefined,
    ...(condition === undefined ? {} : { sessions: sessionsOf(condition) }),
  }));
}

function sessionsOf(condition: NonNullable<z.infer<typeof statement>['Condition']>): Sessions {
  return {
    since: condition.DateGreaterThanEquals['aws:TokenIssueTime'],
    until: condition.DateLessThan?.['aws:TokenIssueTime'],
  };
}

/** Whom a trust policy lets in, in the order of their names. */
export function trustsIn(document: z.infer<typeof trustDocument>): readonly string[] {
  const trusted = document.Statement.flatMap(({ Principal: principal }) =>
    Object.entries(principal).flatMap(([kind, who]) => [who].flat().map((each) => `${kind} ${each}`)),
  );
  return [...new Set(trusted)].sort();
}
