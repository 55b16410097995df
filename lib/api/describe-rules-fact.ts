import type { RulesFact } from '../core/governance/rules/rules-fact.ts';
import { describeWeakening, type Weakening } from '../core/governance/rules/weakening.ts';

/** What a fact about Ambit's own rules says, in a few words. */
export function describeRulesFact(fact: RulesFact): string {
  switch (fact.kind) {
    case 'rules-kept':
      return `the text of rules version ${fact.bundle.version} (${fact.digest}) is kept`;
    case 'rules-proposed':
      return `weaker rules asked for, version ${fact.version} (${fact.digest}): ${fact.reason}; ${listed(fact.weakens)}`;
    case 'rules-signed':
      return `rules ${fact.digest} signed as ${fact.groups.join(', ')}: ${fact.reason}`;
    case 'rules-signature-refused':
      return `signature under the rules refused: ${fact.code}`;
    case 'rules-adopted':
      return `rules version ${fact.version} (${fact.digest}) are in force${WHY[fact.by]}`;
    case 'rules-mode':
      return `the mode ${fact.mode} is in force`;
    case 'rules-mode-refused':
      return `the mode ${fact.mode} was deployed and is not in force: to do less takes signatures`;
    case 'rules-refused':
      return fact.problem === ''
        ? `a file with weaker rules was found and is not in force: ${listed(fact.weakens)}`
        : `a file with rules was found that cannot be read, and is not in force: ${fact.problem}`;
  }
}

const WHY = {
  'first-use': ': there were none before, so they are TRUSTED ON FIRST USE; check that they are yours',
  'no-weakening': ': they ask for as much as those before, or for more',
  signatures: ': they ask for less than those before, and people signed that',
} as const;

function listed(weakens: readonly Weakening[]): string {
  return weakens.map(describeWeakening).join('; ');
}
