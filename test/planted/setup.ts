import fc from 'fast-check';

// that a run fails is enough: the smallest one is not looked for
fc.configureGlobal({ endOnFailure: true });
