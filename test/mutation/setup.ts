import fc from 'fast-check';

// that a test fails is enough: the smallest example of it is not looked for; every change that nothing notices costs all runs
fc.configureGlobal({ endOnFailure: true, numRuns: 30 });
