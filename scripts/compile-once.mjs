/**
 * Preloaded into jest and its workers. Each file of tests has modules of its own, and jest compiles their code for each anew;
 * here what a process has compiled is used again: V8 finds it by its text where Node attaches nothing to it.
 */
import vm from 'node:vm';

const compileFunction = vm.compileFunction;

vm.compileFunction = (code, parameters = [], options = {}) => {
  const { parsingContext, filename } = options;
  // to code that imports as it runs, Node attaches who answers
  if (parsingContext === undefined || MAY_IMPORT.test(code)) return compileFunction(code, parameters, options);
  const opening = `(function (${parameters.join(', ')}) {`;
  const script = new vm.Script(`${opening}${code}\n})`, { filename, columnOffset: -opening.length });
  return script.runInContext(parsingContext);
};

const MAY_IMPORT = /\bimport\s*[(/]/;
