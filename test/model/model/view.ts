import type { ModelCase } from './case-in-model.ts';
import type { Company, Journaled, Writing } from './told.ts';

/** What those parts of the model look at that judge for it, and how they object. */
export interface View {
  readonly company: Company;
  readonly now: number;
  readonly cases: ReadonlyMap<string, ModelCase>;
  readonly journal: ReadonlyMap<string, Journaled>;
  readonly writings: ReadonlyMap<string, Writing>;
  violate(what: string): void;
}
