import { describe, expect, it } from "vitest";
import { CHANNELS, scene } from "../../support/talk/scene.ts";
import { Transcript } from "../../support/talk/transcript.ts";

const FULL = {
  ok: false,
  headline: "no space left on device: /backup/db-2.dump",
  log: ["dumping", "pg_dump: error: no space left on device"],
};

describe.sequential("something that fails", () => {
  const { stage } = scene(["backup", "disk", "prune", "service"]);

  it.each(CHANNELS)(
    "is told with its reason, looked into, mended and repeated by its name: %s",
    {
      timeout: 300_000,
    },
    async (channel) => {
      const { machines } = stage();
      machines.answer("db-2", "backup.create", FULL);
      machines.answer("db-2", "disk.usage", { ok: true, attention: true, headline: "/backup is at 100 % (0 B free)" });
      machines.answer("db-2", "prune.backups", { ok: true, headline: "9 files deleted, 61.4 GB" });
      const talk = new Transcript(await stage().talk(channel));
      await talk.say("back up /srv/data to /backup on db-2, retry twice after 1 second");
      await talk.press("Run");
      await talk.ended();
      await talk.ask("why?", /pg_dump: error: no space left on device/);
      await talk.say("how full is that disk?");
      await talk.ended();
      await talk.say("delete backups older than 14 days there");
      await talk.press("Run");
      await talk.ended();
      machines.answer("db-2", "backup.create", { ok: true, headline: "18.2 GB in /backup/db-2.dump" });
      machines.forgetDeeds();
      await talk.say("ok, retry the backup");
      await talk.press("Run");
      await talk.ended();
      talk.matchesGolden("failure");
      expect(machines.deeds()).toEqual([
        { machine: "db-2", action: "backup.create", params: { source: "/srv/data", dest: "/backup" } },
      ]);
    },
  );

  it.each(CHANNELS)(
    "is found again by a question, by its cause, and repeated from the answer: %s",
    {
      timeout: 300_000,
    },
    async (channel) => {
      const { machines } = stage();
      machines.answer("db-2", "backup.create", FULL);
      const before = new Transcript(await stage().talk(channel));
      await before.say("back up /srv/logs to /backup on db-2");
      await before.press("Run");
      await before.ended();
      const talk = new Transcript(await stage().talk(channel));
      const asked = await talk.say("what failed today?");
      expect(asked.text).toMatch(/no space left on device/);
      await talk.ask("why did the first one fail?", /pg_dump: error: no space left on device/);
      const again = await talk.say("retry the first one");
      expect(again.text).toMatch(/confirm P-\d+/);
      expect(again.text).toMatch(/\bdb-2\b/);
      const who = await talk.say("who restarted nginx this week?");
      expect(who.text).toMatch(/Nothing ran/);
      const where = await talk.say("and on staging?");
      expect(where.text).toMatch(/Nothing ran/);
    },
  );
});
