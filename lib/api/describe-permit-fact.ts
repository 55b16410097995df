import { operationText } from '../core/governance/permit.ts';
import type { PermitFact } from '../core/governance/permit-fact.ts';
import { toIso } from '../core/instant.ts';

/** What a fact about a permit says, in a few words. */
export function describePermitFact(fact: PermitFact): string {
  switch (fact.kind) {
    case 'permit-requested': {
      const { operation, target, environment, actor, from, until, reason } = fact.terms;
      return `permit asked for: ${operationText(operation)} of ${target} (${environment}) by ${actor} from ${toIso(from)} until ${toIso(until)}: ${reason}`;
    }
    case 'permit-signed':
      return `permit signed as ${fact.groups.join(', ')}: ${fact.reason}`;
    case 'permit-refused':
      return `signature under the permit refused: ${fact.code}`;
    case 'permit-withdrawn':
      return `permit withdrawn: ${fact.reason}`;
    case 'permit-used':
      return `permit used by ${fact.use.by === 'gate' ? 'request' : 'call'} ${fact.use.key}`;
  }
}
