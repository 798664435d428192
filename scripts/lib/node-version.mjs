/** Oldest Node that everything here runs on. */
const OLDEST = [20, 19];

/** Ends the process with advice when Node is too old. Runs before anything that such a Node couldn't read. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  console.error(
    `Node ${process.versions.node} is too old: this needs ${OLDEST.join('.')} or newer (https://nodejs.org).`,
  );
  process.exit(1);
}
