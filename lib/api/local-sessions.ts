import type { Instant } from '../core/instant.ts';
import type { Clock } from '../ports/clock.ts';

/** A visit from one browser. Nobody is signed in until a person is chosen. */
export interface Session {
  /** 256 random bits, hex: the cookie. */
  readonly id: string;
  /** 256 random bits, hex: what a request that changes something must repeat in a header. */
  readonly csrfToken: string;
  readonly personId: string | undefined;
  /** When the person signed in: a new session is begun for that. */
  readonly startedAt: Instant;
  readonly expiresAt: Instant;
}

/** How long a session lasts, in milliseconds: a working day. */
const LIFETIME = 8 * 3_600_000;
/** So many at once: whoever starts sessions without end ends the oldest, and cannot fill the memory. */
const MOST = 200;

/** Sessions of the embedded default, in memory: a restart ends them all. */
export class LocalSessions {
  readonly #clock: Clock;
  readonly #sessions = new Map<string, Session>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The session of a cookie; undefined where there is none or it has expired. */
  find(id: string | undefined): Session | undefined {
    const session = id === undefined ? undefined : this.#sessions.get(id);
    if (session === undefined || session.expiresAt > this.#clock.now()) return session;
    this.#sessions.delete(session.id);
    return undefined;
  }

  /** A new session, in which `personId` is signed in; undefined: nobody. */
  start(personId: string | undefined): Session {
    const startedAt = this.#clock.now();
    const ids = { id: randomHex(), csrfToken: randomHex() };
    const session = { ...ids, personId, startedAt, expiresAt: startedAt + LIFETIME };
    if (this.#sessions.size >= MOST) this.#endOldest();
    this.#sessions.set(session.id, session);
    return session;
  }

  end({ id }: Session): void {
    this.#sessions.delete(id);
  }

  /** Sessions of nobody go first: they are the ones that cost nothing to lose. */
  #endOldest(): void {
    const sessions = [...this.#sessions.values()];
    const oldest = sessions.find(({ personId }) => personId === undefined) ?? sessions[0];
    if (oldest !== undefined) this.end(oldest);
  }
}

/** Whether two texts are equal, in a time that does not tell where they differ. */
export function isSameSecret(one: string, other: string): boolean {
  if (one.length !== other.length) return false;
  let difference = 0;
  for (let index = 0; index < one.length; index += 1) difference |= one.charCodeAt(index) ^ other.charCodeAt(index);
  return difference === 0;
}

/** 256 bits of the platform's secure randomness, hex. */
export function randomHex(): string {
  return [...crypto.getRandomValues(new Uint8Array(32))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
