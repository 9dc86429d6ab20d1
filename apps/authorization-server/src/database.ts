/** Opens the database that the settings name. */
import { mkdir } from 'node:fs/promises';
import type { Secret } from '@gatehouse/config';
import type { Logger } from '@gatehouse/logging';
import { createSealer, openStorage, type Storage } from '@gatehouse/storage';
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
