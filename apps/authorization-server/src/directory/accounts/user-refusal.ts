/** Why something is not done to a person's account: a stable code, and one line that says what to do. */
export class UserRefusal extends Error {
  override readonly name = 'UserRefusal';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
