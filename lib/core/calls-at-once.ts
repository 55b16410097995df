/**
 * So many calls come in one batch and are worked on at once, in turns: each spends its time waiting for AWS, and what is
 * appended to the ledger at once goes in one transaction.
 */
export const CALLS_AT_ONCE = 25;
