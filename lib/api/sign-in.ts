/** Where people sign in before they use the console: an OpenID Connect provider. */
export interface SignIn {
  /** As its tokens say it: `https://id.example.com/tenant`. */
  readonly issuer: string;
  /** What the console is called there. */
  readonly clientId: string;
  /** Origins of the provider's endpoints, which the page may ask. */
  readonly origins: readonly string[];
}
