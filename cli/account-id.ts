import { InvalidArgumentError } from 'commander';

/** The id of an account, as an option gives it. */
export function accountId(text: string): string {
  if (/^\d{12}$/.test(text)) return text;
  throw new InvalidArgumentError('it must be an account id of 12 digits');
}
