/** Why something is not done: a stable code, and one line that says what to do. Pages say it in the words of the user. */
export class OperationRefused extends Error {
  override readonly name = 'OperationRefused';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
