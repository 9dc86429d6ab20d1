/** One thing that is wrong with the settings: the setting as people write it in the environment, and a sentence. */
export interface SettingsFault {
  readonly name: string;
  readonly message: string;
}

/** Everything that is wrong with the settings, at once. Never carries the value of a secret. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  /** EX_CONFIG of sysexits.h: what a service ends with when its configuration is wrong. */
  readonly exitCode = 78;
  readonly faults: readonly SettingsFault[];
  /** The settings that are in order, by their names in the code. */
  readonly values: Readonly<Record<string, unknown>>;

  constructor(faults: readonly SettingsFault[], values: Readonly<Record<string, unknown>> = {}) {
    super(faults.map(({ name, message }) => `${name}: ${message}`).join('\n'));
    this.faults = faults;
    this.values = values;
  }
}
