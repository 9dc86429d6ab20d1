/** Where a storage writes its few warnings; a pino logger fits. */
export interface StorageLogger {
  warn(details: object, message: string): void;
}
