/** Faults of the embedded default whose messages are for the person who runs it. */
export { StoreFault } from '../adapters/local/store-fault.ts';
export { PortFault } from './local-server.ts';
