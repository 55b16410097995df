import { InvalidArgumentError } from 'commander';

/** A port, as an option gives it; 0 stands for any that is free. */
export function portNumber(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new InvalidArgumentError('it must be a port, 0 to 65535');
}

/** A number of seconds, as an option gives it. */
export function nonNegative(text: string): number {
  const number = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isFinite(number)) return number;
  throw new InvalidArgumentError('it must be a number of seconds, like 0.5');
}

/** A number of days, as an option gives it. */
export function moreThanNothing(text: string): number {
  const number = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isFinite(number) && number > 0) return number;
  throw new InvalidArgumentError('it must be a number of days, like 2 or 0.5');
}
