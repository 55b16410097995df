/** A role with an excess that nobody can use, made to see whether Ambit finds it. */
export interface Canary {
  /** ARN of the role. */
  readonly arn: string;
  /** Makes the role and gives it its excess. A fault may leave a part of it. */
  make(): Promise<void>;
  /** Removes what is there of it, whoever added to it. Removing what is not there is allowed. */
  remove(): Promise<void>;
}
