type Say = (members: object, message: string) => void;

/** What an application says about SIGHUP. */
export interface HangUpOptions {
  readonly logger: { readonly info: Say; readonly warn: Say; readonly error: Say };
  /** Names of the settings that are others by now, and count after a restart. May throw when they are wrong. */
  readonly changedSettings?: (() => readonly string[]) | undefined;
}

/**
 * From here on SIGHUP does not end the process. Each time it comes, the log names the settings that need a restart, and
 * what was added is done, in its order; what fails is logged and keeps nothing else from being done.
 * @returns adds what is to be done
 */
export function reloadOnHangUp({ logger, changedSettings }: HangUpOptions): (action: () => unknown) => void {
  const actions: (() => unknown)[] = [];
  const reload = async (): Promise<void> => {
    logger.info({ signal: 'SIGHUP' }, 'reading files again');
    for (const action of actions) {
      try {
        await action();
      } catch (error) {
        logger.error({ err: error }, 'a file could not be read again');
      }
    }
    if (changedSettings) sayChanges(changedSettings);
  };
  const sayChanges = (changed: () => readonly string[]): void => {
    try {
      const settings = changed();
      if (settings.length > 0) logger.warn({ settings }, 'these settings have changed; they count after a restart');
    } catch (error) {
      const faults = (error as Error).message.split('\n');
      logger.error({ faults }, 'the settings are wrong by now; a restart would fail');
    }
  };
  process.on('SIGHUP', () => void reload());
  return (action) => void actions.push(action);
}
