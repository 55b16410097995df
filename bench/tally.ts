import type { Comparison } from '../lib/core/access/excess.ts';
import { FEATURE_NAMES, PLAIN } from './features.ts';
import type { Table } from './report.ts';

interface Count {
  asked: number;
  undetermined: number;
}

/** Counts verdicts, and what the undetermined ones have in common. */
export class Tally {
  readonly verdicts: Record<Comparison['verdict'], number> = { within: 0, exceeds: 0, undetermined: 0 };
  readonly #rules = new Map<string, number>();
  readonly #features = new Map<string, Count>();

  add({ verdict, reasons }: Comparison, features: ReadonlySet<string>): void {
    this.verdicts[verdict] += 1;
    if (verdict === 'undetermined') {
      for (const rule of new Set(reasons.map((reason) => reason.rule)))
        this.#rules.set(rule, (this.#rules.get(rule) ?? 0) + 1);
    }
    for (const feature of features.size === 0 ? [PLAIN] : features) {
      const count = this.#features.get(feature) ?? { asked: 0, undetermined: 0 };
      count.asked += 1;
      if (verdict === 'undetermined') count.undetermined += 1;
      this.#features.set(feature, count);
    }
  }

  get asked(): number {
    return this.verdicts.within + this.verdicts.exceeds + this.verdicts.undetermined;
  }

  /** Of all questions, in percent. */
  get undeterminedPercent(): number {
    return percentOf(this.verdicts.undetermined, this.asked);
  }

  /** The feature whose questions are undetermined most often. */
  get worstFeature(): { readonly feature: string; readonly percent: number } {
    const [worst = { feature: PLAIN, percent: 0 }] = this.#byFeature().toSorted((a, b) => b.percent - a.percent);
    return worst;
  }

  tables(): readonly Table[] {
    const rules = [...this.#rules].toSorted(([, a], [, b]) => b - a);
    return [
      {
        title: 'undetermined, by rule (a question may have several)',
        columns: ['rule', 'questions', '% of all'],
        rows: rules.map(([rule, count]) => [rule, count, percentOf(count, this.asked)]),
      },
      {
        title: 'undetermined, by what the two policies use',
        columns: ['feature', 'questions', 'undetermined', '% of these'],
        rows: this.#byFeature().map(({ feature, asked, undetermined, percent }) => [
          feature,
          asked,
          undetermined,
          percent,
        ]),
      },
    ];
  }

  #byFeature(): readonly (Readonly<Count> & { readonly feature: string; readonly percent: number })[] {
    return FEATURE_NAMES.flatMap((feature) => {
      const count = this.#features.get(feature);
      return count === undefined ? [] : { feature, ...count, percent: percentOf(count.undetermined, count.asked) };
    });
  }
}

function percentOf(part: number, whole: number): number {
  return whole === 0 ? 0 : (100 * part) / whole;
}
