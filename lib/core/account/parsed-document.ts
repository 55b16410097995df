import type { NamedPolicy } from '../access/policy-set.ts';
import { digestOfText } from '../digest.ts';
import type { JsonValue } from '../json.ts';
import { parsePolicy } from '../policy/parse.ts';
import { describeProblem } from '../policy/problem.ts';
import { UNKNOWN_DOCUMENT } from './stored-document.ts';

/** A document of a state as a policy of this name; `unreadable` where nobody has seen it, or it does not parse. */
export function parsedDocument(name: string, document: JsonValue): NamedPolicy {
  if (document === UNKNOWN_DOCUMENT) return { name, document: { unreadable: 'its document is not known' } };
  const parsed = parsePolicy(document);
  if (parsed.ok) return { name, document: parsed.value };
  // the digest tells two documents with the same faults apart
  const unreadable = `${parsed.error.map(describeProblem).join('; ')} (${digestOfText(JSON.stringify(document))})`;
  return { name, document: { unreadable } };
}
