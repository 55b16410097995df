/** What a fact of the ledger says, in the words that the console uses. */
export { describeFact } from '../api/describe-fact.ts';
