/** A known way to access that nobody gave: whoever may do all that it needs may reach the access of others. */
export interface EscalationPath {
  /** As pathfinding.cloud names it (`lambda-001`), else as the source does, else in words. */
  readonly id: string;
  /** All actions that it takes. With ` + ` between them they are the name of the path at pathfinding.cloud. */
  readonly needs: readonly string[];
  /** The needs that must be held on one and the same resource. */
  readonly onOne?: readonly string[];
  /** How it is done, for people. */
  readonly path: string;
  /** The need that hands the access over, where it is not the first: whoever holds it lacks only what is common. */
  readonly decides?: string;
  /** The service that must be given the role, as `iam:PassedToService` has it. */
  readonly passedTo?: string;
  /** Its name in BishopFox's iam-vulnerable. */
  readonly known?: string;
  /** Where it is described; absent: at pathfinding.cloud, by its id. */
  readonly source?: string;
}

/** The action of a path that hands the access over. */
export function decidingActionOf({ decides, needs }: EscalationPath): string {
  return decides ?? needs[0] ?? '';
}
