/** Where a storage writes its few lines; a pino logger fits. */
export interface StorageLogger {
  warn(details: object, message: string): void;
  info?(details: object, message: string): void;
}
