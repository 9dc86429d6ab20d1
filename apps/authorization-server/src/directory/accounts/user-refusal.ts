export { OperationRefused as UserRefusal } from '../operation-refused.ts';
