// app/page.js
import { session } from '../lib/gatehouse.js';

export default async function Page() {
  const { user } = await session();
  return user ? <p id="user">{JSON.stringify(user)}</p> : <a href="/sign-in">Sign in</a>;
}
