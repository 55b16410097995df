import { namedIn } from './named-in.ts';
import type { AccountState, Role } from './state.ts';

/** A role as somebody names it: by ARN, by name, or by an instance profile that has it. */
export interface NamedRole {
  /** The text that names it. */
  readonly text: string;
  /** Undefined: the text is neither an ARN nor a name of a role. */
  readonly place: RolePlace | undefined;
}

/** A role, or an instance profile with a role, by its account and name. */
export interface RolePlace {
  /** 12 digits. */
  readonly account: string;
  readonly name: string;
  /** What the name may be the name of. */
  readonly of: readonly RoleNaming[];
}

/** What a name may be the name of. */
export type RoleNaming = 'role' | 'instance-profile';

const ARN = /^arn:[^:]+:iam::(?<account>[0-9]{12}):(?<of>role|instance-profile)\/(?:.*\/)?(?<name>[\w+=,.@-]{1,128})$/;
/** Some services take a name with its path before it. */
const NAME = /^(?:[\x21-\x7E]*\/)?(?<name>[\w+=,.@-]{1,128})$/;

/** Reads what names a role in an account (12 digits); an ARN says itself what it is, a bare name may be one of `of`. */
export function namedRole(text: string, account: string, of: readonly RoleNaming[]): NamedRole {
  const arn = ARN.exec(text)?.groups;
  if (arn?.['account'] !== undefined && arn['name'] !== undefined) {
    const naming = arn['of'] === 'role' ? 'role' : 'instance-profile';
    return { text, place: { account: arn['account'], name: arn['name'], of: [naming] } };
  }
  const name = text.startsWith('arn:') ? undefined : NAME.exec(text)?.groups?.['name'];
  return { text, place: name === undefined ? undefined : { account, name, of } };
}

/** The roles of an account that a name stands for; none where the account does not show any. */
export function rolesAt({ name, of }: RolePlace, state: AccountState): readonly Role[] {
  const names = of.flatMap((naming) =>
    naming === 'role' ? [name] : (namedIn(state.instanceProfiles, name)?.roles ?? []),
  );
  return [...new Set(names.flatMap((each) => namedIn(state.roles, each) ?? []))];
}
