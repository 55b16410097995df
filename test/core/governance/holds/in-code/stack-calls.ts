/** Where Identity Center is, */
export const INSTANCE = 'arn:aws:sso:::instance/ssoins-1';

/** a permission set in it, */
export const SET = 'arn:aws:sso:::permissionSet/ssoins-1/ps-1';

/** and a call that takes the policy of a resource away. */
export const policyOf = (
  service: 's3' | 'kms' | 'sns' | 'sqs' | 'dynamodb' | 'secretsmanager' | 'ecr',
  resource: string,
) => ({ service, name: 'Put', region: 'eu-central-1', resource, document: null, expects: null }) as const;
