import type { Call } from '../../activity/call.ts';
import type { JsonObject } from '../../json.ts';
import type { FindingKind, Severity } from '../finding.ts';
import type { Sharing } from '../standards/standards.ts';

/** What a call widens that no comparison measures: its record says what it opens, not all that comes of it. */
export interface Widening {
  readonly kind: Extract<FindingKind, 'excess-access' | 'excess-sharing' | 'excess-trust' | 'guardrail-removed'>;
  /** `exceeds` where no standard lets anybody have it; else whether somebody wanted it is not known. */
  readonly verdict: 'exceeds' | 'undetermined';
  readonly severity: Severity;
  /** For people, after the name of the operation. */
  readonly opens: string;
  /** How people take it back: a command of the AWS CLI, or why there is none. */
  readonly undo: string;
}

/** A call that may widen something, with what it asks for. */
export interface Asking {
  readonly call: Call;
  readonly asked: JsonObject;
  /** ARNs or names of what the record says that it touches. */
  readonly resources: readonly string[];
  /** With whom the organisation shares. */
  readonly sharing: Sharing;
}

/** Says what a call widens; `nothing`: it gives nobody more; undefined: its record does not tell. */
export type WideningReader = (asking: Asking) => Widening | 'nothing' | undefined;

const GRAVITY: readonly Severity[] = ['low', 'medium', 'high', 'critical'];

/** The gravest of several, which also tells of the others; `nothing` where there is none. */
export function gravestOf(widenings: readonly Widening[]): Widening | 'nothing' {
  const gravity = ({ verdict, severity }: Widening): number =>
    GRAVITY.indexOf(severity) * 2 + (verdict === 'exceeds' ? 1 : 0);
  const [gravest, ...others] = widenings.toSorted((one, other) => gravity(other) - gravity(one));
  if (gravest === undefined) return 'nothing';
  return { ...gravest, opens: [gravest, ...others].map(({ opens }) => opens).join('; ') };
}

/** Whether what is given to an account or an organization of this id stays with those whom the standards name. */
export function isAmongOwn(id: string, { call, sharing }: Pick<Asking, 'call' | 'sharing'>): boolean {
  return id === call.account || sharing.accounts.includes(id) || sharing.organizations.includes(id);
}
