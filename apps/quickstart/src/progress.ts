/** Waits for `work`, and says every two seconds that it still waits. Gives what `work` gives. */
export async function withProgress<T>(what: string, say: (line: string) => void, work: Promise<T>): Promise<T> {
  let seconds = 0;
  const timer = setInterval(() => {
    seconds += 2;
    say(`${what} … ${seconds} s`);
  }, 2_000);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}
