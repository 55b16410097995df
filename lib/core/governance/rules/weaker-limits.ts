import type { Governance } from '../standards/standards.ts';
import type { Weakening } from './weakening.ts';

/** Which way a number is weaker. `either`: it limits those who are watched one way, and Ambit itself the other. */
type Weaker = 'more' | 'less' | 'either';

/** A number of the rules. */
interface Limit {
  readonly place: string;
  readonly of: (governance: Governance) => number;
  readonly weaker: Weaker;
}

const LIMITS = {
  waiver: [
    { place: 'waiver.defaultDays', of: ({ waiver }) => waiver.defaultDays, weaker: 'more' },
    { place: 'waiver.maxDays', of: ({ waiver }) => waiver.maxDays, weaker: 'more' },
    { place: 'waiver.noticeDays', of: ({ waiver }) => waiver.noticeDays, weaker: 'less' },
  ],
  permit: [{ place: 'permit.longestHours', of: ({ permit }) => permit.longestHours, weaker: 'more' }],
  // less: more calls are too old to be held; more: Ambit acts on what is long past
  staleAfterMinutes: [
    { place: 'staleAfterMinutes', of: ({ staleAfterMinutes }) => staleAfterMinutes, weaker: 'either' },
  ],
  // opened sooner it stops holds, opened later it does not stop Ambit
  breaker: [
    { place: 'breaker.holds', of: ({ breaker }) => breaker.holds, weaker: 'either' },
    { place: 'breaker.withinMinutes', of: ({ breaker }) => breaker.withinMinutes, weaker: 'either' },
    { place: 'breaker.sharePercent', of: ({ breaker }) => breaker.sharePercent ?? 100, weaker: 'either' },
  ],
  flapping: [
    { place: 'flapping.holds', of: ({ flapping }) => flapping.holds, weaker: 'more' },
    { place: 'flapping.withinMinutes', of: ({ flapping }) => flapping.withinMinutes, weaker: 'less' },
  ],
  burst: [
    { place: 'burst.resources', of: ({ burst }) => burst.resources, weaker: 'more' },
    { place: 'burst.withinMinutes', of: ({ burst }) => burst.withinMinutes, weaker: 'less' },
  ],
  waitForStackMinutes: [
    { place: 'waitForStackMinutes', of: ({ waitForStackMinutes }) => waitForStackMinutes, weaker: 'more' },
  ],
} satisfies Readonly<Record<string, readonly Limit[]>>;

/** The parts of the rules that are numbers. */
export type LimitedPart = keyof typeof LIMITS;

/** The numbers of a part of the rules that are weaker than before. */
export function weakerLimits(part: LimitedPart, before: Governance, after: Governance): readonly Weakening[] {
  return LIMITS[part].flatMap(({ place, of, weaker }: Limit): readonly Weakening[] => {
    const [old, next] = [of(before), of(after)];
    return isWeaker(next - old, weaker) ? [{ place, detail: `it is ${next}, not ${old}` }] : [];
  });
}

function isWeaker(difference: number, weaker: Weaker): boolean {
  switch (weaker) {
    case 'more':
      return difference > 0;
    case 'less':
      return difference < 0;
    case 'either':
      return difference !== 0;
  }
}
