import type { Instant } from '../instant.ts';

/** Who acted, as a CloudTrail record's `userIdentity` tells it. */
export interface Actor {
  /** Stable id of who acted: `AROA…:session`, `AIDA…`, the account id for root, the service name for a service. */
  readonly id: string;
  /** For people to read: the session, user or service name. */
  readonly name: string;
  /** `service`: an AWS service acted on its own; `unknown`: the record does not say who. */
  readonly kind:
    | 'user'
    | 'role-session'
    | 'root'
    | 'service'
    | 'federated'
    | 'other-account'
    | 'identity-center'
    | 'unknown';
  /** Account of the actor's credentials, where the record says it. */
  readonly account?: string;
  /** IAM ARN of the user, or of the role behind the session (with its path). */
  readonly principalArn?: string;
  /** The role session, where one acted. */
  readonly session?: ActorSession;
  /**
   * ARN of the sign-in at AWS Sign-In that the credentials come of: all that one grant of OAuth opened has the same. Absent in the
   * console.
   */
  readonly signIn?: string;
  /** Present where an agent opened the session: who it was then, as far as that is known. */
  readonly openedBy?: 'an agent' | { readonly id: string; readonly name: string; readonly principalArn?: string };
  /** The person behind it, where one can be named. */
  readonly person?: ActorPerson;
  /** How the call came in: `console`, an AWS service's DNS name, or the client that the user agent names and its pipeline. */
  readonly via: string;
  /** The DNS name of the service that called on somebody's behalf, as AWS says it: `via` may come of what the client says. */
  readonly invokedBy?: string;
  /** Signs that an AI agent acted; strong ones are set by AWS, hints can be set or left out by the caller. */
  readonly agentMarkers: readonly AgentMarker[];
}

/** A session of a role in which somebody acts. */
export interface ActorSession {
  readonly name: string;
  /** `AROA…:session-name`, the value of `aws:userid`. */
  readonly userId: string;
  readonly sourceIdentity?: string;
  /** When its credentials were made: people's sessions have the same name every day. */
  readonly startedAt?: Instant;
  /** Id of the access key that it signs with. */
  readonly key?: string;
}

/** The person behind an actor, as far as the record names one. */
export interface ActorPerson {
  readonly id: string;
  /** Which part of the record names the person; `session-name` can be chosen by who assumes the role. */
  readonly by: 'onBehalfOf' | 'sourceIdentity' | 'session-name' | 'user-name';
}

/** A sign that an AI agent acts. */
export interface AgentMarker {
  /** The agent it stands for: `AWS MCP Server`, `Claude Code`, … */
  readonly agent: string;
  readonly strength: 'strong' | 'hint';
  /** Where in the record it was found. */
  readonly field: string;
  /** A hint that is strong where the role's trust admits this service and nobody else: whoever is admitted can choose the name. */
  readonly strongIfOnly?: string;
}
