import { operationText } from '../core/governance/permits/permit.ts';
import type { GateFact } from '../core/governance/permits/gate-fact.ts';
import type { PermitFact } from '../core/governance/permits/permit-fact.ts';
import { toIso } from '../core/instant.ts';

/** What a fact about a permit or an answer of the gate says, in a few words. */
export function describePermitFact(fact: PermitFact | GateFact): string {
  switch (fact.kind) {
    case 'permit-requested': {
      const { operation, target, environment, actor, from, until, reason } = fact.terms;
      return `permit asked for: ${operationText(operation)} of ${target} (${environment}) by ${actor} from ${toIso(from)} until ${toIso(until)}: ${reason}`;
    }
    case 'permit-listed':
      return `permit ${fact.permitId} was asked for`;
    case 'permit-signed':
      return `permit signed as ${fact.groups.join(', ')}: ${fact.reason}`;
    case 'permit-refused':
      return `signature under the permit refused: ${fact.code}`;
    case 'permit-withdrawn':
      return `permit withdrawn: ${fact.reason}`;
    case 'gate-passed':
      return `the gate let ${fact.stack} pass by permit ${fact.permitId}`;
    case 'change-set-judged':
      return fact.needs === null
        ? 'the gate let a change set be made: it destroys nothing that is guarded'
        : `the gate let a change set be made that needs a permit: ${fact.needs.what}`;
    case 'gate-refused':
      return `the gate refused: ${fact.detail}`;
    case 'permit-used':
      return `permit used by ${fact.use.by === 'gate' ? 'request' : 'call'} ${fact.use.key}`;
  }
}
