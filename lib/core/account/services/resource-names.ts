/** How Secrets Manager takes the name of a secret: its ARN, or its name where six characters of the ARN are not known (`-*`). */
export function secretIdOf(arn: string): string {
  return arn.endsWith('-*') ? arn.slice(arn.indexOf(':secret:') + ':secret:'.length, -'-*'.length) : arn;
}

/** The name of a repository of ECR, by its ARN. */
export function repositoryNameOf(arn: string): string {
  return arn.slice(arn.indexOf(':repository/') + ':repository/'.length);
}
