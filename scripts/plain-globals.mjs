/**
 * Preloaded into jest and its workers. Jest gives each file of tests a world whose globals are looked up through a proxy, so
 * that it can clear them away at the end: to look up `Math` there costs more than most of what is called by it, at each use.
 * Here the world has globals of its own. It goes as a whole when nobody holds it any longer.
 */
import { types } from 'node:util';
import vm from 'node:vm';

const createContext = vm.createContext;

vm.createContext = (globals, options) =>
  createContext(types.isProxy(globals) ? vm.constants.DONT_CONTEXTIFY : globals, options);
