import type { IamCall } from '../call.ts';
import type { AccountState } from '../state.ts';
import type { Inverse } from './undo.ts';

/** How each call of a family is taken back, given the state before it. */
export type Undos<C extends IamCall> = { readonly [K in C as K['name']]: (call: K, before: AccountState) => Inverse };
