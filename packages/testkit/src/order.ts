/** What takes longest of the whole suite, the longest first. Started last, it would run alone while every other worker has nothing to do. */
const longest = [
  /\/interop\/admin-api\//u,
  /\/pages\/browser\.test\.ts$/u,
  /\/interop\/examples\//u,
  /\/interop\//u,
  /\/test\/browser\//u,
  /\/(?:kill9|races|revocation|back-channel-logout)\.test\.ts$/u,
  /\/test\/cli\//u,
];

const placeOf = (path: string): number => {
  const place = longest.findIndex((pattern) => pattern.test(path));
  return place === -1 ? longest.length : place;
};

/** The files of tests with the longest first; all others stay as they were. */
export const longestFirst = <Test extends { readonly path: string }>(tests: readonly Test[]): Test[] =>
  tests.toSorted((a, b) => placeOf(a.path) - placeOf(b.path));
