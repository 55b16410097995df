import { isGivenOrBegun, type ModelCase, runningWaiver } from './case-in-model.ts';
import type { View } from './view.ts';

/** What a role or user may have now: what its standard allows, and what people signed. */
export function allowedNow(view: View, holder: string): ReadonlySet<string> {
  return standardWith(view, holder, (each) => runningWaiver(each, view.now) !== undefined);
}

/** The same, with what people signed that is being given back at this moment: its calls may have been made. */
export function allowedOrBegun(view: View, holder: string): ReadonlySet<string> {
  return standardWith(view, holder, (each) => isGivenOrBegun(each, view.now));
}

function standardWith(
  { cases, company }: View,
  holder: string,
  isSigned: (current: ModelCase) => boolean,
): ReadonlySet<string> {
  const signed = [...cases.values()].filter((each) => each.holder === holder && isSigned(each));
  return new Set([...(company.standards.get(holder) ?? []), ...signed.flatMap(({ access }) => [...access])]);
}
