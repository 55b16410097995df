import type { NamedPolicy } from '../../core/access/policy-set.ts';
import { actionMatches } from '../../core/access/statement-match.ts';
import { parseArn } from '../../core/policy/arn.ts';

/**
 * A group for each pattern by which these policies may let a user join some, as ARNs: the one that is named, or any that the
 * pattern takes. Whether the user may join it, all its policies together say.
 */
export function joinableGroups(identity: readonly NamedPolicy[], userArn: string): readonly string[] {
  const { partition, account } = parseArn(userArn) ?? {};
  const any = `arn:${partition}:iam::${account}:group/any`;
  return identity.flatMap(({ document }) => {
    if ('unreadable' in document) return [any];
    return document.statements
      .filter(({ effect, action }) => effect === 'Allow' && actionMatches(action, 'iam:AddUserToGroup'))
      .flatMap(({ resource }) => (resource === undefined || resource.negated ? [any] : resource.patterns))
      .map((pattern) => (/^\*+$/.test(pattern) ? any : pattern.replaceAll(/[*?]/g, 'x')));
  });
}
