/** Opens the database that the settings name. */
import { mkdir } from 'node:fs/promises';
import type { Secret } from '@gatehouse/config';
import type { Logger } from '@gatehouse/logging';
import { createSealer, openStorage, type Storage, StorageSetupError } from '@gatehouse/storage';
import { losesCommits, losesInFailover } from './directory/checks/durability.ts';
import { developmentSecrets } from './directory/registry/development-secrets.ts';

/** The settings that decide which database it is and how its secrets are sealed. */
export interface DatabaseSettings {
  readonly mode: 'development' | 'production';
  readonly databaseUrl: Secret;
  readonly databaseCaFile?: string | undefined;
  readonly databasePoolSize?: number | undefined;
  readonly stateDirectory: string;
  readonly encryptionKeys?: readonly Secret[] | undefined;
}

/** In development its folder and the key that seals it are made first. Rejects with StorageSetupError. */
export async function openDatabase(
  settings: DatabaseSettings,
  parts: { logger: Logger; clock: () => number; migrate?: boolean },
): Promise<Storage> {
  const development = settings.mode === 'development';
  if (development) await mkdir(settings.stateDirectory, { recursive: true, mode: 0o700 });
  const configured = settings.encryptionKeys?.map((key) => Buffer.from(key.reveal(), 'base64url'));
  const keys = configured ?? [await developmentSecrets(settings.stateDirectory).encryptionKey()];
  return openStorage({
    url: settings.databaseUrl.reveal(),
    caFile: settings.databaseCaFile,
    poolSize: settings.databasePoolSize,
    sealer: createSealer(keys),
    ...parts,
  });
}

/**
 * Looks whether the database keeps what it acknowledges, before anything is acknowledged.
 * @throws {StorageSetupError} in production: its server loses commits when it is not shut down cleanly
 * @throws {StorageUnavailableError} it does not answer
 */
export async function checkDurability(
  storage: Pick<Storage, 'durability'>,
  settings: Pick<DatabaseSettings, 'mode'> & { readonly databaseStorageIsDurable: boolean },
  logger: Pick<Logger, 'warn'>,
): Promise<void> {
  const durability = await storage.durability();
  if (!durability) return;
  const disk = losesCommits(durability, settings);
  if (disk && settings.mode === 'production') throw new StorageSetupError(`${disk.check}: ${disk.advice}`);
  const failover = losesInFailover(durability);
  if (disk) logger.warn({ reason: 'database_not_durable' }, `${disk.check}: ${disk.advice}`);
  if (failover?.result === 'fault')
    logger.warn({ reason: 'no_synchronous_standby' }, `${failover.check}: ${failover.advice}`);
}
