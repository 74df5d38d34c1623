/** Twelve words each, as people say them: now and later, one and many machines, questions, names, and no request at all. */
export const SPEED_SENTENCES: readonly string[] = [
  "check disk space on web-1 and web-2 every weekday at nine please",
  "please restart the nginx service on all production web servers tomorrow at 9am",
  "show me the runs of the nightly backup that failed last week",
  "every monday at 8:30 back up /etc to /backups on db-1 please",
  "could you check the disk on db-1 in about twenty minutes please",
  "tail the last 50 lines of /var/log/syslog on web-1 and db-1",
  "ping 10.0.0.1 from web-1 every 10 minutes until friday at six pm",
  "what ran on web-3 between monday and wednesday and why did it",
  "restart redis on cache-1 with three retries and a timeout of 5 minutes",
  "hey octopus would you mind checking the disk space on the mail server",
  "can somebody tell me what we are having for lunch in berlin today",
  "run the script cleanup on all linux machines except web-1 every night please",
];

const LOG_LINE =
  "2026-11-21T10:00:01.123Z ERROR [worker-3] com.acme.Service - request 4711 to 10.0.0.17:8080 failed after 30s: refused (retry 3 of 5)\n";

/** A log of that many characters. */
export const pastedLog = (length: number): string =>
  LOG_LINE.repeat(Math.ceil(length / LOG_LINE.length)).slice(0, length);

/** A list of requests of that many characters: the worst that the reader knows. */
export const pastedList = (length: number): string => "restart nginx on web-1, ".repeat(length / 12).slice(0, length);
