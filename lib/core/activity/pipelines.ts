import type { JsonValue } from '../json.ts';
import { textAt } from './member.ts';

interface PipelineRow {
  readonly name: string;
  /** Path in the record. */
  readonly field: string;
  readonly pattern: RegExp;
}

const PROVIDER = 'userIdentity.sessionContext.webIdFederationData.federatedProvider';

/**
 * How the sessions of pipelines show. Who the provider of a token is AWS writes itself; user agents and names of sessions
 * can be chosen, so that they are for people to read. What a pipeline may do is told by the class of its role.
 * Sources: CloudTrail user guide, "CloudTrail userIdentity element"; aws-actions/configure-aws-credentials; CodeBuild user guide.
 */
const PIPELINES: readonly PipelineRow[] = [
  ...[
    ['GitHub Actions', /(?:^|\/)token\.actions\.githubusercontent\.com(?:\/|$)/] as const,
    ['GitLab CI', /(?:^|\/)gitlab\.com(?:\/|$)/] as const,
    ['Bitbucket Pipelines', /(?:^|\/)api\.bitbucket\.org(?:\/|$)/] as const,
    ['CircleCI', /(?:^|\/)oidc\.circleci\.com(?:\/|$)/] as const,
    ['HCP Terraform', /(?:^|\/)app\.terraform\.io(?:\/|$)/] as const,
  ].flatMap(([name, pattern]) =>
    [PROVIDER, 'userIdentity.identityProvider'].map((field) => ({ name, field, pattern })),
  ),
  { name: 'GitHub Actions', field: 'userAgent', pattern: /configure-aws-credentials-for-github-actions/i },
  { name: 'CodeBuild', field: 'userIdentity.arn', pattern: /:assumed-role\/[^/]+\/AWSCodeBuild-[0-9a-f-]{36}$/ },
];

/** The pipeline that a record shows, for people to read; undefined: it shows none. */
export function pipelineIn(record: JsonValue): string | undefined {
  return PIPELINES.find(({ field, pattern }) => pattern.test(textAt(record, field) ?? ''))?.name;
}
