// A process of its own: how long it takes from nothing loaded to the first sentence read, and how much memory that takes.
const startedAt = process.hrtime.bigint();
const before = process.memoryUsage.rss();
const { ourFrame } = await import("../our-frame.ts");
ourFrame("check disk space on web-1 and web-2 every weekday at nine");
const ms = Number(process.hrtime.bigint() - startedAt) / 1e6;
process.stdout.write(JSON.stringify({ ms, mib: (process.memoryUsage.rss() - before) / 2 ** 20 }));
