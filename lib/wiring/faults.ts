/** Faults whose messages are for the person who runs Ambit, or a command of it. */
export { StoreFault } from '../adapters/local/store-fault.ts';
export { StoreFault as LiveStoreFault } from '../adapters/aws/store-fault.ts';
export { describeRefusal, operatorRefusal } from '../adapters/aws/operator-fault.ts';
export { PortFault } from './local-server.ts';
export { ApiFault } from './live/api-fault.ts';
