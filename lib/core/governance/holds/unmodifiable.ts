/**
 * Why AWS lets nobody in the account change a principal (ARN); undefined where it does.
 * Source: IAM user guide, "Service-linked roles"; IAM Identity Center user guide, "Referencing permission sets".
 */
export function unmodifiable(principalArn: string): string | undefined {
  if (/^arn:[^:]+:iam::[0-9]+:role\/aws-service-role\//.test(principalArn)) {
    return `${principalArn} is a service-linked role, which only its service can change`;
  }
  if (/^arn:[^:]+:iam::[0-9]+:role\/aws-reserved\/sso\.amazonaws\.com\//.test(principalArn)) {
    return `${principalArn} belongs to Identity Center: change its permission set`;
  }
  return undefined;
}
