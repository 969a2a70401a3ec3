/**
 * Loaded into every plugin, and into what a plugin starts: ends it when its engine was killed, which otherwise nobody
 * would.
 */
const engine = process.ppid;

setInterval(() => {
    // The first process of a machine starts no plugin: the engine was gone before this one looked.
    if (process.ppid !== engine || engine === 1) process.exit(1);
}, 1_000).unref();
