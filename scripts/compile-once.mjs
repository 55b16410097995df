/**
 * Preloaded into jest and its workers. Each file of tests has modules of its own, and jest compiles their code for each anew;
 * here what a process has compiled is used again.
 */
import v8 from 'node:v8';
import vm from 'node:vm';

// V8's own cache of what was compiled keeps the worlds of files that ended: hundreds of megabytes to be looked through in vain
v8.setFlagsFromString('--no-compilation-cache');

const compileFunction = vm.compileFunction;

/** By name of file: its code, and what came of it. */
const compiled = new Map();

vm.compileFunction = (code, parameters = [], options = {}) => {
  const { parsingContext, filename } = options;
  // to code that imports as it runs, Node attaches who answers
  if (parsingContext === undefined || MAY_IMPORT.test(code)) return compileFunction(code, parameters, options);
  const opening = `(function (${parameters.join(', ')}) {`;
  const known = compiled.get(filename);
  if (known?.code === code && known.opening === opening) return known.script.runInContext(parsingContext);
  const script = new vm.Script(`${opening}${code}\n})`, { filename, columnOffset: -opening.length });
  compiled.set(filename, { code, opening, script });
  return script.runInContext(parsingContext);
};

const MAY_IMPORT = /\bimport\s*[(/]/;
