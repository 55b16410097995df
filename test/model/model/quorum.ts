/** Somebody who can sign in, as the model knows them: which human it really is, and what stands against a signature of theirs. */
export interface Signer {
  readonly id: string;
  readonly human: string;
  readonly groups: readonly string[];
  readonly isAgent: boolean;
  /** Roles and users whose access is theirs, however they come by it. */
  readonly holds: readonly string[];
  /** Roles that they can come to be as long as those trust whom they trusted at first. */
  readonly assumes: readonly string[];
}

/** So many different humans of a group. */
export interface Seat {
  readonly group: string;
  readonly count: number;
}

/** One signature, as it was clicked. */
export interface Click {
  readonly personId: string;
  readonly digest: string;
  readonly until: number;
  /** When the person had signed in. */
  readonly signedInAt: number;
  readonly at: number;
}

/** A click that was taken, with the groups that the person was in then. */
export interface Signed extends Click {
  readonly groups: readonly string[];
}

/** Why a signer's signature under access of this role or user, asked for by this human, must not count; undefined: it may. */
export function biasOf(
  signer: Signer,
  request: { readonly holder: string; readonly askedBy: string; readonly isTrustAsAtFirst: boolean },
): string | undefined {
  if (signer.isAgent) return 'an agent';
  if (signer.human === request.askedBy) return 'who asked for it';
  const gains = request.isTrustAsAtFirst ? [...signer.holds, ...signer.assumes] : signer.holds;
  return gains.includes(request.holder) ? 'who gains by it' : undefined;
}

/** Whether humans fill all seats, each one seat, and are two at the least. Tries every seating. */
export function isFull(seats: readonly Seat[], signers: readonly Signer[]): boolean {
  const chairs = seats.flatMap(({ group, count }) => Array.from({ length: count }, () => group));
  const humans = new Map<string, ReadonlySet<string>>();
  for (const { human, groups } of signers) humans.set(human, new Set([...(humans.get(human) ?? []), ...groups]));
  return humans.size >= 2 && seated(chairs, humans);
}

function seated(chairs: readonly string[], humans: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  const [chair, ...rest] = chairs;
  if (chair === undefined) return true;
  return [...humans].some(([human, groups]) => {
    const others = new Map([...humans].filter(([other]) => other !== human));
    return groups.has(chair) && seated(rest, others);
  });
}
