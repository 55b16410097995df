/** A claim by which a trust policy can tell its own tokens from those of strangers. */
export interface PinningClaim {
  /** Condition key after the issuer's name: `sub`. */
  readonly claim: string;
  /** What a value must look like to name somebody: no wildcard where the name stands. */
  readonly names: RegExp;
}

/** Who gives out identities to more than one organization, or to more than one workload of one. */
export interface SharedIssuer {
  /** The rule of the reason that a trust policy is open. */
  readonly rule: string;
  /** What a trust policy names: after `oidc-provider/`, or the whole principal. */
  readonly issuer: RegExp;
  /** One of these must be asked for. */
  readonly claims: readonly PinningClaim[];
  /** Who can assume the role where none is. */
  readonly strangers: string;
  /** Whether these are people and machines of other organizations. */
  readonly reach: 'anybody' | 'own-account';
}

/** A whole value without wildcards. */
const WHOLE = /^[^*?]+$/;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The claims that GitHub's tokens have of their repository; a workflow of somebody may be called by anybody. */
const GITHUB: readonly PinningClaim[] = [
  {
    claim: 'sub',
    names: /^(?:repo|repository|repository_owner|enterprise):[^*?/:]+[/:]|^(?:repo\w+_id|enterprise_id):\d+(?::|$)/,
  },
  { claim: 'repository', names: /^[^*?/]+\// },
  { claim: 'repository_owner', names: WHOLE },
  { claim: 'repository_id', names: WHOLE },
  { claim: 'repository_owner_id', names: WHOLE },
  { claim: 'enterprise', names: WHOLE },
  { claim: 'enterprise_id', names: WHOLE },
];

/**
 * Issuers of tokens that anybody can get, and those of an account's own workloads. An issuer with an address of its own for
 * each customer needs no row: whoever it lets in is the customer's. What a pod identity or a function may become is decided by
 * who may hand over the role, so their services have no row either.
 * Sources: IAM user guide, "Create a role for OpenID Connect federation" and "Available keys for AWS OIDC federation";
 * GitHub, GitLab, HCP Terraform, Buildkite, Vercel, Pulumi and CircleCI documentation of OpenID Connect; EKS user guide,
 * "IAM roles for service accounts"; IAM Roles Anywhere user guide, "Trust model"; Datadog Security Labs on `repo:*`.
 */
export const SHARED_ISSUERS: readonly SharedIssuer[] = [
  {
    rule: 'oidc-subject-open',
    issuer: /^token\.actions\.githubusercontent\.com$/,
    claims: GITHUB,
    strangers: 'workflows of any repository on GitHub',
    reach: 'anybody',
  },
  {
    rule: 'oidc-subject-open',
    issuer: /^gitlab\.com$/,
    claims: [
      { claim: 'sub', names: /^project_path:[^*?/:]+\// },
      { claim: 'namespace_path', names: WHOLE },
      { claim: 'namespace_id', names: WHOLE },
      { claim: 'project_path', names: /^[^*?/]+\// },
      { claim: 'project_id', names: WHOLE },
    ],
    strangers: 'pipelines of any project on GitLab',
    reach: 'anybody',
  },
  {
    rule: 'oidc-subject-open',
    issuer: /^app\.terraform\.io$/,
    claims: [{ claim: 'sub', names: /^organization:[^*?:]+:/ }],
    strangers: 'workspaces of any organization on HCP Terraform',
    reach: 'anybody',
  },
  {
    rule: 'oidc-subject-open',
    issuer: /^agent\.buildkite\.com$/,
    claims: [{ claim: 'sub', names: /^organization:[^*?:]+:/ }],
    strangers: 'pipelines of any organization on Buildkite',
    reach: 'anybody',
  },
  {
    rule: 'oidc-subject-open',
    issuer: /^oidc\.vercel\.com$/,
    claims: [{ claim: 'sub', names: /^owner:[^*?:]+:/ }],
    strangers: 'deployments of any team on Vercel',
    reach: 'anybody',
  },
  {
    rule: 'oidc-subject-open',
    issuer: /^api\.pulumi\.com\/oidc$/,
    claims: [{ claim: 'sub', names: /:org:[^*?:]+(?::|$)/ }],
    strangers: 'anybody with an account at Pulumi',
    reach: 'anybody',
  },
  {
    rule: 'oidc-audience-open',
    issuer: /^cognito-identity\.amazonaws\.com(?:\.cn)?$/,
    claims: [
      { claim: 'aud', names: UUID },
      { claim: 'sub', names: UUID },
    ],
    strangers: 'identities of any identity pool of Cognito, in whatever account',
    reach: 'anybody',
  },
  {
    rule: 'oidc-audience-open',
    issuer: /^accounts\.google\.com$/,
    claims: ['aud', 'oaud', 'azp', 'sub'].map((claim) => ({ claim, names: WHOLE })),
    strangers: 'whoever has an account at Google, by any application',
    reach: 'anybody',
  },
  {
    rule: 'oidc-audience-open',
    issuer: /^www\.amazon\.com$/,
    claims: ['app_id', 'user_id'].map((claim) => ({ claim, names: WHOLE })),
    strangers: 'whoever has an account at Amazon, by any application',
    reach: 'anybody',
  },
  {
    rule: 'oidc-audience-open',
    issuer: /^graph\.facebook\.com$/,
    claims: ['app_id', 'id'].map((claim) => ({ claim, names: WHOLE })),
    strangers: 'whoever has an account at Facebook, by any application',
    reach: 'anybody',
  },
  {
    rule: 'pod-subject-open',
    issuer: /^oidc\.eks\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\/id\/[0-9A-Za-z]+$/,
    claims: [{ claim: 'sub', names: /^system:serviceaccount:[^*?:]+:/ }],
    strangers: 'every pod of the cluster',
    reach: 'own-account',
  },
  {
    rule: 'certificate-open',
    issuer: /^rolesanywhere\.amazonaws\.com(?:\.cn)?$/,
    claims: [
      { claim: 'aws:SourceArn', names: /:trust-anchor\/[^*?]+$/ },
      { claim: 'aws:PrincipalTag/x509', names: /[^*?]/ },
    ],
    strangers: 'whoever has a certificate under any trust anchor of the account',
    reach: 'own-account',
  },
];
