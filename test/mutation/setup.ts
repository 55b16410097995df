import fc from 'fast-check';

// that a test fails is enough: the smallest example of it is not looked for
fc.configureGlobal({ endOnFailure: true });
