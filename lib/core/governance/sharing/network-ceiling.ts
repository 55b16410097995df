import type { NamedPolicy } from '../../access/policy-set.ts';
import type { Condition, PolicyDocument, PrincipalElement, Statement } from '../../policy/statement.ts';

const EVERYONE: PrincipalElement = { negated: false, aws: ['*'], service: [], federated: [], canonicalUser: [] };

/** Keys that say by which network a request comes. Source: IAM user guide, "AWS global condition context keys". */
const NETWORKS = ['aws:sourcevpc', 'aws:sourcevpce'];
const ADDRESSES = ['aws:sourceip', 'aws:vpcsourceip'];

/**
 * All that may come by the networks and addresses that a policy names, in what it allows or spares, as a resource policy;
 * undefined: it names none. Address ranges of a large part of the internet are no network.
 */
export function networkCeiling({ statements }: PolicyDocument): NamedPolicy | undefined {
  const conditions = statements.flatMap((statement) => statement.conditions);
  const permitted = [
    ...NETWORKS.map((key) => named('StringEquals', key, conditions, isOneNetwork)),
    ...ADDRESSES.map((key) => named('IpAddress', key, conditions, isSmallRange)),
  ].filter(({ values }) => values.length > 0);
  if (permitted.length === 0) return undefined;
  const action = { negated: false, patterns: ['*'] };
  const allowing = permitted.map(
    (condition, index): Statement => ({ index, effect: 'Allow', principal: EVERYONE, action, conditions: [condition] }),
  );
  return { name: 'networks that it names', document: { version: '2012-10-17', statements: allowing } };
}

function named(
  operator: Condition['operator'],
  key: string,
  conditions: readonly Condition[],
  isNarrow: (value: string) => boolean,
): Condition {
  const values = conditions.filter((condition) => condition.key.toLowerCase() === key).flatMap((each) => each.values);
  return { operator, ifExists: false, key, values: [...new Set(values)].filter(isNarrow) };
}

function isOneNetwork(value: string): boolean {
  return /^vpce?-[0-9a-f]+$/.test(value);
}

function isSmallRange(value: string): boolean {
  const [address = '', length] = value.split('/');
  const bits = length === undefined ? Number.POSITIVE_INFINITY : Number(length);
  return bits >= (address.includes(':') ? 32 : 8);
}
