/**
 * The six parts of an Amazon Resource Name.
 * Source: IAM user guide, "Identify AWS resources with Amazon Resource Names (ARNs)".
 */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  /** Empty for resources without a region, like all of IAM's. */
  readonly region: string;
  /** Empty for resources without an account, like S3 buckets. */
  readonly account: string;
  /** All after the fifth colon; further colons belong to it. */
  readonly resource: string;
}

/** Reads an ARN; undefined when the text does not have the form of one. */
export function parseArn(text: string): Arn | undefined {
  const parts = splitAtColons(text);
  const [prefix, partition, service, region, account, resource] = parts;
  if (prefix !== 'arn' || partition === undefined || partition === '' || service === undefined || service === '') {
    return undefined;
  }
  if (region === undefined || account === undefined || resource === undefined || resource === '') return undefined;
  return { partition, service, region, account, resource };
}

/** The parts of a pattern for ARNs, each one a glob of its own; `prefix` is all before the first colon. */
export interface ArnPattern extends Arn {
  readonly prefix: string;
}

/** Splits a pattern for ARNs at its first five colons; parts that are missing are `*`, so `*` alone is every ARN. */
export function splitArnPattern(pattern: string): ArnPattern {
  const [prefix = '', partition = '*', service = '*', region = '*', account = '*', resource = '*'] =
    splitAtColons(pattern);
  return { prefix, partition, service, region, account, resource };
}

/** At most six parts: the sixth keeps its colons. */
function splitAtColons(text: string): readonly string[] {
  const parts = text.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}
