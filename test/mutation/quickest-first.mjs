const judges = (process.env['AMBIT_JUDGES'] ?? '').split(',');

/** Runs the judges in the order in which they are listed. */
export default class QuickestFirst {
  sort(tests) {
    const place = ({ path }) => judges.findIndex((judge) => path.endsWith(judge));
    return [...tests].sort((a, b) => place(a) - place(b));
  }

  shard(tests) {
    return tests;
  }

  allFailedTests(tests) {
    return tests;
  }

  cacheResults() {}
}
