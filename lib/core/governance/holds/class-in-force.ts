import { principalOf } from '../../account/slice.ts';
import { stateFromJson } from '../../account/state-from-json.ts';
import type { Finding } from '../finding.ts';
import { classOf } from '../standards/classify.ts';
import type { Governance, PrincipalClass } from '../standards/standards.ts';

/**
 * The class of a finding by the rules of today: the one of its name; where that was renamed or taken away, the one that its
 * principal is in by them, as it was frozen. Undefined: nobody can tell.
 */
export function classInForce(
  { class: name, frozen, principal }: Pick<Finding, 'class' | 'frozen' | 'principal'>,
  governance: Governance,
): PrincipalClass | undefined {
  const named = [...governance.classes, governance.unclassified].find((each) => each.name === name);
  if (named !== undefined || frozen === undefined) return named;
  const state = stateFromJson(frozen);
  const holder = state.ok ? principalOf(state.value, principal) : undefined;
  return holder === undefined ? undefined : classOf(holder, governance);
}
