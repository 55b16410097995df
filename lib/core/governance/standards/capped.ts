import { type Governance, type Mode, MODES, type PrincipalClass } from './standards.ts';

/** The governance in which no class does more than this mode, whatever it asks for. */
export function cappedAt(mode: Mode, governance: Governance): Governance {
  return {
    ...governance,
    classes: governance.classes.map((each) => cap(each, mode)),
    unclassified: cap(governance.unclassified, mode),
  };
}

function cap(principalClass: PrincipalClass, mode: Mode): PrincipalClass {
  return MODES.indexOf(principalClass.mode) <= MODES.indexOf(mode) ? principalClass : { ...principalClass, mode };
}
