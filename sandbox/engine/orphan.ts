/**
 * Loaded into every plugin, and into what a plugin starts: ends it when its engine was killed, which otherwise nobody
 * would.
 */
const engine = process.ppid;

setInterval(() => {
    if (process.ppid !== engine) process.exit(1);
}, 1_000).unref();
