import type { NamedPolicy } from '../../access/policy-set.ts';
import type { Condition, PolicyDocument, PrincipalElement, Statement } from '../../policy/statement.ts';

const EVERYONE: PrincipalElement = { negated: false, aws: ['*'], service: [], federated: [], canonicalUser: [] };

/** Keys that say by which network a request comes. Source: IAM user guide, "AWS global condition context keys". */
const ORIGINS: readonly Origin[] = [
  { operator: 'StringEquals', keys: ['aws:sourcevpc', 'aws:sourcevpce'], isNarrow: isOneNetwork },
  { operator: 'IpAddress', keys: ['aws:sourceip', 'aws:vpcsourceip'], isNarrow: isSmallRange },
];

interface Origin {
  readonly operator: Condition['operator'];
  /** In lower case. */
  readonly keys: readonly string[];
  readonly isNarrow: (value: string) => boolean;
}

/**
 * All that may come by the networks and addresses that a policy names, in what it allows or spares, as a resource policy;
 * undefined: it names none. Address ranges of a large part of the internet are no network.
 */
export function networkCeiling({ statements }: PolicyDocument): NamedPolicy | undefined {
  const conditions = statements.flatMap((statement) => statement.conditions);
  const permitted = ORIGINS.flatMap((origin) => named(origin, conditions)).filter(({ values }) => values.length > 0);
  if (permitted.length === 0) return undefined;
  const action = { negated: false, patterns: ['*'] };
  const allowing = permitted.map(
    (condition, index): Statement => ({ index, effect: 'Allow', principal: EVERYONE, action, conditions: [condition] }),
  );
  return { name: 'networks that it names', document: { version: '2012-10-17', statements: allowing } };
}

/** A condition on each key, with the networks that are named under it. */
function named({ operator, keys, isNarrow }: Origin, conditions: readonly Condition[]): readonly Condition[] {
  return keys.map((key) => {
    const values = conditions.filter((each) => each.key.toLowerCase() === key).flatMap((each) => each.values);
    return { operator, ifExists: false, key, values: [...new Set(values)].filter(isNarrow) };
  });
}

function isOneNetwork(value: string): boolean {
  return /^vpce?-[0-9a-f]+$/.test(value);
}

function isSmallRange(value: string): boolean {
  const [address = '', length] = value.split('/');
  const bits = length === undefined ? Number.POSITIVE_INFINITY : Number(length);
  return bits >= (address.includes(':') ? 32 : 8);
}
