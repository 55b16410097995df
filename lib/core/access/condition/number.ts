import { remembered } from './remembered.ts';

/**
 * A number as an exact fraction of a power of ten: `coefficient / 10 ** scale`. Numeric conditions compare exactly:
 * floating point would call 0.1 + 0.2 and 0.3 different, and 9007199254740993 and 9007199254740992 equal.
 */
export interface Decimal {
  readonly coefficient: bigint;
  readonly scale: number;
}

const LONGEST = 400;
const NUMBER = /^\s*([+-]?)(\d+)?(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?\s*$/;

/** Reads a number as policies and requests write it; undefined: it is none. */
export const parseDecimal: (text: string) => Decimal | undefined = remembered((text) => {
  if (text.length > LONGEST) return undefined;
  const found = NUMBER.exec(text);
  if (found === null) return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = found;
  if (whole === '' && fraction === '') return undefined;
  const scale = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction) * (sign === '-' ? -1n : 1n);
  return scale >= 0 ? { coefficient: digits, scale } : { coefficient: digits * 10n ** BigInt(-scale), scale: 0 };
});

/** Negative where a < b, 0 where they are equal, positive where a > b. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const scale = Math.max(a.scale, b.scale);
  const difference = atScale(a, scale) - atScale(b, scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** A number strictly between two different ones. */
export function decimalBetween(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale) + 1;
  return { coefficient: (atScale(a, scale) + atScale(b, scale)) / 2n, scale };
}

/** The number that is larger by `step`. */
export function decimalPlus(a: Decimal, step: bigint): Decimal {
  return { coefficient: a.coefficient + step * 10n ** BigInt(a.scale), scale: a.scale };
}

/** The largest whole number that is not larger. */
export function wholeBelow({ coefficient, scale }: Decimal): bigint {
  const unit = 10n ** BigInt(scale);
  const towardsZero = coefficient / unit;
  return coefficient < 0n && towardsZero * unit !== coefficient ? towardsZero - 1n : towardsZero;
}

const SHORT = 190;

/** Whether the number, and one between it and another such number, has a text that `parseDecimal` reads back. */
export function isShort({ coefficient, scale }: Decimal): boolean {
  return scale < SHORT && coefficient.toString().length < SHORT;
}

/** The number as a text that `parseDecimal` reads back if it is short. */
export function decimalText({ coefficient, scale }: Decimal): string {
  const digits = (coefficient < 0n ? -coefficient : coefficient).toString().padStart(scale + 1, '0');
  const sign = coefficient < 0n ? '-' : '';
  if (scale === 0) return sign + digits;
  const fraction = digits.slice(-scale).replace(/0+$/, '');
  return `${sign}${digits.slice(0, -scale)}${fraction === '' ? '' : `.${fraction}`}`;
}

function atScale(value: Decimal, scale: number): bigint {
  return value.coefficient * 10n ** BigInt(scale - value.scale);
}
