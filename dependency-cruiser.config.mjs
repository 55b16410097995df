/** The import map, default-deny: what no `allowed` rule names is an error. ARCHITECTURE.md draws it. */
const CORE = ['policy', 'access', 'account', 'activity', 'governance'];
const PURE_PACKAGES = 'node_modules/(canonicalize|@noble/hashes|zod)/';
const BUILTIN_OR_PACKAGE = { dependencyTypes: ['core', 'npm', 'npm-dev'] };

/** Each core folder sees itself and the folders before it, and the few files at the root of core. */
const coreRules = CORE.map((folder, index) => ({
  from: { path: `^lib/core/${folder}/` },
  to: { path: `^lib/core/((${CORE.slice(0, index + 1).join('|')})/|[^/]+\\.ts$)` },
}));

export default {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'the-model-of-the-tests-knows-nothing-of-what-it-judges',
      severity: 'error',
      from: { path: '^test/model/model/' },
      to: { pathNot: '^test/model/model/|node_modules/zod/', dependencyTypesNot: ['core'] },
    },
    { name: 'not-to-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  allowedSeverity: 'error',
  allowed: [
    ...coreRules,
    { from: { path: '^lib/core/[^/]+\\.ts$' }, to: { path: '^lib/core/[^/]+\\.ts$' } },
    { from: { path: '^lib/core/' }, to: { path: PURE_PACKAGES } },
    { from: { path: '^lib/ports/' }, to: { path: '^lib/(core|ports)/' } },
    { from: { path: '^lib/usecases/' }, to: { path: '^lib/(core|ports|usecases)/' } },
    { from: { path: '^lib/adapters/local/' }, to: { path: '^lib/(core|ports|adapters/local)/' } },
    { from: { path: '^lib/adapters/aws/' }, to: { path: '^lib/(core|ports|adapters/aws)/' } },
    { from: { path: '^lib/adapters/' }, to: BUILTIN_OR_PACKAGE },
    { from: { path: '^lib/api/' }, to: { path: '^lib/(core|ports|usecases|api)/|node_modules/(hono|zod)/' } },
    { from: { path: '^lib/wiring/' }, to: { path: '^lib/' } },
    { from: { path: '^lib/wiring/' }, to: BUILTIN_OR_PACKAGE },
    { from: { path: '^console/' }, to: { path: '^(console/|lib/api/wire)' } },
    { from: { path: '^cli/' }, to: { path: '^(cli/|lib/(core|usecases|wiring)/|package\\.json$)' } },
    { from: { path: '^cli/' }, to: BUILTIN_OR_PACKAGE },
    { from: { path: '^lambdas/' }, to: { path: '^(lambdas/|lib/wiring/)|node_modules/@types/aws-lambda/' } },
    { from: { path: '^(infra|scripts)/' }, to: { path: '^(infra|scripts|lib/core)/' } },
    { from: { path: '^(infra|scripts)/' }, to: BUILTIN_OR_PACKAGE },
    { from: { path: '^infra/' }, to: { path: '^lib/adapters/local/standards-file\\.ts$' } },
    { from: { path: '^(test|bench)/' }, to: {} },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
