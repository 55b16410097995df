import { isJsonObject, type JsonValue } from '../json.ts';
import { didYouMean } from '../suggest.ts';
import { parseTexts } from './parse-texts.ts';
import { placeOf, quote, type Report } from './problem.ts';
import type { PrincipalElement } from './statement.ts';

const PRINCIPAL_TYPES = ['AWS', 'Service', 'Federated', 'CanonicalUser'] as const;
type PrincipalType = (typeof PRINCIPAL_TYPES)[number];

/**
 * Reads whom `Principal` or `NotPrincipal` names: `"*"`, or an object from AWS, Service, Federated and CanonicalUser to one or several names.
 * Source: IAM user guide, "AWS JSON policy elements: Principal".
 */
export function parsePrincipal(value: JsonValue, place: string, report: Report): Omit<PrincipalElement, 'negated'> {
  const read: Record<PrincipalType, readonly string[]> = { AWS: [], Service: [], Federated: [], CanonicalUser: [] };
  if (value === '*') read.AWS = ['*'];
  else if (isJsonObject(value)) {
    for (const [type, names] of Object.entries(value)) {
      const typePlace = placeOf(place, type);
      const known = PRINCIPAL_TYPES.find((each) => each === type);
      if (known === undefined) {
        const expected = `AWS, Service, Federated or CanonicalUser${didYouMean(type, PRINCIPAL_TYPES)}`;
        report(typePlace, `unknown principal type ${quote(type)}`, expected);
      } else read[known] = parseTexts(names, typePlace, report);
    }
  } else {
    const got = typeof value === 'string' ? quote(value) : 'a value of another form';
    report(place, got, '"*" or an object like {"AWS": "arn:aws:iam::111122223333:root"}');
  }
  return { aws: read.AWS, service: read.Service, federated: read.Federated, canonicalUser: read.CanonicalUser };
}
