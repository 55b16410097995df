/** Faults whose messages are for the person who runs Ambit, or a command of it. */
export { StoreFault } from '../ports/store-fault.ts';
export { describeRefusal, operatorRefusal } from '../adapters/aws/operator-fault.ts';
export { PortFault } from './local-server.ts';
export { ApiFault } from './live/api-fault.ts';
