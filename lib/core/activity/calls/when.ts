import { isJsonObject, type JsonValue } from '../../json.ts';
import type { Lost } from '../changes.ts';
import { member } from '../member.ts';
import { valuesAt } from './resource-rules.ts';
import type { Loss, When } from './row.ts';

/** Whether one of these is true of a record; undefined where it has no parameters at all. */
export function isSo(when: When | readonly When[], record: JsonValue): boolean | undefined {
  if (!isJsonObject(member(record, 'requestParameters'))) return undefined;
  return [when].flat().some(({ at, is, that }) =>
    valuesAt(record, at).some((value) => {
      if (that !== undefined) return that(value);
      return is === undefined || isValue(value, is);
    }),
  );
}

/** CloudTrail writes truth values and numbers as such or as text. */
function isValue(value: JsonValue, wanted: string | boolean): boolean {
  return typeof value !== 'object' && String(value).toLowerCase() === String(wanted).toLowerCase();
}

/** What the call of a record takes away. Where the record has no parameters, what depends on them may be lost. */
export function lostBy(losses: readonly Loss[], record: JsonValue): readonly Lost[] {
  return losses.flatMap(({ what, when, untold, grave }) => {
    const applies = when === undefined || isSo(when, record);
    if (applies === false) return [];
    return [{ what, isCertain: applies === true && untold === undefined, isGrave: grave === true }];
  });
}
