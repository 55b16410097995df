import { fromNodeProviderChain } from '@aws-sdk/credential-providers';

/** Whose credentials and which Region a person chose; what is left out comes from the environment, as with `aws`. */
export interface AwsChoice {
  readonly profile?: string | undefined;
  readonly region?: string | undefined;
}

/** The configuration of every client that acts for that person. */
export function clientConfig({ profile, region }: AwsChoice) {
  return {
    credentials: fromNodeProviderChain(profile === undefined ? {} : { profile }),
    ...(profile === undefined ? {} : { profile }),
    ...(region === undefined ? {} : { region }),
  };
}
