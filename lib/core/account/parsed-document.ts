import type { NamedPolicy } from '../access/policy-set.ts';
import { RememberedByText } from '../access/remembered-by-text.ts';
import { digestOfText } from '../digest.ts';
import type { JsonValue } from '../json.ts';
import { parsePolicy } from '../policy/parse.ts';
import { describeProblem } from '../policy/problem.ts';
import { UNKNOWN_DOCUMENT } from './stored-document.ts';

/** A policy counts as so many letters: what is found out about its actions is kept with it. */
const WEIGHT = 50_000;
const MOST_REMEMBERED = 8_000_000;

/** The same text is the same policy, so that it is prepared to be compared once and not with every look at who holds it. */
const policies = new RememberedByText<NamedPolicy>(MOST_REMEMBERED, () => WEIGHT);

/** A document of a state as a policy of this name; `unreadable` where nobody has seen it, or it does not parse. */
export function parsedDocument(name: string, document: JsonValue): NamedPolicy {
  if (document === UNKNOWN_DOCUMENT) return { name, document: { unreadable: 'its document is not known' } };
  return policies.of(JSON.stringify([name, document]), () => parsedAs(name, document));
}

function parsedAs(name: string, document: JsonValue): NamedPolicy {
  const parsed = parsePolicy(document);
  if (parsed.ok) return { name, document: parsed.value };
  // the digest tells two documents with the same faults apart
  const unreadable = `${parsed.error.map(describeProblem).join('; ')} (${digestOfText(JSON.stringify(document))})`;
  return { name, document: { unreadable } };
}
