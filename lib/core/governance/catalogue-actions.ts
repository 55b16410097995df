import { actionsMatching, isEmptySet } from '../access/action-set.ts';
import { ACTIONS } from '../access/catalogue.ts';
import { suggest } from '../suggest.ts';
import type { ActionNames } from './parse-standard.ts';

/** The actions of the catalogue, as a check on the standards. A pattern is known if it matches at least one of them. */
export const catalogueActions: ActionNames = {
  knownAction: (name) => !isEmptySet(actionsMatching(name)),
  suggestAction: (name) => {
    const service = name.slice(0, name.indexOf(':') + 1).toLowerCase();
    const names = ACTIONS.map((action) => action.name);
    return (
      suggest(
        name,
        names.filter((each) => each.toLowerCase().startsWith(service)),
      ) ?? suggest(name, names)
    );
  },
};
