// Loaded before a replica under test: kills or stops the process itself when it comes past a named point of the protocol.
// The test says which by a message { point, nth, signal }: at the nth time from then on.
let armed = null;

process.on('message', (order) => {
  armed = { ...order };
  process.send('armed');
});
process.channel.unref();
// Nobody is left who would stop us.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

globalThis[Symbol.for('flash-sale.crash-points')] = (point) => {
  if (armed?.point !== point) return;
  armed.nth -= 1;
  if (armed.nth > 0) return;
  const { signal } = armed;
  armed = null;
  process.kill(process.pid, signal);
};
