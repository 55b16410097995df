/** The API of a deployment cannot be reached, or answers what it never should. Its message holds nothing of the token. */
export class ApiFault extends Error {
  override readonly name = 'ApiFault';
}
