import { CALLS } from '../../activity/calls/table.ts';
import { globMatches } from '../../policy/glob.ts';
import { quote } from '../../policy/problem.ts';
import { didYouMean } from '../../suggest.ts';
import type { GovernanceProblem } from '../standards/governance-problem.ts';
import type { Governance } from '../standards/standards.ts';

const OPERATIONS = [...new Set(CALLS.map(({ source, name }) => `${source}:${name}`))];

/** Operations that an environment names and Ambit is never told of: to name them does nothing. */
export function unseenOperations({ environments }: Pick<Governance, 'environments'>): readonly GovernanceProblem[] {
  return environments.flatMap(({ destruction }, index) =>
    (['also', 'except'] as const).flatMap((list) =>
      (destruction?.[list] ?? []).flatMap((operation, at) =>
        OPERATIONS.some((each) => globMatches(operation.toLowerCase(), each.toLowerCase()))
          ? []
          : [
              {
                place: `environments[${index}].destruction.${list}[${at}]`,
                got: quote(operation),
                expected: `an operation that Ambit sees${didYouMean(operation, OPERATIONS)}`,
              },
            ],
      ),
    ),
  );
}
