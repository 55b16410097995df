import { runningWaiver } from './case-in-model.ts';
import type { Model } from './model.ts';

/** What a role or user may have now: what its standard allows, and what people signed. */
export function allowedNow({ cases, company, now }: Model, holder: string): ReadonlySet<string> {
  const own = [...cases.values()].filter((each) => each.holder === holder && runningWaiver(each, now) !== undefined);
  return new Set([...(company.standards.get(holder) ?? []), ...own.flatMap(({ access }) => [...access])]);
}
