import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Comparison } from '../../../../lib/core/access/excess.ts';
import { type DocumentSource, type StatementSource, documentSource, statementSource } from '../random-policies.ts';
import { compared, runs, SEED } from '../reading-sets.ts';

const ACTIONS = ['s3:GetObject', 'S3:getobject', 's3:Get*', 's3:*', 'iam:*User', 'sts:New*', 'ec2:RunInstances', 'bad'];
const some = fc.array(fc.constantFrom(...ACTIONS), { minLength: 1, maxLength: 3 });

/** A policy and a later version of it: actions added, taken away, split over two statements, or a statement replaced. */
const versions: fc.Arbitrary<readonly [DocumentSource, DocumentSource]> = fc
  .tuple(documentSource, some, some, statementSource, fc.nat(), fc.constantFrom('Action', 'split', 'other'))
  .map(([document, before, after, other, place, change]) => {
    const at = place % document.Statement.length;
    const withStatements = (change: (one: StatementSource) => readonly StatementSource[]): DocumentSource => ({
      ...document,
      Statement: document.Statement.flatMap((one, index) => (index === at ? change(one) : [one])),
    });
    const withActions = (one: StatementSource, actions: readonly string[]): StatementSource =>
      one.NotAction === undefined ? { ...one, Action: actions } : { ...one, NotAction: actions };
    const earlier = withStatements((one) => [withActions(one, before)]);
    if (change === 'Action') return [earlier, withStatements((one) => [withActions(one, [...before, ...after])])];
    if (change === 'other') return [earlier, withStatements(() => [other])];
    return [earlier, withStatements((one) => [withActions(one, after), withActions(one, before)])];
  });

/** The same policy in other words: no statement asks the same as before, as texts go. */
function reworded(document: DocumentSource): DocumentSource {
  const twice = (list: readonly string[]): readonly string[] => [...list, ...list];
  return {
    ...document,
    Statement: document.Statement.map(({ Resource, NotResource, ...rest }) => ({
      ...rest,
      ...(Resource === undefined ? {} : { Resource: twice(Resource) }),
      ...(NotResource === undefined ? {} : { NotResource: twice(NotResource) }),
    })),
  };
}

/** All but the request that shows it. */
function essence(comparison: Comparison): object {
  if (comparison.verdict === 'within') return comparison;
  const { verdict, excess } = comparison;
  return { verdict, excess: excess.map(({ witness, ...part }) => [part, witness !== undefined]) };
}

/** Where something was left open, what is found of the rest depends on the way that it is looked for. */
function isAsSure(alike: Comparison, searched: Comparison): boolean {
  if (searched.verdict === 'undetermined') return true;
  if (alike.reasons.length + searched.reasons.length > 0) return alike.verdict === searched.verdict;
  return JSON.stringify(essence(alike)) === JSON.stringify(essence(searched));
}

describe(`what stands word for word on both sides (seed ${SEED})`, () => {
  test('is settled as the search settles it where the words differ', () => {
    fc.assert(
      fc.property(versions, fc.boolean(), ([earlier, later], turned) => {
        const [granted, limit] = turned ? [later, earlier] : [earlier, later];
        const [alike, searched] = [compared(granted, limit), compared(granted, reworded(limit))];
        expect(isAsSure(alike, searched) ? 'agree' : { alike, searched }).toBe('agree');
      }),
      { numRuns: runs(150), seed: SEED },
    );
  });

  test('may stand in several statements, of several limits, and at each level', () => {
    const policy = (...lists: readonly (readonly string[])[]): { Version: string; Statement: StatementSource[] } => ({
      Version: '2012-10-17',
      Statement: lists.map((Action) => ({ Effect: 'Allow', Action, Resource: ['arn:aws:s3:::a/*'] })),
    });
    const granted = policy(['s3:Get*', 's3:New*', 's3:Put*']);
    const within = { verdict: 'within', futureOnly: false };
    expect(compared(granted, policy(['s3:New*'], ['S3:put*', 's3:Get*']))).toMatchObject(within);
    expect(compared(granted, policy(['s3:New*', 's3:Put*']), policy(['s3:Get*']))).toMatchObject(within);
    const levels = {
      identity: [policy(['s3:Get*', 's3:Put*', 's3:New*'])],
      boundary: [policy(['s3:Get*', 's3:Put*'])],
    };
    expect(compared(granted, levels)).toMatchObject({ verdict: 'within', futureOnly: true });
    expect(compared(policy(['s3:Get*'], ['s3:Put*']), levels)).toMatchObject(within);
  });

  test('allows nothing where the limit denies more than the granted side', () => {
    const policy = (denied: readonly string[]): { Version: string; Statement: StatementSource[] } => ({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: ['s3:*'], Resource: ['*'] },
        { Effect: 'Deny', Action: denied, Resource: ['arn:aws:s3:::a/*'] },
      ],
    });
    expect(compared(policy(['s3:Get*', 's3:Put*']), policy(['S3:get*'])).verdict).toBe('within');
    expect(compared(policy(['s3:Get*']), policy(['s3:Get*', 's3:PutObject'])).verdict).toBe('exceeds');
  });
});
