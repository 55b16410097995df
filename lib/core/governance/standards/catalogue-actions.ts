import { isEmptySet } from '../../access/action-set.ts';
import { actionsMatching } from '../../access/named-actions.ts';
import { SERVICE_NAMES, serviceNamed } from '../../access/catalogue.ts';
import { suggest } from '../../suggest.ts';
import type { ActionNames } from './parse-standard.ts';

/** The actions of the catalogue, as a check on the standards. A pattern is known if it matches at least one of them. */
export const catalogueActions: ActionNames = {
  knownAction: (name) => !isEmptySet(actionsMatching(name)),
  suggestAction: (name) => {
    const service = name.slice(0, name.indexOf(':')).toLowerCase();
    return suggest(name, namesOf([service])) ?? suggest(name, namesOf(SERVICE_NAMES));
  },
};

function namesOf(services: readonly string[]): readonly string[] {
  return services
    .map(serviceNamed)
    .filter((service) => service !== undefined)
    .flatMap(({ name, names }) => names.map((each) => `${name}:${each}`));
}
