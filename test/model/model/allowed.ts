import { runningWaiver } from './case-in-model.ts';
import type { View } from './view.ts';

/** What a role or user may have now: what its standard allows, and what people signed. */
export function allowedNow({ cases, company, now }: View, holder: string): ReadonlySet<string> {
  const own = [...cases.values()].filter((each) => each.holder === holder && runningWaiver(each, now) !== undefined);
  return new Set([...(company.standards.get(holder) ?? []), ...own.flatMap(({ access }) => [...access])]);
}
