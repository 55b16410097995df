import type { Budget } from './budget.ts';
import { type Literal, dimensionOf } from './literal.ts';
import type { Answer } from './solver.ts';
import type { PartModel, Theory } from './theory.ts';

/** Values that make all of these literals true: what the solver finds where nothing but literals is asked. */
export function modelOfAll(literals: readonly Literal[], theory: Theory, budget: Budget): Answer {
  const parts = byPart(literals);
  if (parts === 'contradiction') return 'none';
  const model = new Map<string, { readonly atom: Literal['atom']; readonly model: PartModel }>();
  let isOpen = false;
  for (const [name, ofPart] of parts) {
    if (!budget.spend(0.2 * ofPart.size)) return 'unknown';
    const [first] = ofPart.values();
    const found = theory.solve([...ofPart.values()]);
    if (found === 'none') return 'none';
    if (found === 'cap') isOpen = true;
    else if (first !== undefined) model.set(name, { atom: first.atom, model: found });
  }
  return isOpen ? 'unknown' : model;
}

/** The literals about each part of a request, each atom once. */
function byPart(literals: readonly Literal[]): ReadonlyMap<string, ReadonlyMap<string, Literal>> | 'contradiction' {
  const parts = new Map<string, Map<string, Literal>>();
  for (const literal of literals) {
    const name = dimensionOf(literal.atom);
    const ofPart = parts.get(name) ?? new Map<string, Literal>();
    const same = ofPart.get(literal.atom.meaning);
    if (same !== undefined && same.holds !== literal.holds) return 'contradiction';
    parts.set(name, ofPart.set(literal.atom.meaning, literal));
  }
  return parts;
}
