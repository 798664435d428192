/** Loaded into a server that a command started: when the command is gone, killed included, the server ends as by Ctrl-C. */
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
